// What the README shows of real runs is what such runs show: ten faults under three monitors, and one diagnosis.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { comparison, FAULTS } from '../../scripts/comparison.ts';
import { withMade } from '../../scripts/marked-places.ts';
import { compare } from '../../scripts/monitors.ts';
import { section, table } from './markdown.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const README = readFileSync(`${ROOT}README.md`, 'utf8');
const MADE = README.split('<!-- made by: npm run compare, faults -->')[1] ?? '';
const [, ...ROWS] = table(MADE);

describe('the comparison of the README', () => {
  it('is what the runs give', { timeout: 300_000 }, async () => {
    expect(README).toBe(withMade(README, 'compare', await comparison()));
  });

  it('is of ten faults', () => {
    const scenarios = ROWS.map(([fault = '']) => /\(`([a-z0-9-]+)`\)$/.exec(fault)?.[1]);
    expect(scenarios).toEqual(Object.keys(FAULTS));
    expect(scenarios).toHaveLength(10);
  });

  it('has what it is there for: faults that a status code does not show, and one that no way shows', () => {
    expect(ROWS.filter(([, check]) => check === 'up').length).toBeGreaterThan(ROWS.length / 2);
    expect(ROWS.filter(([, check, ways]) => check === 'up' && ways === 'all green').length).toBeGreaterThan(0);
    expect(
      ROWS.filter(([, , , said]) => !/^(degraded|unreachable): \[.+\]\(docs\/diagnoses\.md#/.test(said ?? '')),
    ).toEqual([]);
  });

  it('is of monitors that are content with a healthy API', async () => {
    const { statusCheck, redWays, report } = await compare('healthy');
    expect({ statusCheck, redWays, state: report.verdict.state }).toEqual({
      statusCheck: 'up',
      redWays: [],
      state: 'healthy',
    });
  });

  it('shows the diagnosis in the section that says what the canary tells', () => {
    expect(section(README, 'what-it-tells-you')).toContain('<!-- made by: npm run compare, diagnosis -->');
  });
});

describe('places that a command writes', () => {
  const page =
    'a\n<!-- made by: npm run x, one -->\nold\n<!-- end -->\n<!-- made by: npm run y, one -->\nkept\n<!-- end -->\n';

  it('are those of the command alone', () => {
    expect(withMade(page, 'x', { one: 'new' })).toBe(page.replace('old\n', '\nnew\n\n'));
  });

  it.each([
    [{ two: '' }, 'places for npm run x: one; needed: two'],
    [{}, 'places for npm run x: one; needed: '],
    [{ one: '', two: '' }, 'places for npm run x: one; needed: one, two'],
  ])('must be there, and no others: %o', (made, message) => {
    expect(() => withMade(page, 'x', made as Record<string, string>)).toThrow(message);
  });
});
