// The estimate of what a month costs, as a table.

import type { CostEstimate } from './cost.ts';
import { type Line, line, paragraph, span } from './line.ts';
import { tableLines } from './table.ts';

export function costLines({ lines, totalUsdPerMonth, note }: CostEstimate, columns: number): readonly Line[] {
  const usd = (value: number) => line(`$${value.toFixed(2)}`);
  const rows = [
    ...lines.map(({ what, quantity, usdPerMonth }) => [line(what), line(quantity, 'quiet'), usd(usdPerMonth)]),
    [line('together', 'strong'), [], usd(totalUsdPerMonth)],
  ];
  return [
    [span('Cost', 'strong'), span('  a month')],
    [],
    ...tableLines(rows, { columns, indent: 2, rightFrom: 1 }),
    [],
    ...paragraph(line('  '), span(note, 'quiet'), columns),
  ];
}
