// JSON lines to a reader who may stand still (a stopped terminal, a log collector that hangs) for longer than memory
// lasts: nothing waits for the reader, lines do, up to a bound.

import { logLine } from '../log.ts';

/** What is known of a stream that takes lines. */
export type LineStream = Pick<NodeJS.WriteStream, 'write' | 'writableLength'>;

/** Writes lines in order, and never throws: a reader that went away must not end a process that has its own way to tell.
 * What would make more than `maxWaitingBytes` wait is dropped, and the next line that is not is preceded by one that says
 * how many were. */
export function jsonLines(stream: LineStream, maxWaitingBytes: number): (line: string) => void {
  let dropped = 0;
  const write = (line: string) => void stream.write(`${line}\n`, () => {});
  return (line) => {
    if (stream.writableLength + Buffer.byteLength(line) > maxWaitingBytes) {
      dropped += 1;
      return;
    }
    if (dropped > 0) {
      const message = `${dropped} lines were dropped: nobody has read them`;
      write(logLine('WARN', message, { event: 'unread', lines: dropped }));
      dropped = 0;
    }
    write(line);
  };
}
