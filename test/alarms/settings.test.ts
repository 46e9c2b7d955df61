import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_CERTIFICATE_DAYS, DEFAULT_LATENCY_MS, periodsFor } from '../../src/alarms/settings.ts';

describe('periods', () => {
  it('are whole minutes, and none is shorter than the time between two runs', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 7 * 86_400, noNaN: true }), (everySeconds) => {
        for (const period of Object.values(periodsFor(everySeconds))) {
          expect(period % 60).toBe(0);
          expect(period).toBeGreaterThanOrEqual(Math.max(60, everySeconds));
        }
      }),
    );
  });

  it.each([
    { everySeconds: 30, run: 60, latency: 300, certificate: 3_600 },
    { everySeconds: 60, run: 60, latency: 300, certificate: 3_600 },
    { everySeconds: 61, run: 120, latency: 300, certificate: 3_600 },
    { everySeconds: 600, run: 600, latency: 600, certificate: 3_600 },
    { everySeconds: 7_200, run: 7_200, latency: 7_200, certificate: 7_200 },
  ])('for a run every $everySeconds s', ({ everySeconds, ...periods }) => {
    expect(periodsFor(everySeconds)).toEqual(periods);
  });
});

it('the defaults are a second, and the days below which the report calls a run degraded', () => {
  expect([DEFAULT_LATENCY_MS, DEFAULT_CERTIFICATE_DAYS]).toEqual([1_000, 14]);
});
