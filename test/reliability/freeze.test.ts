// A process that is stopped and goes on: the bundle, as Lambda runs it.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { authority } from '../probe/world.ts';
import { type LambdaBundle, lambdaBundle } from '../support/lambda-bundle.ts';
import { FREEZE_FAULTS, type FreezeFault, type Moment } from './freeze-faults.ts';
import { stoppedInProbe, stoppedWithAws } from './stopped-run.ts';

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
  let { report, told } = await stopped();
  // On a busy machine a signal may arrive when the moment is over, but hardly three times.
  for (let again = 0; again < 2 && fault.marked && !isMarked(report, fault); again += 1)
    ({ report, told } = await stopped());

  expect(report).toMatchObject(fault.report);
  // By the run before and by this one.
  expect(told).toBe(withAws ? 2 : 0);
  if (fault.marked) expect(isMarked(report, fault)).toBe(true);
  else expect(report.measurementDelayMs).toBeLessThan(fault.stoppedMs);
  for (const { timesMs } of report.observations) {
    const times = Object.values(timesMs ?? {});
    expect(Math.min(0, ...times)).toBeGreaterThan(-0.01);
    expect(Math.max(0, ...times)).toBeLessThanOrEqual(report.durationMs + 1);
  }
});

/** Half of it at least: what came may have come at any time of the standstill, and is put into the middle. */
function isMarked({ measurementDelayMs }: { readonly measurementDelayMs: number }, fault: FreezeFault): boolean {
  return measurementDelayMs > fault.stoppedMs / 2 - 100;
}
