// `simulate`: its JSON line, and the source document's commands against it, by curl itself where it is installed.

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../src/cli/command.ts';
import { scenarioOf, simulateCommand, vantageOf } from '../../src/cli/simulate.ts';
import { type Simulation, simulationOf } from '../../src/cli/simulation.ts';
import type { Report } from '../../src/domain/report.ts';
import { parseTarget } from '../../src/domain/target.ts';
import { configurationOf, type ScenarioName, scenarios } from '../../src/simulator/scenarios.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { cli, stayingCli } from '../support/cli.ts';
import { missing } from '../support/external.ts';

const PETS = [
  { id: 1, type: 'dog', price: 249.99 },
  { id: 2, type: 'cat', price: 124.99 },
  { id: 3, type: 'fish', price: 0.99 },
];

describe('simulate', () => {
  it('gives a configuration, as a file too, and an environment with which probe is healthy', async () => {
    await using simulate = await stayingCli(['simulate', '--json']);
    const { configuration, configurationFile, environment } = JSON.parse(simulate.firstLine) as Simulation;
    const file = JSON.parse(await readFile(configurationFile, 'utf8'));

    const { status, stdout } = await cli(['probe', '--config', configurationFile, '--json'], { env: environment });

    expect(file).toEqual(configuration);

    expect((JSON.parse(stdout) as Report).verdict.state).toBe('healthy');
    expect(status).toBe(0);
  });

  it.for(['signed-requests', 'api-key'] as const)(
    'gives an environment with which %s are answered',
    async (scenario) => {
      await using simulate = await stayingCli(['simulate', '--json', '--scenario', scenario]);
      const { configurationFile, environment } = JSON.parse(simulate.firstLine) as Simulation;

      const { status, stdout } = await cli(['probe', '--config', configurationFile, '--json'], { env: environment });

      expect((JSON.parse(stdout) as Report).verdict.state).toBe('healthy');
      expect(status).toBe(0);
    },
  );

  it('starts broken when asked to', async () => {
    await using simulate = await stayingCli(['simulate', '--json', '--scenario', 'stage-missing']);
    const { configuration, environment, scenario } = JSON.parse(simulate.firstLine) as Simulation;

    const { status } = await cli(['probe', '--config', '-', '--json'], {
      env: environment,
      input: JSON.stringify(configuration),
    });

    expect(scenario).toBe('stage-missing');
    expect(status).toBe(1);
  });

  it('starts broken in several ways, with a configuration that meets them all', async () => {
    await using simulate = await stayingCli([
      'simulate',
      '--json',
      '--scenario',
      'ec2-denied,custom-domain-record-missing',
    ]);
    const { configuration, configurationFile, scenario } = JSON.parse(simulate.firstLine) as Simulation;

    expect(scenario).toBe('ec2-denied,custom-domain-record-missing');
    expect(configuration.customDomain).toEqual({ name: 'pets.internal.example.com', basePath: 'v1' });
    expect(JSON.parse(await readFile(configurationFile, 'utf8'))).toEqual(configuration);
  });

  it('has for every scenario a configuration that the canary takes', async () => {
    await using simulator = await startSimulator();
    const names = Object.keys(scenarios) as ScenarioName[];
    for (const choice of names.flatMap((name) => [[name], ['custom-domain', name] as const])) {
      for (const vantage of ['vpc', 'on-premises'] as const) {
        const { configuration } = simulationOf(simulator, choice, vantage);
        expect(() => parseTarget(configuration), `${choice} ${vantage}`).not.toThrow();
        expect(parseTarget(configuration).vantage.network).toBe(vantage);
        expect(configuration, `${choice} ${vantage}`).toMatchObject(configurationOf(choice, vantage));
      }
    }
  });

  it('from on-premises, asks the resolver there and shows the documented commands that work there', async () => {
    await using simulate = await stayingCli(['simulate', '--json', '--vantage', 'on-premises']);
    const { configuration, dns, curl, vantage } = JSON.parse(simulate.firstLine) as Simulation;

    expect(vantage).toBe('on-premises');
    expect(configuration).toMatchObject({
      vantage: { name: 'on-premises', network: 'on-premises' },
      connection: { resolver: [dns.onPremises] },
    });
    expect(curl.map((command) => /https:\/\/([^./]+)\./.exec(command)?.[1])).toEqual([
      '01234567ab-vpce-01234567abcdef012',
      'vpce-01234567abcdef012-01234567',
      'vpce-01234567abcdef012-01234567',
    ]);
  });

  it('from on-premises, shows all commands where private names are forwarded, and no private ones where that fails', async () => {
    await using simulator = await startSimulator();
    const commands = (scenario: ScenarioName) => simulationOf(simulator, [scenario], 'on-premises').curl.length;
    expect(
      ['private-names-forwarded', 'inbound-endpoint-down', 'healthy'].map((name) => commands(name as ScenarioName)),
    ).toEqual([5, 3, 3]);
  });

  it('refuses a vantage that does not exist', () => {
    expect(() => vantageOf({ vantage: 'cloud' })).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: '--vantage "cloud": must be one of vpc, on-premises',
      }),
    );
  });

  it('knows a vantage that npm has handed on without its option', () => {
    expect(() => parseOptions(simulateCommand, ['on-premises'])).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('`npm start -- --vantage on-premises`') }),
    );
  });

  it('says in its help what can be broken', async () => {
    const { stdout } = await cli(['simulate', '--help']);

    expect(stdout).toContain(
      '--scenario NAME[,NAME...]  what is broken, one thing or several at once (default healthy)',
    );
    const lines = stdout.split('\n').map((line) => line.trim().replace(/ {2,}/, '  '));
    for (const [name, { description }] of Object.entries(scenarios)) expect(lines).toContain(`${name}  ${description}`);
  });

  it.for([
    ['zone-down,nowhere', /^no such scenario: "nowhere"$/],
    ['zone-down,', /^no such scenario: ""$/],
    [
      'head-and-query,policy-softened',
      /^--scenario: head-and-query and policy-softened cannot be combined: they set res/,
    ],
    [
      'zone-down,endpoint-refuses',
      /^--scenario: zone-down and endpoint-refuses cannot be combined: they set reachable to "first-zone-down" and "refused"$/,
    ],
  ] as const)('refuses --scenario %s', ([scenario, message]) => {
    expect(() => scenarioOf({ scenario })).toThrow(
      expect.objectContaining({ code: 'usage', message: expect.stringMatching(message) }),
    );
  });

  it.for(['SIGINT', 'SIGTERM'] as const)('ends with 0 on %s', async (signal) => {
    const simulate = await stayingCli(['simulate']);

    expect(simulate.firstLine).toContain('A private API is up on this machine');
    expect(await simulate.stop(signal)).toBe(0);
  });

  it("answers the source document's commands with the PetStore's bodies", async ({ skip }) => {
    const reason = missing('curl');
    skip(reason !== undefined, reason);
    await using simulate = await stayingCli(['simulate', '--json']);
    const { caFile, port, addresses, curl } = JSON.parse(simulate.firstLine) as Simulation;
    const address = Object.values(addresses)[0];
    const api = '01234567ab.execute-api.us-west-2.amazonaws.com';
    const alias = '01234567ab-vpce-01234567abcdef012.execute-api.us-west-2.amazonaws.com';
    // The document has us-east-1 here, and {vpce-id} in the last command.
    const vpce = 'vpce-01234567abcdef012-01234567.execute-api.us-west-2.vpce.amazonaws.com';
    const resolve = (name: string) => `--resolve ${name}:${port}:${address} --cacert ${caFile}`;
    const commands = [
      [`curl -s -X GET https://${api}:${port}/test/pets ${resolve(api)}`, PETS],
      [`curl -s -X GET https://${api}:${port}/test/pets/2 ${resolve(api)}`, PETS[1]],
      [`curl -v https://${alias}:${port}/test/pets/ ${resolve(alias)}`, PETS],
      [`curl -v https://${vpce}:${port}/test/pets -H 'Host: ${api}' ${resolve(vpce)}`, PETS],
      [`curl -v https://${vpce}:${port}/test/pets -H'x-apigw-api-id:01234567ab' ${resolve(vpce)}`, PETS],
      ...curl.map((command) => [command, command.includes('/pets/2') ? PETS[1] : PETS] as const),
    ] as const;

    const bodies = await Promise.all(
      commands.map(async ([command]) => (await promisify(execFile)('sh', ['-c', command])).stdout),
    );

    const to = `curl --connect-to ::${address}:${port} --cacert '${caFile}'`;
    expect(curl).toEqual([
      `${to} -X GET https://${api}/test/pets`,
      `${to} -X GET https://${api}/test/pets/2`,
      `${to} -v https://${alias}/test/pets/`,
      `${to} -v https://${vpce}/test/pets -H 'Host: ${api}'`,
      `${to} -v https://${vpce}/test/pets -H 'x-apigw-api-id:01234567ab'`,
    ]);
    expect(bodies.map((body) => JSON.parse(body))).toEqual(commands.map(([, expected]) => expected));
  });
});
