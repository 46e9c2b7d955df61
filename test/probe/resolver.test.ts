// The one resolver that all probes of a run share.

import { describe, expect, test } from 'vitest';
import { openProbeRun } from '../../src/probe/probe-run.ts';
import { resolve } from '../../src/probe/resolve.ts';
import { addressRecords } from './name-server.ts';
import { NAMES, startWorld } from './world.ts';

const FOREVER = new AbortController().signal;

describe('the resolver of a run', () => {
  test('goes on with the other queries when one of them has had its time', async () => {
    await using world = await startWorld({
      names: ({ name }) =>
        name === NAMES.api ? { answers: addressRecords(name, ['127.0.0.1']), delayMs: 1_000 } : undefined,
    });
    using run = openProbeRun(world.settings.resolver, FOREVER);
    const { resolver, arrivals } = run;
    const asked = (name: string, ms: number) =>
      resolve(name, { family: 4, resolver }, { ms, signal: FOREVER, arrivals });
    const [silent, late] = await Promise.all([asked(NAMES.alias, 100), asked(NAMES.api, 30_000)]);
    expect(silent).toMatchObject({ kind: 'failed', code: 'dns-timeout' });
    expect(late).toMatchObject({ kind: 'done', value: { address: '127.0.0.1' } });
  });

  test('gives up what nobody has answered when the run is over', async () => {
    await using world = await startWorld({ names: () => undefined });
    const run = openProbeRun(world.settings.resolver, FOREVER);
    const { promise: givenUp, resolve: giveUp } = Promise.withResolvers<string | undefined>();
    run.resolver().resolve4(NAMES.api, (error) => giveUp(error?.code));
    run[Symbol.dispose]();
    expect(await givenUp).toBe('ECANCELLED');
  });
});
