// A run that is cut off, in the bundle as Lambda runs it: what it answers and publishes, and what it leaves behind.

import fc from 'fast-check';
import { afterAll, beforeAll, type ExpectStatic, test } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { configurationFor } from '../support/canary-run.ts';
import type { Answer } from '../support/lambda.ts';
import { type LambdaBundle, lambdaBundle } from '../support/lambda-bundle.ts';
import { type AwsGate, startAwsGate } from './aws-gate.ts';
import { DEADLINE_FAULTS, type DeadlineFault, type Told } from './deadline-faults.ts';
import { type WatchedEnvironment, watchedEnvironment } from './watched-environment.ts';

let bundle: LambdaBundle;
beforeAll(async () => {
  bundle = await lambdaBundle();
});
afterAll(() => bundle[Symbol.asyncDispose]());

// No limit but the deadline passes in a test. Without that one a run would take as long as this.
const PATIENT = Object.fromEntries(
  ['dnsMs', 'connectMs', 'tlsMs', 'probeMs', 'awsMs', 'runMs'].map((limit) => [limit, 60_000]),
);
// Much longer than the longest deadline here: a busy machine is late.
const LATE_MS = 30_000;

const LEFT_NOTHING = { resources: [], complaints: [] };

interface Place extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly gate: AwsGate;
  readonly lambda: WatchedEnvironment;
}

async function startPlace(): Promise<Place> {
  const stack = new AsyncDisposableStack();
  const simulator = stack.use(await startSimulator());
  const gate = stack.use(await startAwsGate(simulator.awsEndpoint));
  const lambda = stack.use(await watchedEnvironment(bundle, gate.url));
  return { simulator, gate, lambda, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** Runs once with this left to go wrong. Gives the answer and who got a sample of `Success` for how many probes. */
async function cutOff(
  { simulator, gate, lambda, expect }: Place & { readonly expect: ExpectStatic },
  {
    scenario = 'healthy',
    silent = [],
    configuration = {},
    remainingMs,
  }: Pick<DeadlineFault, 'scenario' | 'silent' | 'configuration' | 'remainingMs'>,
) {
  await simulator.setScenario(scenario);
  for (const service of silent) gate.held.add(service);
  const sent = simulator.metricData.length;
  const before = { calls: simulator.awsCalls.length, connections: simulator.connections.length };
  const written = lambda.lines().length;
  const answer = await lambda.invoke(configurationFor(simulator, { timeouts: PATIENT, ...configuration }), remainingMs);
  gate.held.clear();
  // The line of the report, or of the error, is the last one of a run.
  await expect.poll(() => lambda.lines().slice(written).at(-1)).toHaveProperty('requestId');
  return {
    ...answer,
    taken: simulator.metricData.slice(sent).reduce((sum, datum) => sum + samplesIn(datum), 0),
    embedded: lambda.lines().slice(written).flatMap(probesIn).length,
    heartbeats: [...simulator.metricData.slice(sent), ...lambda.lines().slice(written)].filter(isHeartbeat).length,
    lastLine: lambda.lines().at(-1),
    calls: simulator.awsCalls.length - before.calls,
    connections: simulator.connections.length - before.connections,
  };
}

/** The samples of `Success` in a datum of the whole target. */
function samplesIn({ name, dimensions, values = [] }: Simulator['metricData'][number]): number {
  if (name !== 'Success' || !isOfTarget(dimensions.map((each) => each.Name))) return 0;
  return values.reduce((sum, { count }) => sum + count, 0);
}

/** A datum, or the line of an embedded metric. */
const isHeartbeat = (told: object) => ('name' in told && told.name === 'Runs') || 'Runs' in told;

const isOfTarget = (dimensions: readonly string[]) =>
  JSON.stringify(dimensions.toSorted()) === '["Api","Stage","Vantage"]';

/** The same of an embedded metric. */
function probesIn({ _aws, Success }: Readonly<Record<string, unknown>>): readonly unknown[] {
  const [directive] =
    (_aws as { CloudWatchMetrics: { Dimensions: string[][] }[] } | undefined)?.CloudWatchMetrics ?? [];
  return isOfTarget(directive?.Dimensions[0] ?? []) ? [Success].flat() : [];
}

function toldBy(seen: Awaited<ReturnType<typeof cutOff>>): Told {
  const { result, error, taken, embedded, lastLine } = seen;
  const heartbeat = seen.heartbeats > 0;
  if (result === undefined) return { error: `${error && lastLine?.code}`, heartbeat };
  const { discovery, verdict } = result;
  return {
    outcomes: outcomesOf(result),
    state: verdict.state,
    diagnoses: verdict.diagnoses.map(({ code }) => code),
    endpoints: discovery.source,
    heartbeat,
    level: String(lastLine?.level),
    published: taken > 0 ? 'cloudwatch' : embedded > 0 ? 'emf' : 'nowhere',
    ...(discovery.problem === undefined ? {} : { problem: discovery.problem.code }),
  };
}

function outcomesOf({ observations }: NonNullable<Answer['result']>): Readonly<Record<string, number>> {
  const outcomes = Map.groupBy(observations, ({ outcome }) => String(outcome));
  return Object.fromEntries([...outcomes].map(([outcome, { length }]) => [outcome, length]));
}

test.concurrent.for(DEADLINE_FAULTS)('$fault: $does', async (fault, { expect }) => {
  const { told, cold = false, looksMs = 0, asks } = fault;
  await using place = await startPlace();
  if (!cold) await place.lambda.invoke(configurationFor(place.simulator));

  const seen = await cutOff({ ...place, expect }, fault);

  expect(toldBy(seen)).toMatchObject(told);
  expect(seen.taken + seen.embedded).toBe(told.error === undefined ? (seen.result?.observations.length ?? 0) : 0);
  expect(seen.result?.durationMs ?? 0).toBeGreaterThanOrEqual(looksMs);
  if (asks !== undefined) expect(seen.connections).toBe(0);
  if (asks === 'nothing') expect(seen.calls).toBe(0);
  const cutShort = seen.result?.observations.filter(({ outcome }) => outcome === 'not-run') ?? [];
  if (fault.scenario === 'zone-down')
    expect(new Set(cutShort.map(({ zone }) => zone))).toEqual(new Set(['us-west-2a']));
  expect(seen.tookMs).toBeLessThan(LATE_MS);
  await expect.poll(() => place.lambda.look()).toMatchObject(LEFT_NOTHING);
});

test.concurrent('the answer comes before the deadline', async ({ expect }) => {
  await using place = await startPlace();
  await place.lambda.invoke(configurationFor(place.simulator));
  const spare: number[] = [];
  // A machine may take the processor away at any time, but hardly in each of eight runs.
  while (spare.length < 8 && !spare.some((ms) => ms > 0)) {
    const { tookMs } = await cutOff(
      { ...place, expect },
      { remainingMs: 700, silent: ['monitoring'], scenario: 'endpoint-silent' },
    );
    spare.push(700 - tookMs);
  }
  expect(Math.max(...spare)).toBeGreaterThan(0);
});

const SCENARIOS = [
  'healthy',
  'slow',
  'dns-silent',
  'endpoint-unreachable',
  'tls-silent',
  'endpoint-silent',
  'zone-down',
] as const;

test.concurrent('cut off at any moment a run accounts for every probe once, and leaves nothing behind', async ({
  expect,
}) => {
  await using place = await startPlace();
  await place.lambda.invoke(configurationFor(place.simulator));
  const faults = fc.record({
    remainingMs: fc.integer({ min: 0, max: 1_500 }),
    scenario: fc.constantFrom(...SCENARIOS),
    silent: fc.subarray(['ec2', 'monitoring'] as const),
    configuration: fc.constantFrom({}, { discovery: { maxAgeMs: 0 } }),
  });

  await fc.assert(
    fc.asyncProperty(faults, async (fault) => {
      const { result, error, tookMs, taken, embedded } = await cutOff({ ...place, expect }, fault);
      expect(error).toBe(undefined);
      const { passed = 0, failed = 0, 'not-run': notRun = 0, ...others } = outcomesOf(result as never);
      expect([passed + failed + notRun, others]).toEqual([16, {}]);
      expect(result?.cutShort).toBe(notRun > 0);
      // What CloudWatch took so late that nobody heard of it is written down as well.
      expect([taken, embedded]).toEqual(result?.published.rejected === 0 ? [16, 0] : [taken, 16]);
      expect(tookMs).toBeLessThan(LATE_MS);
    }),
    { numRuns: 12 },
  );
  await expect.poll(() => place.lambda.look()).toMatchObject(LEFT_NOTHING);
});
