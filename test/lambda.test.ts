// The Lambda function as it is deployed: the bundle in a folder without node_modules, in a process of its own, with real
// AWS clients, against the simulator.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSimulator } from '../src/simulator/simulator.ts';
import { configurationFor } from './support/canary-run.ts';
import { executionEnvironment } from './support/lambda.ts';
import { type LambdaBundle, lambdaBundle } from './support/lambda-bundle.ts';

let bundle: LambdaBundle;
beforeAll(async () => {
  bundle = await lambdaBundle();
});
afterAll(() => bundle[Symbol.asyncDispose]());

const ALARM = {
  name: 'pets-unreachable',
  state: 'ALARM',
  previousState: 'OK',
  reason: 'Threshold Crossed',
  at: '2026-11-22T03:00:00Z',
  severity: 'page',
};

async function environmentFor(simulator: { readonly awsEndpoint: string }) {
  return executionEnvironment(bundle.url, { AWS_ENDPOINT_URL: simulator.awsEndpoint }, bundle.folder);
}

describe('the Lambda function', () => {
  it('takes the configuration as its event, returns the report and logs it as one JSON line', async () => {
    await using simulator = await startSimulator();
    await using lambda = await environmentFor(simulator);

    const { result } = await lambda.invoke(configurationFor(simulator));

    expect(result?.verdict.summary).toBe('pets/test healthy from vpc: all 16 probes passed');
    expect(result?.published).toEqual({ sink: 'cloudwatch', accepted: 33, rejected: 0 });
    await expect.poll(lambda.lines).toHaveLength(1);
    expect(lambda.lines()[0]).toMatchObject({
      level: 'INFO',
      message: 'pets/test healthy from vpc: all 16 probes passed',
      requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
      report: { schema: 'private-api-canary/report/1', verdict: { state: 'healthy' } },
    });
  });

  it('asks each service at the address that its own interface endpoint has', async () => {
    await using simulator = await startSimulator();
    const own = { AWS_ENDPOINT_URL_EC2: simulator.awsEndpoint, AWS_ENDPOINT_URL_CLOUDWATCH: simulator.awsEndpoint };
    await using lambda = await executionEnvironment(bundle.url, own, bundle.folder);

    await lambda.invoke(configurationFor(simulator));

    expect(simulator.awsCalls.map(({ action }) => action)).toEqual(['DescribeVpcEndpoints', 'PutMetricData']);
  });

  it('asks EC2 once while all is well, and again at once when something failed', async () => {
    await using simulator = await startSimulator();
    await using lambda = await environmentFor(simulator);
    const asked = () => simulator.awsCalls.filter(({ action }) => action === 'DescribeVpcEndpoints').length;
    const event = configurationFor(simulator);

    await lambda.invoke(event);
    const second = await lambda.invoke(event);
    expect([second.result?.discovery.source, asked()]).toEqual(['remembered', 1]);

    await simulator.setScenario('stage-missing');
    const third = await lambda.invoke(event);
    expect([third.result?.discovery.source, asked()]).toEqual(['ec2', 2]);
  });

  it('goes on with the last good answer when EC2 fails, and says so', async () => {
    await using simulator = await startSimulator();
    await using lambda = await environmentFor(simulator);
    const event = configurationFor(simulator, { discovery: { maxAgeMs: 0 } });
    await lambda.invoke(event);

    await simulator.setScenario('ec2-denied');
    const { result } = await lambda.invoke(event);

    expect(result?.discovery).toMatchObject({ source: 'last-known-good', problem: { code: 'ec2-denied' } });
    expect(result?.observations).toHaveLength(16);
    expect(result?.verdict.state).toBe('healthy');
    expect(result?.verdict.diagnoses.map(({ code }) => code)).toEqual(['discovery-failed']);
  });

  it('does not blame EC2, which it had no time to ask, for a run that was cut short', async () => {
    await using simulator = await startSimulator();
    await using lambda = await environmentFor(simulator);
    const overrides = {
      resources: [{ path: '/pets' }, { path: '/no-such-resource' }],
      timeouts: { connectMs: 60_000, probeMs: 60_000 },
    };
    await lambda.invoke(configurationFor(simulator, { ...overrides, resources: [{ path: '/pets' }] }));
    await simulator.setScenario('zone-down');

    const { result } = await lambda.invoke(configurationFor(simulator, overrides), 10_000);

    expect(result?.discovery.source).toBe('remembered');
    expect(result?.verdict.diagnoses.map(({ code }) => code)).toEqual(['route-missing', 'run-cut-short']);
  });

  it('with little time, gives half of it to the probes', async () => {
    await using simulator = await startSimulator();
    await using lambda = await environmentFor(simulator);
    const event = configurationFor(simulator, { timeouts: { connectMs: 60_000, probeMs: 60_000 } });
    await lambda.invoke(event);
    await simulator.setScenario('endpoint-unreachable');

    const { result, tookMs } = await lambda.invoke(event, 2_000);

    // Half of what is left after the 200 ms for the answer. A lower bound alone: a busy machine only takes longer.
    expect(tookMs).toBeGreaterThan(850);
    expect(result?.cutShort).toBe(true);
  });

  it('writes embedded metrics as raw lines beside its log', async () => {
    await using simulator = await startSimulator();
    await using lambda = await environmentFor(simulator);

    await lambda.invoke(configurationFor(simulator, { publish: 'emf' }));

    await expect.poll(() => lambda.lines().filter((line) => 'report' in line)).toHaveLength(1);
    const metrics = lambda.lines().filter((line) => '_aws' in line);
    expect(metrics.flatMap(({ Runs }) => Runs ?? [])).toEqual([1]);
    expect(simulator.awsCalls.map(({ action }) => action)).toEqual(['DescribeVpcEndpoints']);
  });

  it('succeeds with a warning when CloudWatch refuses: the metrics are in the log instead', async () => {
    await using simulator = await startSimulator({ scenario: 'cloudwatch-denied' });
    await using lambda = await environmentFor(simulator);

    const { result } = await lambda.invoke(configurationFor(simulator));

    expect(result?.published).toMatchObject({
      accepted: 0,
      rejected: 33,
      fallback: 'emf',
      problem: { code: 'publish-failed' },
    });
    await expect.poll(() => lambda.lines().filter((line) => 'report' in line)).toMatchObject([{ level: 'WARN' }]);
    expect(
      lambda
        .lines()
        .filter((line) => '_aws' in line)
        .flatMap(({ Runs }) => Runs ?? []),
    ).toEqual([1]);
  });

  it('repeats the alarm that caused the run, and publishes nothing: no such run is a heartbeat', async () => {
    await using simulator = await startSimulator();
    await using lambda = await environmentFor(simulator);

    const { result } = await lambda.invoke({ ...configurationFor(simulator), alarm: { ...ALARM, more: [1] } });
    const endless = await lambda.invoke({
      ...configurationFor(simulator),
      alarm: { reason: 'x'.repeat(200_000), state: { value: 'ALARM' } },
    });

    expect(result?.alarm).toEqual(ALARM);
    expect(endless.result?.alarm?.reason).toHaveLength(1_024);
    expect(endless.result?.alarm?.state).toBe('{"value":"ALARM"}');
    expect(result?.verdict.state).toBe('healthy');
    expect(result?.published).toEqual({ sink: 'none', accepted: 0, rejected: 0 });
    expect(simulator.awsCalls.map(({ action }) => action)).toEqual(['DescribeVpcEndpoints']);
  });

  it('returns at most 100 KB together with the alarm', async () => {
    await using simulator = await startSimulator();
    await using lambda = await environmentFor(simulator);
    const resources = Array.from({ length: 7 }, (_, index) => ({ path: `/pets/${index + 1}` }));
    const event = { ...configurationFor(simulator, { resources }), publish: 'none' };
    const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
    const long = '€'.repeat(1_024);
    const alarm = { name: long, state: long, previousState: long, reason: long, at: long, severity: long };

    const alone = await lambda.invoke(event);
    const explaining = await lambda.invoke({ ...event, alarm });

    // So that it is the alarm that makes the result too large.
    expect(alone.result).not.toHaveProperty('shortened');
    expect(bytesOf(alone.result) + bytesOf(alarm)).toBeGreaterThan(100_000);
    expect(explaining.result?.alarm).toEqual(alarm);
    expect(bytesOf(explaining.result)).toBeLessThanOrEqual(100_000);
  });

  it('knows since when there is trouble: from its own runs, and from the alarm where that is earlier', async () => {
    await using simulator = await startSimulator({ scenario: 'stage-missing' });
    await using lambda = await environmentFor(simulator);
    const event = configurationFor(simulator, { publish: 'none' });
    const red = (at: string) => ({ ...event, alarm: { ...ALARM, at } });

    const first = await lambda.invoke(event);
    const second = await lambda.invoke(event);
    const late = await lambda.invoke(red('2099-01-01T00:00:00Z'));
    const early = await lambda.invoke(red('2026-01-01T00:00:00.000+0000'));
    const heartbeat = await lambda.invoke({
      ...event,
      alarm: { ...ALARM, name: 'pets-heartbeat', at: '2025-01-01T00:00:00Z' },
    });
    await simulator.setScenario('healthy');
    const healthy = await lambda.invoke(red('2026-01-01T00:00:00Z'));
    await simulator.setScenario('stage-missing');
    const again = await lambda.invoke(event);

    expect(first.result?.verdict.since).toBe(undefined);
    expect(second.result?.verdict.since).toBe(first.result?.startedAt);
    expect(late.result?.verdict.since).toBe(first.result?.startedAt);
    expect(early.result?.verdict.since).toBe('2026-01-01T00:00:00.000Z');
    // No run reported since then: that is not since when the API fails.
    expect(heartbeat.result?.verdict.since).toBe('2026-01-01T00:00:00.000Z');
    expect(healthy.result?.verdict).not.toHaveProperty('since');
    expect(again.result?.verdict.since).toBe(undefined);
  });

  it('a wrong configuration is a function error that names every problem', async () => {
    await using simulator = await startSimulator();
    await using lambda = await environmentFor(simulator);

    const { error } = await lambda.invoke({ api: { id: 'X' }, endpoints: {}, extra: 1 });

    expect(error).toEqual({
      name: 'CanaryError',
      message: [
        'The configuration has 4 problems:',
        '  api.id: given "X"; accepted: a REST API id: lower-case letters and digits, such as "01234567ab"',
        '  api.stage: given nothing; accepted: a stage name: letters, digits, "_" and "-", such as "test"',
        '  extra: no such key; known here: api, endpoints, accessMethods, customDomain, resources, routes, auth, vantage, connection, timeouts, discovery, metrics, controls, publish',
        '  endpoints: given {}; accepted: exactly one of vpcEndpointIds, vpcId, dnsNames',
      ].join('\n'),
    });
    await expect.poll(lambda.lines).toMatchObject([{ level: 'ERROR', code: 'configuration-invalid' }]);
    expect(simulator.awsCalls).toEqual([]);
  });
});
