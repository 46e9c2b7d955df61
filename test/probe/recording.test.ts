// What an observation says of the time that this process may have added.

import { describe, expect, test } from 'vitest';
import { startRecording } from '../../src/probe/recording.ts';
import { firstOf, startWorld } from './world.ts';

async function recorded() {
  await using world = await startWorld();
  return startRecording(firstOf(world.planned), world.settings);
}

describe('the measurement delay', () => {
  test('is what the phases were late and were held up, and what lies between them', async () => {
    const recording = await recorded();
    recording.time('dns', { ms: 10, endedAt: 1_010, lateMs: 4, heldMs: 0 });
    // 3 ms after the answer, the process dials.
    recording.time('connect', { ms: 5, endedAt: 1_018, lateMs: 0, heldMs: 0 });
    recording.time('tls', { ms: 20, endedAt: 1_038, lateMs: 1, heldMs: 8 });
    const { timesMs, measurementDelayMs } = recording.passed(undefined);
    expect(timesMs).toEqual({ dns: 10, connect: 5, tls: 20, unaccounted: 3, total: 38 });
    expect(measurementDelayMs).toBe(4 + 3 + 1 + 8);
  });

  test('is absent where there is no time', async () => {
    expect((await recorded()).notRun()).not.toHaveProperty('measurementDelayMs');
  });
});
