// Times in reports, where the wall clock jumps: runs that send nothing.

import { expect, test } from 'vitest';
import { deadlinesOf } from '../../src/domain/deadline.ts';
import { identityOf, type Observation } from '../../src/domain/observation.ts';
import type { Report } from '../../src/domain/report.ts';
import { createTroubleMemory, type TroubleMemory } from '../../src/domain/trouble-memory.ts';
import { type Ports, run } from '../../src/run.ts';
import { CONNECT_TIMEOUT, endpointOf, targetOf } from '../report/report-builder.ts';
import { CLOCK_FAULTS, type ClockFault } from './clock-faults.ts';

const MINUTE_MS = 60_000;

async function runBy(
  { from, on }: ClockFault['runs'][number],
  troubles: TroubleMemory,
  redAt?: string,
): Promise<Report> {
  const clock = [from];
  const target = targetOf({ publish: 'none' });
  const ports: Ports = {
    discover: async () => ({ source: 'ec2', ageSeconds: 0, endpoints: [endpointOf(['us-west-2a'])], notices: [] }),
    probeAll: async (probes) => ({
      observations: probes.map((each): Observation => ({ ...identityOf(each), ...CONNECT_TIMEOUT, curl: 'curl' })),
      measurementDelayMs: 0,
    }),
    publish: async () => ({ sink: 'none', accepted: 0, rejected: 0 }),
    now: () => Date.parse(clock.shift() ?? on),
    troubledSince: (each) => troubles.since(each, Date.parse(on)) ?? redAt,
  };
  const report = await run(target, ports, deadlinesOf(MINUTE_MS, performance.now()));
  troubles.note(report);
  return report;
}

test.each(CLOCK_FAULTS)('$fault: $does', async ({ runs, redAt, since }) => {
  const troubles = createTroubleMemory(20 * MINUTE_MS);
  const reports: Report[] = [];
  for (const times of runs) reports.push(await runBy(times, troubles, redAt));

  expect(reports.map(({ startedAt }) => startedAt)).toEqual(runs.map(({ from }) => from));
  expect(reports.at(-1)?.verdict.since).toBe(since);
  for (const { durationMs } of reports) {
    expect(durationMs).toBeGreaterThanOrEqual(0);
    expect(durationMs).toBeLessThan(MINUTE_MS);
  }
});
