// Every file of examples/ is a configuration as it stands, by the parser and by the JSON Schema that editors use, and a run
// with it against the simulator comes to what it is there to show.

import { existsSync, globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { parseTarget } from '../../src/domain/target.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { linksIn } from '../docs/markdown.ts';
import { connectionTo } from '../support/canary-run.ts';
import { cli, type Finished } from '../support/cli.ts';
import { misfits } from './json-schema.ts';
import { EXAMPLES, type Example } from './table.ts';

const FOLDER = new URL('../../examples/', import.meta.url);
const FILES = globSync('*.json', { cwd: fileURLToPath(FOLDER) }).toSorted();
const schema = JSON.parse(await readFile(new URL('../schema/target.schema.json', FOLDER), 'utf8'));
const configurationOf = async (file: string) => JSON.parse(await readFile(new URL(file, FOLDER), 'utf8'));

it('has a row here and a line in the README for each', async () => {
  expect(Object.keys(EXAMPLES).toSorted()).toEqual(FILES);
  const readme = await readFile(new URL('README.md', FOLDER), 'utf8');
  expect(
    linksIn(readme)
      .filter((link) => FILES.includes(link))
      .toSorted(),
  ).toEqual(FILES);
});

it('sees what the JSON Schema does not allow', async () => {
  const configuration = await configurationOf('header-from-secret.json');
  const wrong = {
    ...configuration,
    endpoints: {},
    vantages: 'dc1',
    resources: [{ path: 'pets' }],
    auth: { headers: { 'x-api-key': { jsonKey: 'key' }, Host: { env: 'HOST' } } },
  };

  expect(
    misfits(schema, wrong)
      .map((each) => each.trim())
      .toSorted(),
  ).toEqual([
    '/auth/headers pattern',
    '/auth/headers/x-api-key dependentRequired',
    '/auth/headers/x-api-key oneOf',
    '/endpoints oneOf',
    '/resources/0/path pattern',
    '/vantages additionalProperties',
  ]);
});

describe.each(FILES)('%s', (file) => {
  it('is a configuration', async () => {
    const configuration = await configurationOf(file);

    expect(parseTarget(configuration).api).toEqual({
      id: '01234567ab',
      stage: 'test',
      region: 'us-west-2',
      name: 'pets',
    });
    expect(existsSync(new URL(configuration.$schema, FOLDER))).toBe(true);
  });

  it('is what the JSON Schema describes', async () => {
    const configuration = await configurationOf(file);

    expect(misfits(schema, configuration)).toEqual([]);
  });

  it('comes to what it is there to show', async (context) => {
    const example = EXAMPLES[file];
    if (example === undefined) throw new Error('no row');
    await using simulator = await startSimulator();
    if (example.scenario === 'dual-stack' && simulator.ipv6Address === undefined)
      context.skip('this machine has no ::1');
    await simulator.setScenario(example.scenario);

    const { stdout, stderr, status } = await run(await configurationOf(file), example, simulator);

    const { verdict, target, observations } = JSON.parse(stdout) as Report;
    const { state, diagnoses } = example.otherwise ?? { state: 'healthy', diagnoses: [] };
    expect({
      state: verdict.state,
      diagnoses: verdict.diagnoses.map(({ code }) => code),
      failures: observations.flatMap(({ failure }) => failure ?? []),
    }).toEqual({ state, diagnoses, failures: [] });
    expect(target.accessMethods.toSorted()).toEqual([...example.accessMethods].sort());
    expect(observations).toHaveLength(example.probes);
    expect(status).toBe(state === 'healthy' ? 0 : 1);
    expect(`${stdout}${stderr}`).not.toContain(simulator.credentials.apiKey);
  });
});

/** As a user starts it, with only the simulator's whereabouts put in. */
function run(configuration: object, { vantage = 'vpc' }: Example, simulator: Simulator): Promise<Finished> {
  const { credentials, awsEndpoint } = simulator;
  const connection = connectionTo(simulator, vantage);
  const env = {
    AWS_ENDPOINT_URL: awsEndpoint,
    AWS_ACCESS_KEY_ID: credentials.user.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.user.secretAccessKey,
    PETS_API_KEY: credentials.apiKey,
  };
  return cli(['probe', '--config', '-', '--json'], { env, input: JSON.stringify({ ...configuration, connection }) });
}
