// An independent judge: the metrics in moto's CloudWatch, read back with the AWS command line.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Report } from '../src/domain/report.ts';
import { startSimulator } from '../src/simulator/simulator.ts';
import { configurationFor } from './support/canary-run.ts';
import { cli } from './support/cli.ts';
import { missing } from './support/external.ts';
import { startMoto } from './support/moto.ts';

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-west-2' };

// The contract with alarms and dashboards, spelled out here: the program's own table must not be its own judge.
const TARGET = 'Api Stage Vantage';
const ACCESS_METHOD = 'AccessMethod Api Stage Vantage';
const RESOURCE = 'AccessMethod Api Resource Stage Vantage';
const ZONE = 'Api Stage Vantage Zone';
const CONTRACT: Readonly<Record<string, readonly [unit: string, ...dimensionSets: string[]]>> = {
  Success: ['Count', TARGET, ACCESS_METHOD, RESOURCE, ZONE],
  Latency: ['Milliseconds', TARGET, ACCESS_METHOD, RESOURCE, ZONE],
  FailureLatency: ['Milliseconds', TARGET],
  DnsTime: ['Milliseconds', ACCESS_METHOD],
  ConnectTime: ['Milliseconds', ACCESS_METHOD],
  TlsTime: ['Milliseconds', ACCESS_METHOD],
  FirstByteTime: ['Milliseconds', ACCESS_METHOD],
  TransferTime: ['Milliseconds', ACCESS_METHOD],
  CertificateDaysLeft: ['Count', TARGET],
  Runs: ['Count', TARGET],
  MeasurementDelay: ['Milliseconds', TARGET],
};

// In the scenario one way in fails; the last goes by the regional name and by one for each of two zones.
const TALLIES = [
  { accessMethod: 'private-dns', Sum: 1, SampleCount: 1 },
  { accessMethod: 'route53-alias', Sum: 0, SampleCount: 1 },
  { accessMethod: 'vpce-host', Sum: 3, SampleCount: 3 },
];

interface Metric {
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
}

type Aws = (command: string, ...options: readonly string[]) => Promise<unknown>;

describe('with moto as CloudWatch', () => {
  it('probe --config publishes every metric of the contract', { timeout: 300_000 }, async (context) => {
    const reason = missing('moto_server') ?? missing('aws');
    context.skip(reason !== undefined, reason);
    const url = await startMoto(context);
    const aws = awsCommand(url, context.signal);
    await using simulator = await startSimulator({ scenario: 'alias-not-associated' });
    // moto describes endpoints with DNS names that AWS never gave; the names here are the simulator's.
    const configuration = configurationFor(simulator, {
      endpoints: { dnsNames: simulator.endpoint.dnsNames },
      accessMethods: ['private-dns', 'route53-alias', 'vpce-host', 'vpce-api-id'],
      metrics: { phases: true },
    });

    const { status, stdout } = await cli(['probe', '--config', '-', '--json'], {
      env: { ...CREDENTIALS, AWS_ENDPOINT_URL: url },
      input: JSON.stringify(configuration),
    });

    expect(status).toBe(1);
    const { observations, published } = JSON.parse(stdout) as Report;
    const metrics = await listedMetrics(aws);
    expect(metrics).toHaveLength(published.accepted);
    expect([...new Set(metrics.map(nameAndDimensions))].sort()).toEqual(
      Object.entries(CONTRACT)
        .flatMap(([name, [, ...sets]]) => sets.map((set) => `${name}: ${set}`))
        .sort(),
    );

    const units = Object.entries(CONTRACT).map(async ([name, [Unit]]) => {
      const metric = metrics.find(({ MetricName }) => MetricName === name);
      expect(await datapointsOf(aws, metric), name).toMatchObject([{ Unit }]);
    });
    const tallies = TALLIES.map(async ({ accessMethod, ...tally }) => {
      const reported = observations.filter(
        (each) => each.accessMethod === accessMethod && each.resource === 'GET /pets',
      );
      const passed = reported.filter(({ outcome }) => outcome === 'passed');
      expect({ Sum: passed.length, SampleCount: reported.length }, accessMethod).toEqual(tally);
      const metric = metrics.find(
        (each) =>
          nameAndDimensions(each) === `Success: ${RESOURCE}` &&
          dimensionOf(each, 'AccessMethod') === accessMethod &&
          dimensionOf(each, 'Resource') === 'GET /pets',
      );
      expect(await datapointsOf(aws, metric), accessMethod).toMatchObject([tally]);
    });
    await Promise.all([...units, ...tallies]);
  });
});

/** Every metric in the program's namespace once; moto lists one once for each of its values. */
async function listedMetrics(aws: Aws): Promise<readonly Metric[]> {
  const { Metrics } = (await aws('list-metrics')) as { readonly Metrics: readonly Metric[] };
  return [...new Map(Metrics.map((metric) => [JSON.stringify(metric), metric])).values()];
}

async function datapointsOf(aws: Aws, metric: Metric | undefined): Promise<unknown> {
  if (metric === undefined) throw new Error('no such metric');
  const [from, to] = [Date.now() - 3_600_000, Date.now() + 3_600_000].map((time) => new Date(time).toISOString());
  const answer = await aws(
    'get-metric-statistics',
    ...['--metric-name', metric.MetricName],
    ...['--dimensions', ...metric.Dimensions.map(({ Name, Value }) => `Name=${Name},Value=${Value}`)],
    ...['--statistics', 'Sum', 'SampleCount', '--period', '86400'],
    ...['--start-time', String(from), '--end-time', String(to)],
  );
  return (answer as { readonly Datapoints: unknown }).Datapoints;
}

function nameAndDimensions({ MetricName, Dimensions }: Metric): string {
  const names = Dimensions.map(({ Name }) => Name).sort();
  return `${MetricName}: ${names.join(' ')}`;
}

function dimensionOf({ Dimensions }: Metric, name: string): string | undefined {
  return Dimensions.find(({ Name }) => Name === name)?.Value;
}

/** The command line for the program's namespace in moto; `signal` ends commands under way. */
function awsCommand(url: string, signal: AbortSignal): Aws {
  const env = { ...process.env, ...CREDENTIALS, AWS_DEFAULT_REGION: 'us-west-2', AWS_ENDPOINT_URL: url };
  return async (command, ...options) => {
    const words = ['cloudwatch', command, '--namespace', 'PrivateApiCanary', '--output', 'json', ...options];
    const { stdout } = await promisify(execFile)('aws', words, { env, signal });
    return JSON.parse(stdout);
  };
}
