// Runs of more than a thousand data, published under random faults of CloudWatch within a random time.

import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import fc from 'fast-check';
import { expect } from 'vitest';
import { batchesOf } from '../../src/publish/batches.ts';
import { metricsOf } from '../../src/publish/metrics.ts';
import { createPublish } from '../../src/publish/publish.ts';
import { inTurn, startAwsStandIn } from '../discovery/aws-stand-ins.ts';
import { NOT_RUN, runOf } from '../publish/runs.ts';
import { targetOf } from '../report/report-builder.ts';
import { clientOf, startScene } from '../simulator/aws-world.ts';
import { expectAll, measured, ofRun, taken, together, written } from './ledger.ts';
import { closing, cloudwatchReactions, seen } from './random-aws.ts';

export async function severalCalls(): Promise<void> {
  const target = targetOf({
    resources: Array.from({ length: 100 }, (_, index) => ({ path: `/${index}` })),
    customDomain: { name: 'pets.example.com' },
  });
  await using scene = await startScene();
  const aRun = fc.record({
    seen: fc.array(seen, { minLength: 1, maxLength: 8 }),
    monitoring: cloudwatchReactions,
    availableMs: fc.integer({ min: 0, max: 800 }),
  });
  await fc.assert(
    fc.asyncProperty(aRun, async ({ seen: each, monitoring, availableMs }) => {
      await using aws = await startAwsStandIn(inTurn(monitoring), scene.aws.url);
      using clients = closing(new CloudWatchClient({ ...clientOf(aws.url), maxAttempts: 3 }));
      const [cloudwatch] = clients.all;
      // The first of `each` for the first probe and so on, again and again, so that series have many values.
      const observed = runOf(
        Array.from({ length: 400 }, (_, index) => each[index % each.length] ?? NOT_RUN),
        target,
      );
      const lines: string[] = [];
      const publish = createPublish({ cloudwatch: () => cloudwatch, writeLine: async (line) => void lines.push(line) });
      const signal = AbortSignal.timeout(availableMs);

      const { accepted, rejected } = await publish(observed, target, signal);

      const data = ofRun(scene.aws.metricData, observed);
      const mayRepeat = signal.aborted || monitoring.includes('loses');
      expectAll(measured(observed), together(taken(data), written(lines)), { mayRepeat });
      const sent = batchesOf(metricsOf(observed, target.metrics), new Date(observed.startedAt));
      expect(accepted + rejected).toBe(sent.flatMap((batch) => batch.data).length);
      if (!mayRepeat) expect(accepted).toBe(data.length);
    }),
    { numRuns: 15 },
  );
}
