// docs/cost.md: its tables are what the code computes, they add up, and what its words say of them is true.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { costDocument } from '../../scripts/cost-document.ts';
import { setup } from '../../scripts/cost-setups.ts';
import { COST_ITEMS } from '../../src/report/cost.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = readFileSync(`${ROOT}docs/cost.md`, 'utf8');

type Table = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** A table of the page: by the first cell of a row and the head of a column. What is not a number is left out. */
function tableOf(name: string): Table {
  const block = PAGE.split(`<!-- computed: ${name} -->`)[1]?.split('<!-- end -->')[0] ?? '';
  const [head = [], , ...rows] = block
    .trim()
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.replaceAll('*', '').trim()),
    );
  return Object.fromEntries(
    rows.map(([first = '', ...cells]) => {
      const numbers = cells.map(
        (cell, index) => [head[index + 1] ?? '', Number.parseFloat(cell.replace('$', ''))] as const,
      );
      return [first, Object.fromEntries(numbers.filter(([, value]) => !Number.isNaN(value)))];
    }),
  );
}

const minute = tableOf('every-minute');
const fiveMinutes = tableOf('every-five-minutes');
const series = tableOf('series');

describe('the tables of docs/cost.md', () => {
  it('are what the code computes', () => {
    expect(PAGE).toBe(costDocument(PAGE));
  });

  it('hold every amount of money of the page', () => {
    expect(PAGE.replaceAll(/<!-- computed: [\s\S]*?<!-- end -->/g, '')).not.toContain('$');
  });

  it('are all there', () => {
    expect(() => costDocument(PAGE.replace('<!-- computed: savings -->', ''))).toThrow(
      'docs/cost.md has places for every-minute, every-five-minutes, series, prices; needed: ',
    );
  });

  it('are written anew where they differ', () => {
    expect(costDocument(PAGE.replaceAll('$52.56', '$52.57'))).toBe(PAGE);
  });

  it('are checked by the script that writes them', async () => {
    const check = promisify(execFile)(process.execPath, ['scripts/cost-table.ts', '--check'], { cwd: ROOT });

    await expect(check).resolves.toMatchObject({ stderr: '' });
  });

  it.each([
    ['every minute', minute],
    ['every five minutes', fiveMinutes],
  ])('add up: %s', (_pace, table) => {
    for (const [column, together] of Object.entries(table.together ?? {})) {
      const parts = ['runs of Synthetics', ...COST_ITEMS].map((item) => table[item]?.[column] ?? 0);
      expect(
        parts.reduce((sum, usd) => sum + usd, 0),
        column,
      ).toBeCloseTo(together, 8);
    }
    expect(Object.keys(table.together ?? {})).toHaveLength(8);
  });

  it('say what can be reckoned by hand', () => {
    // 43,800 runs of $0.0012.
    expect(minute['runs of Synthetics']).toEqual({ 'Synthetics, 1 canary': 52.56, 'Synthetics, 2 canaries': 105.12 });
    expect(fiveMinutes['runs of Synthetics']).toEqual({
      'Synthetics, 1 canary': 10.51,
      'Synthetics, 2 canaries': 21.02,
    });
    // Two services × two zones × 730 hours at a cent.
    expect(minute['interface endpoints']).toMatchObject({
      default: 0,
      'own endpoints': 29.2,
      '`dnsNames` and `emf`': 0,
    });
    // 33 series at $0.30; five phases of four ways are 20 more.
    expect(minute['custom metrics']).toMatchObject({ 'own endpoints': 9.9, 'own endpoints and phases': 15.9 });
    expect(minute.PutMetricData).toMatchObject({ default: 0.44, '`dnsNames` and `emf`': 0 });
    // 16 × 43,800 at $3.50 a million.
    expect(minute['requests to the API']).toMatchObject({ default: 2.45, 'Synthetics, 1 canary': 1.53 });
    expect(minute['probes in a run']).toMatchObject({ default: 16, 'Synthetics, 1 canary': 10 });
    // 27 series, ten alarms on one metric each, and five composites; three ways have 14 probes.
    const vantage = 'each other vantage';
    const ofVantage = ['custom metrics', 'alarms on one metric', 'composite alarms', 'probes in a run', 'Lambda'];
    expect(ofVantage.map((item) => minute[item]?.[vantage])).toEqual([8.1, 1, 2.5, 14, 0]);
  });

  it('take off the bill what each choice saves', () => {
    const saved = Object.values(tableOf('savings')).map((row) => row['less a month'] ?? 0);

    expect(saved[0]).toBe(29.2);
    expect(saved).toEqual(saved.toSorted((a, b) => b - a));
    expect(Math.min(...saved)).toBe(1);
  });
});

describe('the words of docs/cost.md', () => {
  it('endpoints are more than all else together', () => {
    const { 'own endpoints': endpoints = 0 } = minute['interface endpoints'] ?? {};
    const { 'own endpoints': together = 0 } = minute.together ?? {};

    expect(endpoints).toBeGreaterThan(together - endpoints);
  });

  it('about half of the metrics are per resource, and phases cost more than half as much again', () => {
    const counts = Object.entries(series).map(([dimensions, row]) => [dimensions, row.series ?? 0] as const);
    const all = counts.reduce((sum, [, count]) => sum + count, 0);
    const perResource = counts.find(([dimensions]) => dimensions.includes('Resource'))?.[1] ?? 0;
    const { 'own endpoints': plain = 0, 'own endpoints and phases': withPhases = 0 } = minute['custom metrics'] ?? {};

    expect(all).toBe(33);
    expect(perResource / all).toBeGreaterThan(0.4);
    expect(perResource / all).toBeLessThan(0.6);
    expect(withPhases / plain).toBeGreaterThan(1.5);
  });

  it('about half of what the alarms cost is for the composite ones', () => {
    const kinds = ['alarms on one metric', 'alarm over zones', 'composite alarms'] as const;
    const [metric = 0, zones = 0, composite = 0] = kinds.map((kind) => minute[kind]?.default);

    expect(composite / (metric + zones + composite)).toBeGreaterThan(0.4);
    expect(composite / (metric + zones + composite)).toBeLessThan(0.6);
  });

  it('every five minutes, one canary of Synthetics is the cheapest, and two lie between the set-ups', () => {
    const { 'Synthetics, 1 canary': one = 0, 'Synthetics, 2 canaries': two = 0, ...own } = fiveMinutes.together ?? {};

    expect(one).toBeLessThan(Math.min(...Object.values(own)));
    expect(two).toBeGreaterThan(own.default ?? Number.NaN);
    expect(two).toBeLessThan(own['own endpoints'] ?? Number.NaN);
  });

  it('a run takes about a second', () => {
    const { lambda } = setup()(60);

    expect(lambda?.memoryMb).toBe(512);
    expect(lambda?.runMs).toBeGreaterThan(800);
    expect(lambda?.runMs).toBeLessThan(1_300);
  });
});
