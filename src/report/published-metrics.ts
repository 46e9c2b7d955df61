// Metrics that were read back from CloudWatch, as a table for each metric name.

import { type Line, line, span } from './line.ts';
import { dimensionsText, ownDimensions, sharedDimensions } from './metric-series.ts';
import { paint, type TerminalStyle } from './paint.ts';
import { amount } from './quantity.ts';
import { clipMiddle, safeText } from './safe-text.ts';
import { type Row, tableLines } from './table.ts';

/** One series as CloudWatch gives it back. The values have the metric's unit. */
export interface ReadBackMetric {
  readonly name: string;
  readonly unit: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly samples: number;
  readonly minimum: number;
  readonly average: number;
  readonly maximum: number;
}

const STATISTICS = ['samples', 'minimum', 'average', 'maximum'] as const satisfies readonly (keyof ReadBackMetric)[];

/** Room that the four statistics take beside the name of a series. */
const STATISTICS_WIDTH = 44;

export function renderPublishedMetrics(metrics: readonly ReadBackMetric[], style: TerminalStyle): string {
  const shared = sharedDimensions(metrics);
  const nameWidth = Math.max(style.columns - STATISTICS_WIDTH, 12);
  const groups = [...Map.groupBy(metrics, ({ name }) => name).values()];
  const rows: readonly Row[] = [
    [line('Metrics', 'strong'), ...STATISTICS.map((statistic) => line(statistic, 'quiet'))],
    ...groups.flatMap((group) => groupRows(group, shared, nameWidth)),
  ];
  const common = dimensionsText(shared);
  const lines: readonly Line[] = [
    ...tableLines(rows, { columns: style.columns, indent: 0, rightFrom: 1 }),
    ...(common === '' ? [] : [[], line(`all with ${common}`, 'quiet')]),
  ];
  return paint(metrics.length === 0 ? [line('Metrics: none were read back', 'warn')] : lines, style);
}

function groupRows(
  group: readonly ReadBackMetric[],
  shared: ReadBackMetric['dimensions'],
  nameWidth: number,
): readonly Row[] {
  const [first] = group;
  if (first === undefined) return [];
  const heading: Row = [[span(first.name), span(` (${first.unit})`, 'quiet')]];
  return [
    heading,
    ...group.map((metric): Row => {
      const own = Object.values(ownDimensions(metric.dimensions, shared)).join(' ');
      const name = clipMiddle(safeText(`  ${own === '' ? 'all' : own}`), nameWidth);
      return [line(name), ...STATISTICS.map((statistic) => line(amount(metric[statistic])))];
    }),
  ];
}
