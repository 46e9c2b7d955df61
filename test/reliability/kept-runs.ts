// Runs of `watch`, one after the other, whose data are kept on the disk while CloudWatch is under random faults.

import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import fc from 'fast-check';
import { expect } from 'vitest';
import { putData } from '../../src/publish/cloudwatch.ts';
import { metricsOf } from '../../src/publish/metrics.ts';
import { createOutbox } from '../../src/watch/outbox.ts';
import { inTurn, startAwsStandIn } from '../discovery/aws-stand-ins.ts';
import { runOf, TWO_WAYS } from '../publish/runs.ts';
import { clientOf, startScene } from '../simulator/aws-world.ts';
import { openedIn, temporaryFolder } from '../watch/folder.ts';
import { expectAll, type Ledger, measured, taken, together } from './ledger.ts';
import { closing, cloudwatchReactions, seen } from './random-aws.ts';

export async function keptRuns(): Promise<void> {
  await using scene = await startScene();
  const never = new AbortController().signal;
  // Data whose answer does not come are sent again: test/watch/kill.test.ts has them.
  const reactions = cloudwatchReactions.map((each) =>
    each.map((one) => (one === 'loses' || one === 'silent' ? 'resets' : one)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ seen, reactions }), { minLength: 1, maxLength: 6 }), async (runs) => {
      let reaction = inTurn(['passes']);
      let before = 0;
      await using aws = await startAwsStandIn((call) => reaction(call - before), scene.aws.url);
      await using folder = await temporaryFolder();
      using clients = closing(new CloudWatchClient({ ...clientOf(aws.url), disableRequestCompression: true }));
      const [client] = clients.all;
      const { kept, losses, onLoss } = await openedIn(folder);
      let retry = () => {};
      const out = createOutbox(() => 'us-west-2', {
        state: { kept, retry: async () => {} },
        put: (content) => putData(client, content, never),
        idle: async () => {},
        later: (_ms, then) => {
          retry = then;
          return () => {};
        },
        onLoss,
        onSentLater: () => {},
        onUnreachable: () => {},
        onDiskError: () => {},
        onNotKept: () => {},
      });
      const expected: Ledger[] = [];
      const received = scene.aws.metricData.length;
      let told = 0;
      for (const [index, each] of runs.entries()) {
        reaction = inTurn(each.reactions);
        before = aws.calls.length;
        retry();
        const observed = runOf([each.seen], TWO_WAYS, new Date(Date.now() - (runs.length - index) * 60_000));
        const { accepted, rejected, kept: waiting = 0 } = await out.publish(observed, TWO_WAYS, never);
        expect(accepted + rejected + waiting).toBe(metricsOf(observed, TWO_WAYS.metrics).length);
        expected.push(measured(observed));
        told += rejected;
      }
      reaction = inTurn(['passes']);
      // The first one may find a call under way that still fails.
      await out.drain();
      await out.drain();
      await out.stop();

      expectAll(together(...expected), taken(scene.aws.metricData.slice(received)), { mayRepeat: false });
      expect([told, losses, out.keptOf(TWO_WAYS)]).toEqual([0, [], 0]);
    }),
    { numRuns: 15 },
  );
}
