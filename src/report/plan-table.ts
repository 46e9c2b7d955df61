// What a run would do, before it does anything: the requests it would send, the metrics it would publish, and what they
// cost.

import type { PlannedProbe } from '../domain/plan.ts';
import type { Target } from '../domain/target.ts';
import { carriedText } from './carried.ts';
import type { CostEstimate } from './cost.ts';
import { costLines } from './cost-table.ts';
import { clipLine, type Line, line, paragraph, span, stacked } from './line.ts';
import { paint, type TerminalStyle } from './paint.ts';
import { plannedControlLines } from './planned-controls.ts';
import { type PlannedMetric, plannedMetricLines } from './planned-metrics.ts';
import { byRoute, routeLines } from './planned-routes.ts';
import { counted } from './quantity.ts';

/** All that `plan` shows. `metrics` are the series of one run, each once. */
export interface PlanView {
  readonly target: Target;
  readonly probes: readonly PlannedProbe[];
  /** The control probes that every run sends beside them. */
  readonly controls: readonly PlannedProbe[];
  readonly metrics: readonly PlannedMetric[];
  readonly cost: CostEstimate;
}

export function renderPlan(view: PlanView, style: TerminalStyle): string {
  const { columns } = style;
  const { target, probes, controls, metrics, cost } = view;
  const followed = probes.some(
    ({ accessMethod, resource }) => accessMethod === 'vpce-host' && resource.expect.denied !== true,
  );
  const sections = [
    headLines(view, columns),
    routeLines(probes, target.connection.port, columns),
    plannedControlLines({ controls, port: target.connection.port, followed }, columns),
    plannedMetricLines({ namespace: target.metrics.namespace, metrics }, columns),
    costLines(cost, columns),
  ];
  return paint(stacked(sections), style);
}

function headLines({ target, probes }: PlanView, columns: number): readonly Line[] {
  const { api, vantage, resources } = target;
  const name = api.name === api.id ? '' : `${api.name}, `;
  const title = paragraph(
    [span('Plan', 'strong'), span('  ')],
    span(`for ${name}${api.id}, stage ${api.stage}, ${api.region}, from ${vantage.name}`),
    columns,
  );
  if (probes.length === 0)
    return [...title, line('      nothing would be sent: no endpoint is known, or no access method applies', 'warn')];
  const size = `${counted(probes.length, 'request')}: ${counted(byRoute(probes).length, 'route')} × ${counted(resources.length, 'resource')}`;
  const carried =
    target.auth === undefined
      ? []
      : paragraph(line('      '), span(`requests carry ${carriedText(target.auth)}`), columns);
  return [...title, clipLine(line(`      ${size}`), columns), ...carried];
}
