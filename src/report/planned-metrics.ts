// The metrics that a run would publish: how many series for each name and set of dimensions, and which.

import { enumeration, type Line, line, paragraph, span } from './line.ts';
import { type Dimensions, dimensionsText, ownDimensions, sharedDimensions } from './metric-series.ts';
import { counted } from './quantity.ts';

/** One series. `unit` as CloudWatch spells it. */
export interface PlannedMetric {
  readonly name: string;
  readonly unit: string;
  readonly dimensions: Dimensions;
}

interface PlannedMetrics {
  readonly namespace: string;
  readonly metrics: readonly PlannedMetric[];
}

export function plannedMetricLines({ namespace, metrics }: PlannedMetrics, columns: number): readonly Line[] {
  const shared = sharedDimensions(metrics);
  const groups = Map.groupBy(metrics, ({ name, dimensions }) => JSON.stringify([name, Object.keys(dimensions)]));
  const common = dimensionsText(shared);
  return [
    ...paragraph([span('Metrics', 'strong'), span('  ')], span(`${seriesCount(metrics)} in ${namespace}`), columns),
    ...(common === '' ? [] : paragraph(line('         '), span(`all with ${common}`, 'quiet'), columns)),
    ...(metrics.length === 0 ? [] : [[]]),
    ...[...groups.values()].flatMap((group) => groupLines(group, shared, columns)),
  ];
}

function groupLines(group: readonly PlannedMetric[], shared: Dimensions, columns: number): readonly Line[] {
  const [first] = group;
  if (first === undefined) return [];
  const by = Object.keys(ownDimensions(first.dimensions, shared)).join(' × ');
  const names = group.map(({ dimensions }) => Object.values(ownDimensions(dimensions, shared)).join(' '));
  const what = `${first.name} (${first.unit})${by === '' ? '' : ` by ${by}`}`;
  return [
    ...paragraph(line('  '), span(`${what}: ${seriesCount(group)}`), columns),
    ...(by === ''
      ? []
      : enumeration(
          line('    '),
          names.map((name) => span(name, 'quiet')),
          columns,
        )),
  ];
}

function seriesCount(metrics: readonly PlannedMetric[]): string {
  return counted(metrics.length, 'series', 'series');
}
