// What an observation says of the time that this process may have added, and what it does not say.

import { describe, expect, test } from 'vitest';
import { startRecording } from '../../src/probe/recording.ts';
import { authority, firstOf, startWorld } from './world.ts';

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

describe('a probe is slow', () => {
  // Told as the middle of a span of 40 ms: it came 20 ms earlier at most.
  test.each([
    [99, true],
    [100, false],
  ])('above %i ms of which the process has no part: %s', async (aboveMs, slow) => {
    const recording = await recorded();
    recording.time('dns', { ms: 150, endedAt: 1_150, lateMs: 40, heldMs: 30 });
    expect(recording.passed(aboveMs).slow ?? false).toBe(slow);
  });

  test('never for what lies between its steps', async () => {
    const recording = await recorded();
    recording.time('dns', { ms: 10, endedAt: 1_010, lateMs: 0, heldMs: 0 });
    // 500 ms after the answer, the process dials.
    recording.time('connect', { ms: 90, endedAt: 1_600, lateMs: 0, heldMs: 0 });
    expect(recording.passed(100).slow ?? false).toBe(false);
    expect(recording.passed(99).slow ?? false).toBe(true);
  });
});

test('the message of a failure is without secrets, taken out before it is cut', async () => {
  const name = 'aa.example.com, DNS:'.repeat(13);
  const secret = '9f8e7d6c5b4a39281706f5e4d3c2b1a0-a-key-that-a-certificate-repeats';
  const certificate = await authority.issue({ names: ['another.example.com', secret] });
  const auth = { headers: { 'x-api-key': { env: 'PETS_API_KEY' } } };
  await using world = await startWorld({ certificate, auth, env: { PETS_API_KEY: secret } });

  const { failure } = await world.probe();
  const cut = startRecording(firstOf(world.planned), world.settings).failed('tls', 'unknown', `${name}${secret}`);

  expect(failure).toMatchObject({ step: 'tls', code: 'tls-name-mismatch' });
  expect(failure?.message).toMatch(/^certificate for \(DNS:another\.example\.com, DNS:\*\*\*\) expected /);
  expect(cut.failure?.message).toBe(`${name}***`);
});
