// Runs against the simulator, one after the other, each under random faults and with a random deadline.

import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EC2Client } from '@aws-sdk/client-ec2';
import fc from 'fast-check';
import { expect } from 'vitest';
import { createDiscovery, type Discover } from '../../src/discovery/discover.ts';
import { deadlinesOf } from '../../src/domain/deadline.ts';
import { parseTarget } from '../../src/domain/target.ts';
import { probeAll } from '../../src/probe/probes.ts';
import { probeSettings } from '../../src/probe/settings.ts';
import { metricsOf } from '../../src/publish/metrics.ts';
import { createPublish } from '../../src/publish/publish.ts';
import { type Ports, run } from '../../src/run.ts';
import type { ScenarioName } from '../../src/simulator/scenarios.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { inTurn, type Service, startAwsStandIn } from '../discovery/aws-stand-ins.ts';
import { clientOf } from '../simulator/aws-world.ts';
import { configurationFor } from '../support/canary-run.ts';
import { expectAll, measured, ofRun, probesIn, taken, together, written } from './ledger.ts';
import { cloudwatchReactions, ec2Reactions } from './random-aws.ts';

const scenarios = fc.constantFrom<ScenarioName>(
  'healthy',
  'zone-down',
  'endpoint-refuses',
  'dns-silent',
  'private-name-shadowed',
  'certificate-expired',
  'tls-reset',
  'answer-cut',
  'resource-policy-denies',
);

const WAYS = { 'private-dns': 1, 'route53-alias': 1, 'vpce-host': 3, 'vpce-api-id': 3 };
const RESOURCES = 2;
const PLANNED = Object.values(WAYS).reduce((sum, each) => sum + each, 0) * RESOURCES;

const TIMEOUTS = { dnsMs: 150, connectMs: 150, tlsMs: 150, probeMs: 300 };

const faultyRun = fc.record({
  scenario: scenarios,
  ec2: ec2Reactions,
  monitoring: cloudwatchReactions,
  availableMs: fc.integer({ min: 10, max: 700 }),
  /** Since the run before. */
  laterMs: fc.integer({ min: 0, max: 10 * 60_000 }),
  publish: fc.constantFrom('cloudwatch' as const, 'cloudwatch' as const, 'cloudwatch' as const, 'emf' as const),
});
type FaultyRun = typeof faultyRun extends fc.Arbitrary<infer Run> ? Run : never;

/** A simulator with an AWS before it that does what it is told. */
async function startWorld() {
  const simulator = await startSimulator();
  let reactions = { ec2: inTurn(['passes']), monitoring: inTurn(['passes']) };
  let before = { ec2: 0, monitoring: 0 };
  const reaction = (call: number, service: Service) => reactions[service](call - before[service]);
  const aws = await startAwsStandIn(reaction, simulator.awsEndpoint);
  const settings = { ...clientOf(aws.url), maxAttempts: 3 };
  const ec2 = new EC2Client(settings);
  const cloudwatch = new CloudWatchClient({ ...settings, disableRequestCompression: true });
  const callsTo = (service: Service) => aws.calls.filter((each) => each.service === service).length;
  return {
    simulator,
    ec2,
    cloudwatch,
    /** From the next call on. */
    turn: async ({ scenario, ec2: lookUp, monitoring }: FaultyRun) => {
      await simulator.setScenario(scenario);
      reactions = { ec2: inTurn(lookUp), monitoring: inTurn(monitoring) };
      before = { ec2: callsTo('ec2'), monitoring: callsTo('monitoring') };
    },
    [Symbol.asyncDispose]: async () => {
      ec2.destroy();
      cloudwatch.destroy();
      await aws[Symbol.asyncDispose]();
      await simulator[Symbol.asyncDispose]();
    },
  };
}
type World = Awaited<ReturnType<typeof startWorld>>;

/** One run and a look at where its data are. */
async function accountedRun(world: World, { publish, availableMs, monitoring }: FaultyRun, discover: Discover) {
  const overrides = { publish, timeouts: TIMEOUTS, accessMethods: Object.keys(WAYS) };
  const target = parseTarget(configurationFor(world.simulator, overrides));
  const deadlines = deadlinesOf(availableMs, performance.now());
  const lines: string[] = [];
  const ports: Ports = {
    discover,
    probeAll: async (probes, _target, { probing, probingEndsAt }) =>
      probeAll(probes, await probeSettings(target, 'test'), { signal: probing, endsAt: probingEndsAt }),
    publish: createPublish({ cloudwatch: () => world.cloudwatch, writeLine: async (line) => void lines.push(line) }),
    now: Date.now,
  };

  const report = await run(target, ports, deadlines);

  const { accepted, rejected, sink } = report.published;
  expect(sink).toBe(publish);
  expect(report.observations.length).toBe(report.endpoints.length === 0 ? 0 : PLANNED);
  expect(accepted + rejected).toBe(metricsOf(report, target.metrics).length);
  const data = ofRun(world.simulator.metricData, report);
  const found = together(taken(data), written(lines));
  // Whoever runs out of time while CloudWatch answers cannot know what CloudWatch took.
  const mayRepeat = deadlines.publishing.aborted || monitoring.includes('loses');
  expectAll(measured(report), found, { mayRepeat });
  if (mayRepeat) return;
  expect(probesIn(found)).toBe(report.observations.length);
  expect(data.length).toBe(sink === 'cloudwatch' ? accepted : 0);
}

export async function wholeRuns(): Promise<void> {
  await using world = await startWorld();
  await fc.assert(
    fc.asyncProperty(fc.array(faultyRun, { minLength: 1, maxLength: 3 }), async (runs) => {
      let nowMs = Date.now();
      const discover = createDiscovery(
        () => world.ec2,
        () => nowMs,
      );
      for (const each of runs) {
        await world.turn(each);
        nowMs += each.laterMs;
        await accountedRun(world, each, discover);
      }
    }),
    { numRuns: 12 },
  );
}
