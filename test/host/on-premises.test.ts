// docs/on-premises.md names files, options, rights and figures as they are.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { FAILURES } from '../../src/domain/failure.ts';
import type { Report } from '../../src/domain/report.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { VERSION } from '../../src/version.ts';
import { codeBlocks, section } from '../docs/markdown.ts';
import { targetOf } from '../domain/examples.ts';
import { configurationFor } from '../support/canary-run.ts';
import { cli } from '../support/cli.ts';
import { startHttpServer } from '../support/http-server.ts';
import { ROOT } from './package-files.ts';
import { settingsOf } from './unit-file.ts';

const read = (file: string) => readFile(join(ROOT, file), 'utf8');
const PAGE = await read('docs/on-premises.md');
const unit = settingsOf(await read('host/private-api-canary.service'));

it('installs files of the package, and the package of this version', () => {
  const used = [...PAGE.matchAll(/\$package\/([\w./-]+)/g)].map(([, path = '']) => path);
  expect(used.length).toBeGreaterThan(4);
  expect(used.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  expect(PAGE).toContain(`npm ci && npm pack        # private-api-canary-${VERSION}.tgz`);
});

it('installs them where the unit looks for them', () => {
  const [start = ''] = unit.get('Service.ExecStart') ?? [];
  const [, prefix = ''] = /npm install --prefix (\S+)/.exec(section(PAGE, 'install-it-with-systemd')) ?? [];
  expect(start).toContain(` ${prefix}/node_modules/private-api-canary/bin/`);
  const [environment = ''] = unit.get('Service.EnvironmentFile') ?? [];
  expect(PAGE).toContain(`$package/host/environment.example ${environment}\n`);
  expect(PAGE).toContain('health --file /run/private-api-canary/health.json');
  expect(start).toContain('--health-file %t/private-api-canary/health.json');
});

it('has drop-ins that are settings of systemd', () => {
  const dropIns = codeBlocks(PAGE, 'ini').filter((block) => block.startsWith('[Service]'));
  expect(dropIns.map((block) => [...settingsOf(block).keys()])).toEqual([['Service.LoadCredential']]);
});

it('starts the container as the composition does', async () => {
  const service = parse(await read('host/compose.yaml')).services['private-api-canary'];
  const [, run = ''] = codeBlocks(section(PAGE, 'install-it-as-a-container'), 'sh');
  const flags = [
    `--network ${service.network_mode}`,
    '--read-only',
    ...service.cap_drop.map((each: string) => `--cap-drop ${each}`),
    '--security-opt no-new-privileges',
    `--stop-timeout ${service.stop_grace_period.replace('s', '')}`,
    `--env-file ${service.env_file}`,
    `--restart ${service.restart}`,
  ];
  expect(flags.filter((flag) => !run.includes(flag))).toEqual([]);
});

it('allows what the canary calls, and metrics in its own namespace alone', () => {
  const [policy] = codeBlocks(PAGE, 'json').map((block) => JSON.parse(block));
  const actions = policy.Statement.map(({ Action }: { Action: string }) => Action);
  expect(actions).toEqual([
    'ec2:DescribeVpcEndpoints',
    'cloudwatch:PutMetricData',
    'execute-api:Invoke',
    'secretsmanager:GetSecretValue',
  ]);
  expect(policy.Statement[1].Condition).toEqual({
    StringEquals: { 'cloudwatch:namespace': targetOf().metrics.namespace },
  });
});

describe('what to expect of each way', () => {
  it('names failures that there are', () => {
    const codes = [...section(PAGE, 'what-to-expect-of-each-way').matchAll(/`((?:dns|connect|tls)-[a-z-]+)`/g)];
    expect(codes.length).toBeGreaterThan(6);
    expect(codes.map(([, code = '']) => code).filter((code) => !Object.hasOwn(FAILURES, code))).toEqual([]);
  });

  it('is planned so from there', async () => {
    const { stdout } = await cli([
      'plan',
      '--config',
      join(ROOT, 'examples/on-premises-without-credentials.json'),
      '--json',
    ]);
    const { probes } = JSON.parse(stdout) as { probes: readonly { accessMethod: string }[] };
    expect([...new Set(probes.map(({ accessMethod }) => accessMethod))]).toEqual([
      'route53-alias',
      'vpce-host',
      'vpce-api-id',
    ]);
  });
});

it('goes through no proxy, neither to the API nor to AWS', async () => {
  await using simulator = await startSimulator();
  let asked = 0;
  await using proxy = await startHttpServer((_, response) => {
    asked += 1;
    response.writeHead(502).end();
  });
  const env = {
    HTTP_PROXY: proxy.url,
    HTTPS_PROXY: proxy.url,
    NO_PROXY: '',
    NODE_USE_ENV_PROXY: '1',
    AWS_ENDPOINT_URL: simulator.awsEndpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  const vantage = { name: 'dc1', network: 'on-premises' };
  const connection = { port: simulator.port, resolver: [simulator.dns.onPremises], caFile: simulator.caFile };
  const input = JSON.stringify(configurationFor(simulator, { vantage, connection }));

  const { stdout } = await cli(['probe', '--config', '-', '--json'], { env, input });

  const { verdict, published } = JSON.parse(stdout) as Report;
  expect({ state: verdict.state, ...published, asked }).toMatchObject({ state: 'healthy', rejected: 0, asked: 0 });
  expect(simulator.awsCalls.map(({ action }) => action)).toEqual(['DescribeVpcEndpoints', 'PutMetricData']);
});

it('costs what `plan` says', async () => {
  const {
    $schema: _schema,
    publish: _publish,
    resources: _resources,
    ...configuration
  } = JSON.parse(await read('examples/on-premises-without-credentials.json'));
  const { stdout } = await cli(['plan', '--config', '-', '--every', '60s'], { input: JSON.stringify(configuration) });
  const amounts = ['custom metrics', 'PutMetricData', 'requests to the API'].map(
    (item) => new RegExp(`${item} +[\\d,]+ \\w+ +(\\$[\\d.]+)`).exec(stdout)?.[1],
  );
  const [, series] = /custom metrics +(\d+) series/.exec(stdout) ?? [];
  const text = section(PAGE, 'what-it-costs');
  expect(
    [`${series} series, ${amounts[0]} a month`, `${amounts[1]} of`, `${amounts[2]} of requests`].filter(
      (each) => !text.includes(each),
    ),
  ).toEqual([]);
});
