import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_CERTIFICATE_DAYS, DEFAULT_LATENCY_MS, lagsBetween, periodsFor } from '../../src/alarms/settings.ts';

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

describe('how long the alarms of another vantage wait', () => {
  const every = (seconds: number, datapoints?: { readonly toAlarm: number; readonly evaluated: number }) => ({
    periods: periodsFor(seconds),
    ...(datapoints === undefined ? {} : { datapoints }),
  });

  it.each([
    { own: every(60), other: every(60), run: [120, 120], latency: [360, 360] },
    { own: every(300), other: every(60), run: [600, 60], latency: [360, 360] },
    { own: every(60), other: every(300), run: [60, 600], latency: [360, 360] },
    { own: every(60, { toAlarm: 3, evaluated: 5 }), other: every(60), run: [180, 60], latency: [360, 360] },
  ])('%#', ({ own, other, run, latency }) => {
    const lags = lagsBetween(own, other);
    const seconds = ({ waitSeconds, extensionSeconds }: typeof lags.run) => [waitSeconds, extensionSeconds];
    expect([seconds(lags.run), seconds(lags.latency)]).toEqual([run, latency]);
  });

  it('is long enough, wherever in its period each vantage runs', () => {
    // Seconds from the fault until so many runs have failed, the first at this share of the time between two.
    const redAfter = (phase: number, period: number, runs: number) => (phase + runs - 1) * period;
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const minutes = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(share, share, minutes, minutes, (ownPhase, otherPhase, ownMinutes, otherMinutes) => {
        const [own, other] = [every(ownMinutes * 60), every(otherMinutes * 60)];
        const { waitSeconds, extensionSeconds } = lagsBetween(own, other).run;
        const here = redAfter(ownPhase, own.periods.run, 2);
        const there = redAfter(otherPhase, other.periods.run, 2);
        expect(here - there).toBeLessThanOrEqual(waitSeconds);
        expect(there - here).toBeLessThanOrEqual(extensionSeconds);
      }),
    );
  });
});
