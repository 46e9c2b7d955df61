// `plan` as a person starts it: what it would send and publish, and the bill that follows from it.

import { describe, expect, it } from 'vitest';
import type { AlarmRow, Whose } from '../../src/alarms/alarm-row.ts';
import { ALARMS } from '../../src/alarms/alarm-table.ts';
import type { CostEstimate, CostItem } from '../../src/report/cost.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { configurationFor } from '../support/canary-run.ts';
import { cli } from '../support/cli.ts';

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

const NAME = 'vpce-01234567abcdef012-01234567';
const dnsName = (suffix: string) => `${NAME}${suffix}.execute-api.us-west-2.vpce.amazonaws.com`;

/** By its names, EC2 is not asked: the command needs nothing but this. */
const NAMED = {
  api: { id: '01234567ab', stage: 'test', region: 'us-west-2', name: 'pets' },
  endpoints: { dnsNames: [dnsName(''), dnsName('-us-west-2a'), dnsName('-us-west-2b')] },
  accessMethods: ['private-dns', 'route53-alias', 'vpce-host', 'vpce-api-id'],
};

async function costOf(configuration: object, args: readonly string[] = []): Promise<CostEstimate> {
  const { stdout } = await cli(['plan', '--config', '-', '--json', ...args], { input: JSON.stringify(configuration) });
  return JSON.parse(stdout).cost;
}

function usdOf({ lines }: CostEstimate): Readonly<Partial<Record<CostItem, number>>> {
  return Object.fromEntries(lines.map(({ what, usdPerMonth }) => [what, usdPerMonth]));
}

/** Only what costs something. */
function billOf(cost: CostEstimate): Readonly<Partial<Record<CostItem, number>>> {
  return Object.fromEntries(Object.entries(usdOf(cost)).filter(([, usd]) => usd > 0));
}

/** Rows of the alarm table: each is one alarm, or one for each way in. */
function rows(whose: Whose, kind: AlarmRow['kind'], set?: string): number {
  const all: readonly AlarmRow[] = Object.values(ALARMS);
  const ofThese = all.filter((row) => (row.of ?? whose) === whose && row.kind === kind && !('only' in row));
  return ofThese.filter((row) => set === undefined || ('set' in row && row.set === set)).length;
}

/** At $0.10 each, $0.50 for a composite one. */
function alarmUsd(ways: number, whose: Whose = 'own'): Readonly<Partial<Record<CostItem, number>>> {
  const functions = whose === 'own' ? rows(whose, 'function') : 0;
  const alarms = rows(whose, 'metric', 'target') + ways * rows(whose, 'metric', 'accessMethod') + functions;
  return { 'alarms on one metric': alarms / 10, 'composite alarms': rows(whose, 'composite') / 2 };
}

describe('plan', () => {
  it('shows requests, metrics and cost, and sends no probe', async () => {
    await using simulator = await startSimulator();
    const env = { ...CREDENTIALS, AWS_ENDPOINT_URL: simulator.awsEndpoint };
    const input = JSON.stringify(configurationFor(simulator));

    const { status, stdout } = await cli(['plan', '--config', '-', '--json'], { env, input });

    const plan = JSON.parse(stdout);
    expect(plan.probes).toHaveLength(16);
    expect(plan.probes[4].route).toEqual({
      dial: 'vpce-01234567abcdef012-01234567.execute-api.us-west-2.vpce.amazonaws.com',
      sni: 'vpce-01234567abcdef012-01234567.execute-api.us-west-2.vpce.amazonaws.com',
      host: '01234567ab.execute-api.us-west-2.amazonaws.com',
      path: '/test/pets',
      headers: {},
    });
    expect(plan.controls.map(({ control }: { control: string }) => control)).toEqual([
      'unknown-api',
      'undeployed-path',
    ]);
    expect(plan.metrics).toHaveLength(34);
    expect(billOf(plan.cost)).toEqual({
      // 33 series that every run has at $0.30, 43,800 calls at $0.01 a thousand.
      'custom metrics': 9.9,
      PutMetricData: 0.44,
      ...alarmUsd(4),
      'alarm over zones': 0.2,
      dashboard: 3,
      'log ingestion': 0.51,
      // 43,800 × 0.5 GB × 1.12 s at $0.0000133334, and $0.20 a million.
      Lambda: 0.34,
      schedule: 0.04,
      // 16 × 43,800 at $3.50 a million.
      'requests to the API': 2.45,
      // For ec2 and monitoring, 730 hours in two zones at a cent.
      'interface endpoints': 29.2,
      'KMS key': 1,
    });
    const { 'alarms on one metric': alarms = 0, 'composite alarms': composites = 0 } = usdOf(plan.cost);
    expect(plan.cost.totalUsdPerMonth).toBeCloseTo(47.08 + alarms + composites, 10);
    expect(plan.cost.synthetics).toEqual({
      runsPerCanary: 43_800,
      usdPerCanary: 52.56,
      canaries: 2,
      usdPerMonth: 105.12,
    });
    expect(simulator.connections).toEqual([]);
    expect(simulator.awsCalls.map(({ action }) => action)).toEqual(['DescribeVpcEndpoints']);
    expect(status).toBe(0);
  });

  it('names what EC2 did not find', async () => {
    await using simulator = await startSimulator();
    const env = { ...CREDENTIALS, AWS_ENDPOINT_URL: simulator.awsEndpoint };
    const input = JSON.stringify(
      configurationFor(simulator, { endpoints: { vpcEndpointIds: ['vpce-0aaaaaaaaaaaaaaaa'] } }),
    );

    const { status, stderr } = await cli(['plan', '--config', '-'], { env, input });

    expect(stderr).toMatch(/^private-api-canary: endpoint-not-found: .*vpce-0aaaaaaaaaaaaaaaa/);
    expect(status).toBe(2);
  });

  it('lists the controls apart from the probes, unless they are switched off', async () => {
    const planned = async (more: object) =>
      (await cli(['plan', '--config', '-'], { input: JSON.stringify({ ...NAMED, ...more }) })).stdout;

    const lines = (await planned({})).split('\n');
    const [requests, controls, metrics] = ['16 requests', 'Controls  2 requests more', 'Metrics  '].map((start) =>
      lines.findIndex((line) => line.trim().startsWith(start)),
    );
    expect([requests, controls, metrics].map((index = -1) => index > 0)).toEqual([true, true, true]);
    const unknown = lines.findIndex((line) => line.includes('x-apigw-api-id: 0000000000'));
    expect(unknown).toBeGreaterThan(controls ?? Infinity);
    expect(unknown).toBeLessThan(metrics ?? 0);

    expect(await planned({ controls: false })).not.toMatch(/Controls|0000000000|api-sni/);
  });

  it('announces the control that a failure calls for only where that failure is looked for', async () => {
    const announced = async (more: object) => {
      const { stdout } = await cli(['plan', '--config', '-'], { input: JSON.stringify({ ...NAMED, ...more }) });
      expect(stdout).toContain('Controls  2 requests more');
      return stdout.includes('api-sni');
    };

    expect(await announced({ accessMethods: ['vpce-host'] })).toBe(true);
    expect(await announced({ accessMethods: ['private-dns'] })).toBe(false);
    const routes = [{ accessMethod: 'vpce-host', expect: { denied: true } }];
    expect(await announced({ accessMethods: ['private-dns', 'vpce-host'], routes })).toBe(false);
  });

  it('compares with CloudWatch Synthetics at the chosen pace', async () => {
    const { stdout } = await cli(['plan', '--config', '-', '--every', '5m'], { input: JSON.stringify(NAMED) });

    expect(stdout).toMatch(/^ {2}CloudWatch Synthetics +8,760 runs +\$10\.51$/m);
    expect(stdout).toMatch(/^ {2}in 2 canaries of 10 steps +17,520 runs +\$21\.02$/m);
  });
});

describe('the bill', () => {
  it('has the endpoint for monitoring alone when EC2 is not asked', async () => {
    expect(billOf(await costOf(NAMED))).toMatchObject({ 'interface endpoints': 14.6, PutMetricData: 0.44 });
  });

  it('has no interface endpoint with DNS names and embedded metrics, and the same alarms', async () => {
    const cost = await costOf(NAMED, ['--publish', 'emf']);

    expect(usdOf(cost)).toMatchObject({ 'interface endpoints': 0, PutMetricData: 0, 'custom metrics': 9.9 });
    expect(usdOf(cost)).toMatchObject({ ...alarmUsd(4), 'alarm over zones': 0.2 });
  });

  it('has alarms for the ways that are probed, and none over zones where no zonal name is', async () => {
    const cost = await costOf({ ...NAMED, accessMethods: ['private-dns'] });

    expect(usdOf(cost)).toMatchObject({ ...alarmUsd(1), 'alarm over zones': 0 });
  });

  it('has one alarm more where something has to be refused', async () => {
    const routes = [{ accessMethod: 'vpce-host', expect: { denied: true } }];
    const { 'alarms on one metric': usd = 0 } = usdOf(await costOf({ ...NAMED, routes }));
    expect(usd).toBeCloseTo((alarmUsd(4)['alarms on one metric'] ?? 0) + 0.1, 10);
  });

  it('has five more series for each access method with phases', async () => {
    expect(usdOf(await costOf({ ...NAMED, metrics: { phases: true } }))).toMatchObject({ 'custom metrics': 15.9 });
  });

  it('is what runs cost and no more when nothing is published', async () => {
    expect(billOf(await costOf(NAMED, ['--publish', 'none']))).toEqual({
      'log ingestion': 0.51,
      // 0.42 s: no call of PutMetricData.
      Lambda: 0.13,
      schedule: 0.04,
      'requests to the API': 2.45,
    });
  });

  it('has from on-premises neither Lambda with its log and endpoints nor a dashboard, and the alarms of a vantage', async () => {
    const cost = await costOf({ ...NAMED, vantage: { network: 'on-premises' } });

    expect(Object.keys(billOf(cost))).toEqual([
      'custom metrics',
      'PutMetricData',
      'alarms on one metric',
      'alarm over zones',
      'composite alarms',
      'requests to the API',
    ]);
    expect(usdOf(cost)).toMatchObject(alarmUsd(4, 'other'));
  });

  it('has an endpoint for Secrets Manager where a header is a secret', async () => {
    const auth = { headers: { 'x-api-key': { secretId: 'pets/key' } } };

    expect(billOf(await costOf({ ...NAMED, auth }))).toMatchObject({ 'interface endpoints': 29.2 });
  });
});
