// An independent judge: the metrics in moto's CloudWatch, read back with the AWS command line.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { METRICS, type MetricName } from '../src/publish/metrics.ts';
import { startSimulator } from '../src/simulator/simulator.ts';
import { configurationFor } from './support/canary-run.ts';
import { cli } from './support/cli.ts';
import { missing } from './support/external.ts';

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-west-2' };

interface ListedMetric {
  readonly MetricName: MetricName;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
}

describe('with moto as CloudWatch', () => {
  it('probe --config publishes every metric of the contract', async ({ skip }) => {
    const reason = missing('moto_server') ?? missing('aws');
    skip(reason !== undefined, reason);
    await using moto = await startMoto();
    await using simulator = await startSimulator({ scenario: 'alias-not-associated' });
    const aws = async (...args: string[]) => {
      const env = { ...process.env, ...CREDENTIALS, AWS_DEFAULT_REGION: 'us-west-2', AWS_ENDPOINT_URL: moto.url };
      const { stdout } = await promisify(execFile)('aws', ['cloudwatch', ...args, '--output', 'json'], { env });
      return JSON.parse(stdout);
    };
    // moto describes endpoints with DNS names that AWS never gave; the names here are the simulator's.
    const configuration = configurationFor(simulator, {
      endpoints: { dnsNames: simulator.endpoint.dnsNames },
      accessMethods: ['private-dns', 'route53-alias', 'vpce-host', 'vpce-api-id'],
      metrics: { phases: true },
    });
    const startedAt = Date.now();

    const { status, stdout } = await cli(['probe', '--config', '-', '--json'], {
      env: { ...CREDENTIALS, AWS_ENDPOINT_URL: moto.url },
      input: JSON.stringify(configuration),
    });

    expect(status).toBe(1);
    const { accepted } = JSON.parse(stdout).published;
    const { Metrics } = (await aws('list-metrics', '--namespace', 'PrivateApiCanary')) as { Metrics: ListedMetric[] };
    // moto lists a metric once for each of its values.
    const listed = new Map(Metrics.map((metric) => [JSON.stringify(metric), metric]));
    expect(listed.size).toBe(accepted);
    const narrowest = new Map(
      [...listed.values()]
        .toSorted((a, b) => a.Dimensions.length - b.Dimensions.length)
        .map((each) => [each.MetricName, each]),
    );
    expect([...narrowest.keys()].sort()).toEqual(Object.keys(METRICS).sort());
    for (const { MetricName, Dimensions } of narrowest.values()) {
      const { Datapoints } = await aws(
        'get-metric-statistics',
        ...['--namespace', 'PrivateApiCanary', '--metric-name', MetricName, '--period', '3600'],
        ...['--dimensions', ...Dimensions.map(({ Name, Value }) => `Name=${Name},Value=${Value}`)],
        ...['--start-time', new Date(startedAt - 3_600_000).toISOString()],
        ...['--end-time', new Date(startedAt + 3_600_000).toISOString()],
        ...['--statistics', 'SampleCount'],
      );
      expect(Datapoints, MetricName).toMatchObject([{ Unit: METRICS[MetricName].unit }]);
      expect(Datapoints[0].SampleCount, MetricName).toBeGreaterThan(0);
    }
  });
});

/** moto on a port that the system chooses. */
async function startMoto(): Promise<AsyncDisposable & { readonly url: string }> {
  const port = await freePort();
  const moto = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await expect
    .poll(
      () =>
        fetch(`${url}/moto-api/data.json`).then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 20_000 },
    )
    .toBe(200);
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      const exited = once(moto, 'exit');
      moto.kill();
      await exited;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
