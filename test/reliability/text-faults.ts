// Text from outside that would steer a terminal, break a line of a log or hide what stands beside it.

import { createAuthority } from '../probe/certificate-authority.ts';
import { answer, answerWith, authority, NAMES } from '../probe/world.ts';
import type { HostileFault } from './hostility.ts';

export interface TextFault extends HostileFault {
  readonly shows: string;
  /** Stands in no text of the report. */
  readonly hides?: string;
}

// Clears the screen, writes to the clipboard, turns the text around, hides, ends the line in three ways, and ends the text.
const STEERING = 'a\u001b[2J\u001b]52;c;ZXZpbA==\u0007\u009b31m\u202e\u2066\u200b\ufeff\u2028\u2029\r\n\t\0';
// And a line of its own in a log.
const EVIL = `${STEERING}{"level":"INFO"}z`;
// Header values are bytes: what may stand in one is read as Latin-1. Of the controls, HTTP allows but the tab and those
// from 0x80 on.
const EVIL_HEADER = 'a\u009b31m\u0085\t\u00adz';

const HEADERS = {
  'x-amzn-errortype': EVIL_HEADER,
  'x-amzn-requestid': EVIL_HEADER,
  'x-amz-apigw-id': EVIL_HEADER,
};
const ESCAPED_HEADER = 'a\\u{9b}31m\\u{85}\\u{9}\\u{ad}z';
// Of names in a certificate, ASCII alone.
const EVIL_NAME = 'a\u001b[2J\r\n\0z';
const THOUSAND = Array.from({ length: 1_000 }, (_, index) => `name-${index}.example`);
const stranger = await createAuthority([{ CN: [STEERING] }, { O: [STEERING] }]);

export const TEXT_FAULTS: readonly TextFault[] = [
  {
    fault: 'terminal escapes, line ends and NUL bytes in a body',
    does: 'shown as `\\u{1b}`, `\\u{d}\\u{a}`, `\\u{0}`, on one line',
    code: 'not-api-gateway',
    behaviour: { onRequest: answerWith(answer({ status: '403 No', headers: {}, body: EVIL })) },
    shows:
      'a\\u{1b}[2J\\u{1b}]52;c;ZXZpbA==\\u{7}\\u{9b}31m\\u{202e}\\u{2066}\\u{200b}\\u{feff}\\u{2028}\\u{2029}\\u{d}\\u{a}\\u{9}\\u{0}{"level":"INFO"}z',
  },
  {
    fault: 'the same in a body that is to be JSON',
    does: 'shown as `\\u{1b}` in what the parser says, too',
    code: 'body-not-json',
    behaviour: { onRequest: answerWith(answer({ body: EVIL })) },
    world: { expect: { body: ['length(@) > `0`'] } },
    shows: `body is not JSON: Unexpected token 'a', "a\\u{1b}[2J`,
  },
  {
    fault: 'the same in a string of JSON',
    does: 'shown as `\\u{9b}` in what the expression gave, too, and as `\\u001b` where JSON writes them so',
    code: 'body-mismatch',
    behaviour: { onRequest: answerWith(answer({ body: JSON.stringify([{ id: EVIL }]) })) },
    world: { expect: { body: ['@[0].id == `1` || @[0].id'] } },
    shows: '("a\\u001b[2J\\u001b]52;c;ZXZpbA==\\u0007\\u{9b}31m\\u{202e}',
  },
  {
    fault: 'control characters in headers, in UTF-8',
    does: 'shown as `\\u{9b}`',
    code: 'gateway-error',
    behaviour: { onRequest: answerWith(answer({ status: '403 No', headers: HEADERS })) },
    shows: '\\u{9b}31m',
  },
  {
    fault: 'control characters in headers, in Latin-1',
    does: 'shown as `\\u{9b}`',
    code: 'gateway-error',
    behaviour: { onRequest: answerWith(Buffer.from(answer({ status: '403 No', headers: HEADERS }), 'latin1')) },
    shows: ESCAPED_HEADER,
  },
  {
    fault: 'terminal escapes in a header',
    does: '`response-malformed`; nothing of it is shown',
    code: 'response-malformed',
    behaviour: { onRequest: answerWith(answer({ headers: { 'x-amzn-errortype': 'a\u001b[2Jz' } })) },
    shows: 'HTTPParserError',
    hides: '[2J',
  },
  {
    fault: 'terminal escapes in the reason phrase',
    does: 'nothing of it is shown',
    code: 'not-api-gateway',
    behaviour: { onRequest: answerWith(answer({ status: '403 a\u001b[2J\u009b31m\0z', headers: {} })) },
    shows: 'status (403) expected 200',
    hides: '[2J',
  },
  {
    fault: 'terminal escapes instead of a status line',
    does: 'shown as `\\u{1b}`',
    code: 'response-malformed',
    behaviour: { onRequest: answerWith(`${EVIL}\r\n\r\n`) },
    shows: 'not (a\\u{1b}[2J\\u{1b}]52;',
  },
  {
    fault: 'a header of 30 KB',
    does: 'its first 300 characters are shown',
    code: 'gateway-error',
    behaviour: {
      onRequest: answerWith(answer({ status: '403 No', headers: { 'x-amzn-errortype': 'a'.repeat(30_000) } })),
    },
    shows: `${'a'.repeat(299)}…`,
    hides: 'a'.repeat(300),
  },
  {
    fault: 'a body of half a megabyte',
    does: 'its first 512 characters are shown',
    code: 'not-api-gateway',
    behaviour: { onRequest: answerWith(answer({ status: '403 No', headers: {}, body: 'a'.repeat(500_000) })) },
    shows: `${'a'.repeat(511)}…`,
    hides: 'a'.repeat(512),
  },
  {
    fault: 'terminal escapes and line ends in the fields of a certificate',
    does: 'shown as `\\u{1b}`',
    code: 'tls-name-mismatch',
    behaviour: {
      tls: await authority.issue({
        names: [EVIL_NAME],
        subject: [{ CN: [STEERING] }, { O: [STEERING, STEERING] }],
      }),
    },
    shows: 'CN=a\\u{1b}[2J',
  },
  {
    fault: 'terminal escapes and line ends in the issuer of a certificate',
    does: 'shown as `\\u{1b}`',
    code: 'tls-untrusted',
    behaviour: { tls: await stranger.issue({ names: [NAMES.zoneA] }) },
    shows: 'issued by CN=a\\u{1b}[2J',
  },
  {
    fault: 'a certificate with a thousand names',
    does: 'their first 300 characters are shown',
    code: 'tls-name-mismatch',
    behaviour: {
      tls: await authority.issue({ names: THOUSAND }),
    },
    shows: `${THOUSAND.map((name) => `DNS:${name}`)
      .join(', ')
      .slice(0, 299)}…`,
    hides: THOUSAND[20] ?? '',
  },
];
