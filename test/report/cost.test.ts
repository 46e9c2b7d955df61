import { describe, expect, it } from 'vitest';
import { type CostItem, estimateCost } from '../../src/report/cost.ts';
import type { CostInput } from '../../src/report/cost-input.ts';
import { EVERY_MINUTE } from './cost-example.ts';

function lineOf(what: CostItem, input: Partial<CostInput>) {
  return estimateCost({ ...EVERY_MINUTE, ...input }).lines.find((line) => line.what === what);
}

const { lambda: _lambda, ...ON_PREMISES } = EVERY_MINUTE;

describe('estimateCost', () => {
  it('adds up a month of a run every minute', () => {
    const { lines, totalUsdPerMonth } = estimateCost(EVERY_MINUTE);

    expect(lines.map(({ what, quantity, usdPerMonth }) => [what, quantity, usdPerMonth])).toEqual([
      ['custom metrics', '34 series', 10.2],
      ['PutMetricData', '43,800 calls', 0.44],
      ['alarms on one metric', '14 alarms', 1.4],
      ['alarm over zones', '2 zones', 0.2],
      ['composite alarms', '3 alarms', 1.5],
      ['dashboard', '1 dashboard', 3],
      ['log ingestion', '835.42 MB', 0.41],
      // 43,800 × 0.5 GB × 1 s × $0.0000133334, and $0.20 a million for the requests.
      ['Lambda', '43,800 × 1.0 s', 0.3],
      ['schedule', '43,800 runs', 0.04],
      ['requests to the API', '700,800 requests', 2.45],
      ['interface endpoints', '2 × 2 zones', 29.2],
      ['KMS key', '1 key', 1],
    ]);
    expect(totalUsdPerMonth).toBe(50.14);
  });

  it('names the page of each price', () => {
    for (const { source } of estimateCost(EVERY_MINUTE).lines) {
      expect(source).toMatch(/^https:\/\/aws\.amazon\.com\/[a-z-]+\/pricing\/$/);
    }
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
    expect(lineOf('PutMetricData', { putCallsPerRun: 0 })).toMatchObject({ quantity: '0 calls', usdPerMonth: 0 });
  });

  it('counts a gigabyte as 1,024³ bytes', () => {
    const logBytesPerRun = 1_024 ** 3 / 73;
    expect(lineOf('log ingestion', { logBytesPerRun, everySeconds: 36_000 })?.usdPerMonth).toBe(0.5);
    expect(lineOf('log ingestion', { logBytesPerRun, everySeconds: 18_000 })?.quantity).toBe('2 GB');
  });

  it.each([
    [['ec2', 'monitoring'], 2, 29.2],
    [['ec2', 'monitoring'], 3, 43.8],
    [['monitoring'], 1, 7.3],
    [[], 2, 0],
  ])('charges endpoints for %j in %i zones: $%d', (services, zones, usdPerMonth) => {
    expect(lineOf('interface endpoints', { interfaceEndpoints: { services, zones } })?.usdPerMonth).toBe(usdPerMonth);
  });

  it('charges Lambda by its memory and time', () => {
    // 43,800 × 1 GB × 10 s × $0.0000133334 = $5.84, and a cent for the requests.
    expect(lineOf('Lambda', { lambda: { memoryMb: 1_024, runMs: 10_000 } })?.usdPerMonth).toBe(5.85);
  });

  it('has neither Lambda nor schedule where it runs on another machine', () => {
    const { lines } = estimateCost(ON_PREMISES);
    const ofRuns = lines.filter(({ what }) => what === 'Lambda' || what === 'schedule');

    expect(ofRuns.map(({ quantity, usdPerMonth }) => [quantity, usdPerMonth])).toEqual([
      ['0 runs', 0],
      ['0 runs', 0],
    ]);
  });

  it('says what a month of failures would add, and leaves it out of the total', () => {
    const { totalUsdPerMonth, note } = estimateCost({ ...EVERY_MINUTE, failureOnlySeries: 2 });
    expect(totalUsdPerMonth).toBe(50.14);
    expect(note).toMatch(/ 2 series more only while something fails: at most \$0\.60\.$/);
  });

  it('says what is less when the endpoints are there already', () => {
    expect(estimateCost(EVERY_MINUTE).note).toContain('The interface endpoints (ec2, monitoring) may be there already');
    expect(estimateCost(EVERY_MINUTE).note).toContain('then $29.20 less.');
    const none = { ...EVERY_MINUTE, interfaceEndpoints: { services: [], zones: 2 } };
    expect(estimateCost(none).note).toContain('It needs no interface endpoint but those of the API.');
  });
});

describe('the same by CloudWatch Synthetics', () => {
  it.each([
    { everySeconds: 60, probesPerRun: 10, canaries: 1, usdPerCanary: 52.56, usdPerMonth: 52.56 },
    { everySeconds: 60, probesPerRun: 16, canaries: 2, usdPerCanary: 52.56, usdPerMonth: 105.12 },
    { everySeconds: 300, probesPerRun: 21, canaries: 3, usdPerCanary: 10.51, usdPerMonth: 31.54 },
    { everySeconds: 60, probesPerRun: 0, canaries: 1, usdPerCanary: 52.56, usdPerMonth: 52.56 },
    // Not faster than once a minute.
    { everySeconds: 30, probesPerRun: 1, canaries: 1, usdPerCanary: 52.56, usdPerMonth: 52.56 },
  ])(
    'costs $$usdPerMonth for $probesPerRun probes every $everySeconds s',
    ({ everySeconds, probesPerRun, ...cost }) => {
      expect(estimateCost({ ...EVERY_MINUTE, everySeconds, probesPerRun }).synthetics).toMatchObject(cost);
    },
  );
});
