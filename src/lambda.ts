// The Lambda function: the event is the configuration, the result is the report. Clients, secrets and the discovery's
// memory live as long as the execution environment, so that a warm run asks AWS seldom and knows since when there is
// trouble.

import middy, { type MiddlewareObj, type MiddyHandlerObject } from '@middy/core';
import type { Context } from 'aws-lambda';
import { createAuthorization } from './authorization/authorize.ts';
import { createDiscovery } from './discovery/discover.ts';
import { type AlarmChange, eventParts, redSince } from './domain/alarm-change.ts';
import { problemOf } from './domain/canary-error.ts';
import { deadlinesOf } from './domain/deadline.ts';
import { levelOfRun } from './domain/run-level.ts';
import { MAX_RETURNED_BYTES, type ShortenedReport, shortened } from './domain/shortened-report.ts';
import { parseTarget, type Target } from './domain/target.ts';
import { createTroubleMemory } from './domain/trouble-memory.ts';
import { lineWriter, logLine } from './log.ts';
import { probeAll } from './probe/probes.ts';
import { probeSettings } from './probe/settings.ts';
import { createPublish } from './publish/publish.ts';
import { type Ports, run } from './run.ts';
import { USER_AGENT } from './version.ts';

/** The result: the report with the alarm that caused the run, at most 100 KB together. */
export type CanaryResult = ShortenedReport & { readonly alarm?: AlarmChange };

// Left for returning the answer after the last attempt to publish.
const ANSWERING_RESERVE_MS = 200;

const write = lineWriter(process.stdout);

// The AWS clients are loaded when they are first needed: a cold start without EC2, secrets or CloudWatch goes without
// them, and never while probes are under way.
const clientFor = <Client>(make: (region: string) => Promise<Client>) => {
  const clients = new Map<string, Promise<Client>>();
  return (region: string) => {
    const client = clients.get(region) ?? make(region);
    clients.set(region, client);
    client.catch(() => clients.delete(region));
    return client;
  };
};
const ec2 = clientFor(async (region) => {
  const { EC2Client } = await import('./discovery/describe.ts');
  return new EC2Client({ region });
});
const cloudwatch = clientFor(async (region) => {
  const { CloudWatchClient } = await import('./publish/cloudwatch.ts');
  // Uncompressed: not every server that stands in for CloudWatch reads gzip, and no call here comes near the limit.
  return new CloudWatchClient({ region, disableRequestCompression: true });
});

const authorization = createAuthorization({
  env: process.env,
  secretsManager: clientFor(async (region) => {
    const { SecretsManagerClient } = await import('./authorization/secrets-manager.ts');
    return new SecretsManagerClient({ region });
  }),
  now: Date.now,
});

const ports: Ports = {
  discover: createDiscovery((target) => ec2(target.api.region), Date.now),
  probeAll: async (probes, target, { probing, probingEndsAt }) => {
    const settings = await probeSettings(target, USER_AGENT, await authorization.authorize(target, probing));
    const seen = await probeAll(probes, settings, { signal: probing, endsAt: probingEndsAt });
    authorization.note(seen.observations);
    return seen;
  },
  publish: createPublish({
    cloudwatch: (target) => cloudwatch(process.env.AWS_REGION || target.api.region),
    writeLine: write,
  }),
  now: Date.now,
};
// Lambda may let another execution environment make the runs between two of this one, and those may have been healthy.
// Between runs of a schedule of up to 15 minutes there was most likely none.
const MAX_GAP_MS = 20 * 60_000;
const troubles = createTroubleMemory(MAX_GAP_MS);

async function canary(event: unknown, context: Context, { signal }: MiddyHandlerObject): Promise<CanaryResult> {
  const { configuration, alarm } = eventParts(event);
  const configured = parseTarget(configuration, process.env.AWS_REGION);
  // A run that an alarm caused is no heartbeat: it would turn the alarm about missing runs green, again and again.
  const target: Target = alarm === undefined ? configured : { ...configured, publish: 'none' };
  const budget = deadlinesOf(
    Math.min(target.timeouts.runMs, context.getRemainingTimeInMillis() - ANSWERING_RESERVE_MS),
    performance.now(),
  );
  const report = await run(
    target,
    { ...ports, troubledSince: () => troubledSince(target, alarm) },
    {
      ...budget,
      probing: AbortSignal.any([signal, budget.probing]),
      publishing: AbortSignal.any([signal, budget.publishing]),
    },
  );
  troubles.note(report);
  const beside = alarm === undefined ? {} : { alarm };
  const result = { ...shortened(report, MAX_RETURNED_BYTES - Buffer.byteLength(JSON.stringify(beside))), ...beside };
  await write(logLine(levelOfRun(report), report.verdict.summary, { requestId: context.awsRequestId, report: result }));
  return result;
}

/** The earlier of what this environment saw and of what the alarm says. */
function troubledSince(target: Target, alarm: AlarmChange | undefined): string | undefined {
  const times = [troubles.since(target, Date.now()), redSince(alarm, target.vantage.name)].filter(
    (time) => time !== undefined,
  );
  return times.toSorted()[0];
}

/** A failed run in the log, with what to do about it; the error itself becomes the function error. */
const errorLog: MiddlewareObj<unknown, CanaryResult> = {
  onError: async ({ error, context }) => {
    const { message, ...details } = problemOf(error);
    await write(logLine('ERROR', message, { requestId: context.awsRequestId, ...details }));
  },
};

// middy's own answer to a deadline would be an error. This one never comes: the run has stopped by then, has published
// what it saw, and returns it; the signal is for what may still be waiting.
export const handler = middy<unknown, CanaryResult>({
  timeoutEarlyInMillis: ANSWERING_RESERVE_MS,
  timeoutEarlyResponse: () => new Promise(() => {}),
})
  .use(errorLog)
  .handler(canary);
