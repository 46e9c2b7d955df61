// Endpoints that answer as they should, and do something odd beside it. What a person would see with curl is an answer, and
// it is one to the canary.

import type { Behaviour } from '../probe/endpoint-server.ts';
import { answer, authority, NAMES } from '../probe/world.ts';
import { CHUNKED, endUnsaid, head, OK, saying } from './answering.ts';
import type { Fault } from './fault.ts';
import type { Hostility } from './hostility.ts';

export interface OddAnswerFault extends Fault, Hostility {
  readonly status: number;
  /** The first byte was there before the request was sent. */
  readonly early?: true;
}

/** Stands in all that must count for nothing. */
export const SURPLUS = 'surplus';

const BODY = '[{"id":1}]';
const LENGTH = `content-length: ${BODY.length}`;
const IN_CHUNKS = `a\r\n${BODY}\r\n0\r\n\r\n`;
const REFUSAL = answer({
  status: '403 Forbidden',
  headers: { 'x-amzn-errortype': 'AccessDeniedException', 'x-amzn-requestid': SURPLUS },
  body: SURPLUS,
});
const EXPECTED = { body: ['@[0].id == `1`'] };

const passing = (fault: string, does: string, behaviour: Partial<Behaviour>): OddAnswerFault => ({
  fault,
  does: `passes: ${does}`,
  status: 200,
  behaviour,
  world: { expect: EXPECTED },
});

const ONE_REQUEST = 'a connection is for one request, and what comes behind its answer counts for nothing';

const BEHIND: readonly OddAnswerFault[] = [
  passing('bytes behind an answer with a length', ONE_REQUEST, { onRequest: saying(head(OK, LENGTH), BODY, SURPLUS) }),
  passing('bytes behind an answer in chunks', ONE_REQUEST, {
    onRequest: saying(head(OK, CHUNKED), IN_CHUNKS, SURPLUS),
  }),
  passing('a second answer, a refusal', ONE_REQUEST, { onRequest: saying(head(OK, LENGTH), BODY, REFUSAL) }),
];

// The other endpoints answer with 200.
const bodiless = (status: 204 | 304, ...bytes: readonly string[]): OddAnswerFault => ({
  fault: `a body behind a ${status}`,
  does: 'passes where that status is expected: such an answer has no body, and what comes behind it counts for nothing',
  status,
  behaviour: { onRequest: saying(...bytes) },
  world: { expect: { status: [200, status] } },
});

const BODILESS: readonly OddAnswerFault[] = [
  bodiless(204, head('HTTP/1.1 204 No Content', `content-length: ${SURPLUS.length}`), SURPLUS),
  bodiless(304, head('HTTP/1.1 304 Not Modified', CHUNKED), `7\r\n${SURPLUS}\r\n0\r\n\r\n`),
  {
    fault: 'a body in the answer to `HEAD`',
    does: 'passes: such an answer has no body, and what comes behind it counts for nothing',
    status: 200,
    behaviour: { onRequest: saying(head(OK, `content-length: ${SURPLUS.length}`), SURPLUS) },
    world: { resources: [{ method: 'HEAD', path: '/pets' }] },
  },
];

const AUTHENTIC = 'whoever has the certificate could give the same answer afterwards; `firstByte` is 0';
// In TLS 1.2 the server has the last word of a handshake: what it says with it is there before the request.
const tls = { ...(await authority.issue({ names: [NAMES.zoneA] })), maxVersion: 'TLSv1.2' } as const;

const EARLY: readonly OddAnswerFault[] = (
  [
    passing('an answer before the request', AUTHENTIC, {
      tls,
      onSecure: saying(head(OK, LENGTH), BODY),
      onRequest: () => {},
    }),
    passing('the head of an answer before the request, the body after it', AUTHENTIC, {
      tls,
      onSecure: (socket) => socket.write(head(OK, LENGTH)),
      onRequest: saying(BODY),
    }),
  ] as const
).map((fault) => ({ ...fault, early: true }));

const FRAMED: readonly OddAnswerFault[] = [
  passing('extensions of chunks', 'they mean nothing', {
    onRequest: saying(head(OK, CHUNKED), `a;${SURPLUS}="x"\r\n${BODY}\r\n0;${SURPLUS}\r\n\r\n`),
  }),
  passing('trailers with the type of an error', 'what stands behind a body counts for nothing', {
    onRequest: saying(
      head(OK, CHUNKED),
      `a\r\n${BODY}\r\n0\r\nx-amzn-errortype: AccessDeniedException\r\nx-amzn-requestid: ${SURPLUS}\r\n\r\n`,
    ),
  }),
  passing('chunks in HTTP/1.0', 'they are read as such', {
    onRequest: saying(head('HTTP/1.0 200 OK', CHUNKED), IN_CHUNKS),
  }),
  passing(
    'a body that lasts until the connection ends, without the end of TLS (`close_notify`)',
    'Node does not tell whether TLS was ended, but the headers came whole, and half of a JSON document is none; API Gateway gives a length or chunks, where nothing can be cut off',
    { onRequest: endUnsaid(head(OK) + BODY) },
  ),
];

export const ODD_ANSWER_FAULTS: readonly OddAnswerFault[] = [...BEHIND, ...BODILESS, ...EARLY, ...FRAMED];
