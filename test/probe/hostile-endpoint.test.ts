// What a stranger at the other end says must not reach a terminal or a log as anything but text.
import { expect, test } from 'vitest';
import { answer, answerWith, authority, GATEWAY_HEADERS, startWorld, type WorldOptions } from './world.ts';

const EVIL = 'a\u001b[2J\u009b31m\u202e\u2028\u200bz';
// Header values are bytes: what may stand in one is read as Latin-1 or UTF-8.
const EVIL_HEADER = 'a\u009b31m\u0085\t\u00adz';
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

const hostileHeaders = {
  'x-amzn-errortype': EVIL_HEADER,
  'x-amzn-requestid': EVIL_HEADER,
  'x-amz-apigw-id': EVIL_HEADER,
};

const HOSTILE: readonly (readonly [string, string, WorldOptions])[] = [
  [
    'headers and body',
    'gateway-error',
    {
      endpoint: {
        onRequest: answerWith(answer({ status: `403 ${EVIL_HEADER}`, headers: hostileHeaders, body: EVIL })),
      },
    },
  ],
  [
    'headers in Latin-1',
    'gateway-error',
    {
      endpoint: {
        onRequest: answerWith(Buffer.from(answer({ status: '403 No', headers: hostileHeaders }), 'latin1')),
      },
    },
  ],
  [
    'a body that is not JSON',
    'body-not-json',
    { endpoint: { onRequest: answerWith(answer({ body: EVIL })) }, expect: { body: ['id'] } },
  ],
  [
    'a body that is not as expected',
    'body-mismatch',
    { endpoint: { onRequest: answerWith(answer({ body: JSON.stringify({ id: EVIL }) })) }, expect: { body: ['id'] } },
  ],
  [
    'a member that every object has',
    'body-mismatch',
    { endpoint: { onRequest: answerWith(answer({ body: '{"__proto__":1}' })) }, expect: { body: ['constructor'] } },
  ],
  ['a malformed answer', 'response-malformed', { endpoint: { onRequest: answerWith(`${EVIL}\r\n\r\n`) } }],
  [
    'a certificate',
    'tls-name-mismatch',
    {
      certificate: await authority.issue({
        names: [EVIL.replace(/[^\0-\x7f]/g, '\r')],
        subject: [{ CN: [EVIL] }, { O: [EVIL, EVIL] }],
      }),
    },
  ],
  [
    'a very long certificate',
    'tls-name-mismatch',
    {
      certificate: await authority.issue({ names: Array.from({ length: 90 }, (_, index) => `name-${index}.example`) }),
    },
  ],
];

test.each(HOSTILE)(
  '%s: %s, and every string of the observation is one line of printable text',
  async (_what, code, options) => {
    await using world = await startWorld(options);
    const observation = await world.probe();
    expect(observation.failure?.code).toBe(code);
    expect(stringsIn(observation).filter((text) => UNPRINTABLE.test(text) || text.length > 1_000)).toEqual([]);
  },
);

test('of a header that comes twice, the first counts', async () => {
  const twice = answer({
    status: '403 Forbidden',
    headers: { ...GATEWAY_HEADERS, 'x-amzn-errortype': 'ForbiddenException' },
  });
  const bytes = twice.replace('content-length', 'x-amzn-errortype: Other\r\ncontent-length');
  await using world = await startWorld({ endpoint: { onRequest: answerWith(bytes) } });
  expect((await world.probe()).errorType).toBe('ForbiddenException');
});

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}
