// A process that is stopped and goes on: the bundle, as Lambda runs it.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { authority } from '../probe/world.ts';
import { type LambdaBundle, lambdaBundle } from '../support/lambda-bundle.ts';
import { FREEZE_FAULTS, type FreezeFault, type Moment } from './freeze-faults.ts';
import { stoppedInProbe, stoppedWithAws } from './stopped-run.ts';

// Two clocks are read one after the other.
const CLOCKS_MS = 100;
const ANSWERS_OF_EC2 = [
  ['ec2', undefined],
  ['last-known-good', 'ec2-unreachable'],
];
const WITH_AWS: readonly Moment[] = ['between', 'EC2', 'CloudWatch'];

let bundle: LambdaBundle;
let caFile: string;
beforeAll(async () => {
  bundle = await lambdaBundle();
  caFile = join(bundle.folder, 'ca.pem');
  await writeFile(caFile, authority.pem);
});
afterAll(() => bundle[Symbol.asyncDispose]());

test.concurrent.for(FREEZE_FAULTS)('$fault: $does', async (fault, { expect, skip }) => {
  skip(process.platform === 'win32', 'Windows cannot stop a process by a signal');
  const withAws = WITH_AWS.includes(fault.at);
  const stopped = () => (withAws ? stoppedWithAws(fault, bundle) : stoppedInProbe(fault, bundle, caFile));
  const { report, told, goneOnMs } = await stopped();

  expect(report).toMatchObject(fault.report);
  const { source, problem } = report.discovery;
  if (fault.at === 'EC2') expect([source, problem?.code]).toBeOneOf(ANSWERS_OF_EC2);
  // The standstill, and then the whole limit but for what of the standstill counts.
  const [waited] = report.observations;
  if (waited?.failure?.code === 'dns-timeout')
    expect(waited.timesMs?.dns).toBeGreaterThanOrEqual(fault.stoppedMs + (fault.timeouts?.dnsMs ?? 0) - 300);
  // By the run before and by this one.
  expect(told).toBe(withAws ? 2 : 0);
  const { least = 0, below = Number.POSITIVE_INFINITY } = marksOf(fault);
  expect(report.measurementDelayMs).toBeGreaterThanOrEqual(least);
  expect(report.measurementDelayMs).toBeLessThan(below);
  // Nothing of the standstill, in the whole run.
  if (fault.at === 'between') expect(report.durationMs).toBeLessThanOrEqual(goneOnMs + CLOCKS_MS);
  for (const { timesMs } of report.observations) {
    const times = Object.values(timesMs ?? {});
    expect(Math.min(0, ...times)).toBeGreaterThan(-0.01);
    expect(Math.max(0, ...times)).toBeLessThanOrEqual(report.durationMs + 1);
  }
});

/** Between what `measurementDelayMs` must be. Of a standstill the first 100 ms count as work. */
function marksOf({ at, stoppedMs, marked }: FreezeFault): { readonly least?: number; readonly below?: number } {
  if (at === 'silence' && marked) return { least: stoppedMs - 150 };
  // What came may have come at any time of the standstill, and is put into the middle.
  if (marked) return { least: stoppedMs / 2 - 150 };
  // Outside of the probes it is in none of their times.
  return WITH_AWS.includes(at) ? { below: stoppedMs } : {};
}
