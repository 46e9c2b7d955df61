// The estimate of what a month costs, as a table, and what CloudWatch Synthetics asks beside it.

import type { CostEstimate } from './cost.ts';
import { type Line, line, paragraph, span } from './line.ts';
import { counted } from './quantity.ts';
import { type Row, tableLines } from './table.ts';

export function costLines(
  { lines, totalUsdPerMonth, synthetics, notes }: CostEstimate,
  columns: number,
): readonly Line[] {
  const rows = [
    ...lines.map(({ what, quantity, usdPerMonth }) => [line(what), line(quantity, 'quiet'), usd(usdPerMonth)]),
    [line('together', 'strong'), [], usd(totalUsdPerMonth)],
  ];
  return [
    [span('Cost', 'strong'), span('  a month')],
    [],
    ...tableLines(rows, { columns, indent: 2, rightFrom: 1 }),
    [],
    ...tableLines(syntheticsRows(synthetics), { columns, indent: 2, rightFrom: 1 }),
    [],
    ...notes.flatMap((note) => paragraph(line('  '), span(note, 'quiet'), columns)),
  ];
}

function syntheticsRows({
  runsPerCanary,
  usdPerCanary,
  canaries,
  usdPerMonth,
}: CostEstimate['synthetics']): readonly Row[] {
  const runs = (count: number) => line(counted(count * runsPerCanary, 'run'), 'quiet');
  const one = [line('CloudWatch Synthetics'), runs(1), usd(usdPerCanary)];
  if (canaries === 1) return [one];
  return [one, [line(`in ${canaries} canaries of 10 steps`), runs(canaries), usd(usdPerMonth)]];
}

function usd(value: number): Line {
  return line(`$${value.toFixed(2)}`);
}
