// What one DNS answer does to the queries that are under way beside it: nothing.

import { describe, expect, test } from 'vitest';
import { watchArrivals } from '../../src/probe/arrivals.ts';
import { resolve } from '../../src/probe/resolve.ts';
import { addressRecords, type NameReply } from './name-server.ts';
import { NAMES, startWorld } from './world.ts';

const FOREVER = new AbortController().signal;
const GOOD = { answers: addressRecords(NAMES.api, ['127.0.0.1']), delayMs: 300 };

const BAD: readonly (readonly [string, NameReply | undefined, string])[] = [
  ['is silent', undefined, 'dns-timeout'],
  // c-ares gives up the socket that such an answer comes by.
  ['cannot be read', { bytes: Buffer.from('8180000100010000', 'hex') }, 'dns-malformed'],
  ['is a refusal', { rcode: 'REFUSED' }, 'dns-refused'],
];

describe('a query', () => {
  test.each(BAD)('goes on when the answer to another one %s', async (_what, bad, code) => {
    await using world = await startWorld({ names: ({ name }) => (name === NAMES.api ? GOOD : bad) });
    using arrivals = watchArrivals();
    const asked = (name: string, ms: number) =>
      resolve(name, { family: 4, server: world.settings.resolver }, { ms, signal: FOREVER, arrivals });
    const [one, other] = await Promise.all([asked(NAMES.alias, 200), asked(NAMES.api, 30_000)]);
    expect(one).toMatchObject({ kind: 'failed', code });
    expect(other).toMatchObject({ kind: 'done', value: { address: '127.0.0.1' } });
  });
});
