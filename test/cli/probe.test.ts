// `probe` with a configuration of the user's own, against a running simulator.

import { closeSync, existsSync, openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { configurationFor } from '../support/canary-run.ts';
import { cli, startCli } from '../support/cli.ts';

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

describe('probe', () => {
  it('takes AWS endpoint, Region and credentials from the environment', async () => {
    await using simulator = await startSimulator();
    const env = { ...CREDENTIALS, AWS_ENDPOINT_URL: simulator.awsEndpoint, AWS_REGION: 'us-west-2' };
    const { region: _region, ...api } = simulator.api;
    const input = JSON.stringify(configurationFor(simulator, { api }));

    const { status, stdout, stderr } = await cli(['probe', '--config', '-', '--json'], { env, input });

    const report = JSON.parse(stdout) as Report;
    expect(report.verdict.summary).toBe('pets/test healthy from vpc: all 16 probes passed');
    expect(report.published).toEqual({ sink: 'cloudwatch', accepted: 33, rejected: 0 });
    expect(simulator.awsCalls.map(({ action }) => action)).toEqual(['DescribeVpcEndpoints', 'PutMetricData']);
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it('needs no AWS at all with the names of the endpoint and --publish none', async () => {
    await using simulator = await startSimulator();
    const overrides = { endpoints: { dnsNames: simulator.endpoint.dnsNames }, publish: 'cloudwatch' };
    const input = JSON.stringify(configurationFor(simulator, overrides));

    const { status, stdout } = await cli(['probe', '--config', '-', '--json', '--publish', 'none'], { input });

    const report = JSON.parse(stdout) as Report;
    expect(report.target.accessMethods).toEqual(['route53-alias', 'vpce-host', 'vpce-api-id']);
    expect(report.published).toEqual({ sink: 'none', accepted: 0, rejected: 0 });
    expect(simulator.awsCalls).toEqual([]);
    expect(status).toBe(0);
  });

  it('--publish emf writes the metrics to standard error', async () => {
    await using simulator = await startSimulator();
    const overrides = { endpoints: { dnsNames: simulator.endpoint.dnsNames } };
    const input = JSON.stringify(configurationFor(simulator, overrides));

    const { status, stdout, stderr } = await cli(['probe', '--config', '-', '--json', '--publish', 'emf'], { input });

    const lines = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.flatMap((line) => line.Runs ?? [])).toEqual([1]);
    expect((JSON.parse(stdout) as Report).published).toMatchObject({ sink: 'emf', rejected: 0 });
    expect(status).toBe(0);
  });

  it('without credentials says so, prints the report and ends with 2', async () => {
    await using simulator = await startSimulator();
    const input = JSON.stringify(configurationFor(simulator));
    const env = {
      AWS_ENDPOINT_URL: simulator.awsEndpoint,
      AWS_CONFIG_FILE: '/nonexistent',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    };

    const { status, stdout } = await cli(['probe', '--config', '-', '--json'], { env, input });

    const report = JSON.parse(stdout) as Report;
    expect(report.verdict.state).toBe('unknown');
    expect(report.discovery.problem?.code).toBe('aws-credentials');
    expect(simulator.connections).toEqual([]);
    expect(status).toBe(2);
  });

  it('a bad configuration: every problem at once, nothing sent, 2', async () => {
    await using simulator = await startSimulator();
    const env = { ...CREDENTIALS, AWS_ENDPOINT_URL: simulator.awsEndpoint };
    const input = JSON.stringify(
      configurationFor(simulator, {
        api: { id: 'No_Id', stage: 'test', regoin: 'us-west-2' },
        accessMethods: ['private-dns', 'direct-connect'],
        timeouts: { dnsMs: '1s' },
      }),
    );

    const { status, stdout, stderr } = await cli(['probe', '--config', '-'], { env, input });

    expect(stderr.split('\n').filter((line) => line.startsWith('  '))).toEqual([
      '  api.id: given "No_Id"; accepted: a REST API id: lower-case letters and digits, such as "01234567ab"',
      '  api.regoin: no such key; did you mean region? known here: id, stage, region, name',
      '  accessMethods[1]: given "direct-connect"; accepted: one of private-dns, route53-alias, vpce-host, vpce-api-id, custom-domain, vpce-custom-domain',
      '  timeouts.dnsMs: given "1s"; accepted: a whole number of milliseconds from 1 to 900000',
      '  api.region: given nothing; accepted: a Region name, here or as AWS_REGION in the environment',
    ]);
    expect(stdout).toBe('');
    expect(simulator.awsCalls).toEqual([]);
    expect(simulator.connections).toEqual([]);
    expect(status).toBe(2);
  });

  it('embedded metrics that cannot be written are not published: 2', async ({ skip }) => {
    skip(!existsSync('/dev/full'), 'this system has no /dev/full');
    await using simulator = await startSimulator();
    const overrides = { endpoints: { dnsNames: simulator.endpoint.dnsNames }, publish: 'emf' };
    const input = JSON.stringify(configurationFor(simulator, overrides));
    const full = openSync('/dev/full', 'w');

    const { status, stdout } = await cli(['probe', '--config', '-', '--json'], { input, stderr: full });

    closeSync(full);
    const { published } = JSON.parse(stdout) as Report;
    expect(published).toMatchObject({ sink: 'emf', accepted: 0, problem: { code: 'publish-failed' } });
    expect(published.rejected).toBeGreaterThan(0);
    expect(status).toBe(2);
  });

  it('stopped by a signal, publishes nothing and says so: 130', async () => {
    await using simulator = await startSimulator({ scenario: 'endpoint-unreachable' });
    const env = { ...CREDENTIALS, AWS_ENDPOINT_URL: simulator.awsEndpoint };
    const input = JSON.stringify(configurationFor(simulator, { timeouts: { connectMs: 60_000, probeMs: 60_000 } }));
    const probe = startCli(['probe', '--config', '-'], { env, input });
    await expect.poll(() => simulator.awsCalls, { timeout: 20_000 }).toHaveLength(1);

    probe.kill('SIGINT');

    const { status, stdout, stderr } = await probe.finished;
    expect(simulator.awsCalls.map(({ action }) => action)).toEqual(['DescribeVpcEndpoints']);
    expect(stdout).toBe('');
    expect(stderr.split('\n')).toEqual([
      'private-api-canary: interrupted: stopped before the run was done',
      'Nothing was published. Let the run finish, or give it less to do.',
      '',
    ]);
    expect(status).toBe(130);
  });

  it('an empty AWS_REGION is none, and a byte order mark is no part of the configuration', async () => {
    await using simulator = await startSimulator();
    const env = { ...CREDENTIALS, AWS_ENDPOINT_URL: simulator.awsEndpoint, AWS_REGION: '' };
    const input = `\ufeff${JSON.stringify(configurationFor(simulator))}`;

    const { status } = await cli(['probe', '--config', '-', '--json'], { env, input });

    expect(status).toBe(0);
  });

  it('a certificate file that is not there: 2, nothing sent', async () => {
    await using simulator = await startSimulator();
    const env = { ...CREDENTIALS, AWS_ENDPOINT_URL: simulator.awsEndpoint };
    const input = JSON.stringify(configurationFor(simulator, { connection: { caFile: '/no/such/ca.pem' } }));

    const { status, stderr } = await cli(['probe', '--config', '-'], { env, input });

    expect(stderr).toMatch(/^private-api-canary: ca-file-unreadable: connection\.caFile: \/no\/such\/ca\.pem: /);
    expect(simulator.awsCalls).toEqual([]);
    expect(status).toBe(2);
  });
});
