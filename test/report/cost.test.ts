import { describe, expect, it } from 'vitest';
import { type CostInput, estimateCost } from '../../src/report/cost.ts';

const everyMinute: CostInput = {
  metricSeries: 34,
  failureOnlySeries: 0,
  putCallsPerRun: 1,
  logBytesPerRun: 20_000,
  everySeconds: 60,
};

function lineOf(what: string, input: Partial<CostInput>) {
  return estimateCost({ ...everyMinute, ...input }).lines.find((line) => line.what === what);
}

describe('estimateCost', () => {
  it('adds up a month of a run every minute', () => {
    expect(estimateCost(everyMinute)).toEqual({
      lines: [
        { what: 'custom metrics', quantity: '34 series', usdPerMonth: 10.2 },
        { what: 'PutMetricData', quantity: '43,800 calls', usdPerMonth: 0.44 },
        { what: 'log ingestion', quantity: '835.42 MB', usdPerMonth: 0.41 },
      ],
      totalUsdPerMonth: 11.05,
      note: 'List prices of us-east-1 for a month of 730 hours, before any free tier. Not in it: interface endpoints (the largest part of many bills), Lambda and its schedule, alarms, dashboards, and keeping or querying logs.',
    });
  });

  it.each([
    [1, 0.3],
    [10_000, 3_000],
    [10_001, 3_000.1],
    [250_000, 27_000],
    [250_001, 27_000.05],
    [1_000_000, 64_500],
    [1_000_050, 64_501],
  ])('charges %i series by their tiers: $%d', (metricSeries, usdPerMonth) => {
    expect(lineOf('custom metrics', { metricSeries })?.usdPerMonth).toBe(usdPerMonth);
  });

  it.each([
    [60, 30],
    [3_600, 30],
    [7_200, 15],
    [86_400, 1.25],
  ])('charges a series for the hours in which it gets data: every %i s, $%d', (everySeconds, usdPerMonth) => {
    expect(lineOf('custom metrics', { metricSeries: 100, everySeconds })?.usdPerMonth).toBe(usdPerMonth);
  });

  it('has no calls with the embedded metric format', () => {
    expect(lineOf('PutMetricData', { putCallsPerRun: 0 })).toEqual({
      what: 'PutMetricData',
      quantity: '0 calls',
      usdPerMonth: 0,
    });
  });

  it('counts a gigabyte as 1,024³ bytes', () => {
    const logBytesPerRun = 1_024 ** 3 / 73;
    expect(lineOf('log ingestion', { logBytesPerRun, everySeconds: 36_000 })?.usdPerMonth).toBe(0.5);
    expect(lineOf('log ingestion', { logBytesPerRun, everySeconds: 18_000 })?.quantity).toBe('2 GB');
  });

  it('says what a month of failures would add, and leaves it out of the total', () => {
    const { totalUsdPerMonth, note } = estimateCost({ ...everyMinute, failureOnlySeries: 2 });
    expect(totalUsdPerMonth).toBe(11.05);
    expect(note).toMatch(/ 2 series more only while something fails: at most \$0\.60\.$/);
  });
});
