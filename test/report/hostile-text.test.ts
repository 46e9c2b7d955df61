// Whatever a report holds, nothing but printable text, newlines and our own colour codes reaches the terminal.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planControls } from '../../src/domain/control.ts';
import type { Observation } from '../../src/domain/observation.ts';
import type { Report } from '../../src/domain/report.ts';
import { estimateCost } from '../../src/report/cost.ts';
import { renderPlan } from '../../src/report/plan-table.ts';
import { renderProgress } from '../../src/report/progress.ts';
import { renderPublishedMetrics } from '../../src/report/published-metrics.ts';
import { renderReport } from '../../src/report/terminal.ts';
import { EVERY_MINUTE } from './cost-example.ts';
import { hostile, several, zoneDown } from './example-reports.ts';
import { poisoned } from './poisoned.ts';
import { endpointOf, targetOf } from './report-builder.ts';

// Made from text, since a control character is not allowed in the source of a pattern.
const OWN_COLOURS = new RegExp(`${'\u001b'}\\[(?:1|2|22|31|32|33|34|35|36|39)m`, 'g');
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

function unprintable(text: string): string | undefined {
  return UNPRINTABLE.exec(text.replaceAll(OWN_COLOURS, '').replaceAll('\n', ''))?.[0];
}

const style = fc.record({ colour: fc.boolean(), columns: fc.integer({ min: 0, max: 200 }) });
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom('\u001b[2J', '\u001b[31m', '\n\n', '\u009b', '\u202e'),
);

describe('nothing but printable text', () => {
  it('in reports', () => {
    const report = fc.constantFrom(zoneDown, several, hostile);
    fc.assert(
      fc.property(report, text, style, (original, evil, how) => {
        expect(unprintable(renderReport(poisoned(original, evil) as Report, how))).toBe(undefined);
      }),
    );
  });

  it('in the progress line, which stays one line', () => {
    fc.assert(
      fc.property(text, style, (evil, how) => {
        const done = poisoned(zoneDown.observations, evil) as readonly Observation[];
        const shown = renderProgress(done, 16, how);
        expect(shown).not.toContain('\n');
        expect(unprintable(shown)).toBe(undefined);
      }),
    );
  });

  it('in plans and metrics', () => {
    const cost = estimateCost(EVERY_MINUTE);
    fc.assert(
      fc.property(text, style, (evil, how) => {
        const metrics = [{ name: evil, unit: evil, dimensions: { Api: 'pets', [evil]: evil } }];
        const plan = {
          target: targetOf(),
          probes: [],
          controls: planControls(targetOf(), [endpointOf(['us-west-2a'])]),
          metrics: [...metrics, ...metrics],
          cost,
        };
        expect(unprintable(renderPlan(plan, how))).toBe(undefined);
        const readBack = metrics.map((metric) => ({ ...metric, samples: 1, minimum: 0, average: 0, maximum: 0 }));
        expect(unprintable(renderPublishedMetrics(readBack, how))).toBe(undefined);
      }),
    );
  });
});

describe('width', () => {
  it('no line of a report is wider than the terminal, but for commands', () => {
    fc.assert(
      fc.property(fc.constantFrom(zoneDown, several), fc.integer({ min: 56, max: 200 }), (report, columns) => {
        const lines = renderReport(report, { colour: false, columns }).split('\n');
        const wide = lines.filter((line) => line.length > columns && !/^ {4}curl |^ {5}command /.test(line));
        expect(wide).toEqual([]);
      }),
    );
  });
});
