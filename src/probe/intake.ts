// What is let through of an answer on its way to undici's parser: so many bytes and no more, and no interim answers (RFC
// 9110, section 15.2), for undici takes a `100 Continue` that nobody asked for as the end of the connection.

import type { TLSSocket } from 'node:tls';
import type { FailureCode } from '../domain/failure.ts';
import { growingBody } from './body.ts';

/** Most that is read of all headers, those of interim answers included, and of a body, in bytes. API Gateway's own limits
 * are 10,240 and 10 MB. */
export const MAX_HEADER_BYTES = 32 * 1024;
export const MAX_BODY_BYTES = 1024 * 1024;
// A chunk of one byte has five bytes around it; extensions of chunks may have any length.
const MAX_FRAMED_BYTES = 8 * MAX_BODY_BYTES;

// The parser would take a status below 100, and a 101, for a mistake of its own.
const STATUS_LINE = /^HTTP\/1\.\d (?!101|0)\d{3}[ \r]$/;
const SHORTEST_LINE = 'HTTP/1.1 200 ';
const MAX_SHOWN_BYTES = 4096;

/** Why no more of an answer is read. */
export interface Refusal {
  readonly code: FailureCode;
  readonly message: string;
}

/** Whoever reads from the socket gets what is let through. `refuse` is called once; then nothing is left to read. */
export function guardIntake(socket: TLSSocket, refuse: (refusal: Refusal) => void): void {
  const read = socket.read.bind(socket);
  const letThrough = createIntake();
  socket.read = (size?: number) => {
    // With a size, Node asks for its own ends.
    if (size !== undefined) return read(size);
    for (let bytes = read(); bytes !== null; bytes = read()) {
      const passed = letThrough(bytes);
      if (!Buffer.isBuffer(passed)) {
        refuse(passed);
        return null;
      }
      if (passed.length > 0) return passed;
    }
    return null;
  };
}

/** Takes an answer piece by piece and gives what of it the parser may have. To be used no more after a refusal. */
export function createIntake(): (bytes: Buffer) => Buffer | Refusal {
  const taken = growingBody();
  // Where the head begins that is being taken in: behind those of all interim answers.
  let begun = 0;
  let searchedTo = 0;
  let passedTo = 0;
  let framedBytes: number | undefined;
  return (bytes) => {
    if (framedBytes !== undefined) {
      framedBytes += bytes.length;
      return framedBytes > MAX_FRAMED_BYTES ? BODY_TOO_LARGE : bytes;
    }
    taken.add(bytes);
    const all = taken.whole();
    const next = () =>
      headOf(all.subarray(begun), { maxBytes: MAX_HEADER_BYTES - begun, searched: Math.max(0, searchedTo - begun) });
    let head = next();
    while (head.kind === 'interim' && head.isWhole) {
      begun += head.bytes;
      head = next();
    }
    searchedTo = all.length;
    if (head.kind === 'refused') return head.refusal;
    if (head.kind === 'interim') return NOTHING;
    if (head.isWhole) framedBytes = all.length - begun - head.bytes;
    const passed = all.subarray(Math.max(begun, passedTo));
    passedTo = all.length;
    return passed;
  };
}

/** What begins with these bytes. An answer may be interim as long as its status is not known. */
type Head =
  | { readonly kind: 'interim' | 'answer'; readonly bytes: number; readonly isWhole: boolean }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** `searched`: how many of the bytes were there before, and are without the end of a head. */
function headOf(bytes: Buffer, { maxBytes, searched }: { readonly maxBytes: number; readonly searched: number }): Head {
  const line = bytes.toString('latin1', 0, SHORTEST_LINE.length);
  if (!STATUS_LINE.test(line + SHORTEST_LINE.slice(line.length))) return refused('response-malformed', notHttp(bytes));
  // All but the last byte of the end may have been there.
  const end = bytes.indexOf('\r\n\r\n', Math.max(0, searched - 3));
  const isWhole = end >= 0;
  const length = isWhole ? end + 4 : bytes.length;
  if (length > maxBytes) return refused('response-headers-too-large', `more than ${MAX_HEADER_BYTES} bytes of headers`);
  const isAnswer = line.length === SHORTEST_LINE.length && line[9] !== '1';
  return { kind: isAnswer ? 'answer' : 'interim', bytes: length, isWhole };
}

const NOTHING = Buffer.alloc(0);
const BODY_TOO_LARGE: Refusal = {
  code: 'response-body-too-large',
  message: `more than ${MAX_FRAMED_BYTES} bytes of a body in chunks`,
};

function refused(code: FailureCode, message: string): Head {
  return { kind: 'refused', refusal: { code, message } };
}

function notHttp(bytes: Buffer): string {
  return `expected the status line of an answer in HTTP/1.1, not (${bytes.toString('latin1', 0, MAX_SHOWN_BYTES)})`;
}
