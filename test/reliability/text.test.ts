import { expect, test } from 'vitest';
import { expectContained } from './contained.ts';
import { hostileRun } from './hostile-run.ts';
import { TEXT_FAULTS } from './text-faults.ts';

test.for(TEXT_FAULTS)('$fault: $does', async (fault) => {
  await using run = await hostileRun(fault);
  await expectContained(run, fault);
  const { status: _, route: __, ...seen } = run.hostile;
  expect(textIn(seen)).toContain(fault.shows);
});

function textIn(value: unknown): string {
  if (typeof value === 'string') return `${value}\n`;
  if (typeof value !== 'object' || value === null) return '';
  return Object.values(value).map(textIn).join('');
}
