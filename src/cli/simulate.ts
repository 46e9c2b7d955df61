// `simulate`: a private API in a VPC on this machine, until it is stopped.

import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { CanaryError } from '../domain/canary-error.ts';
import { nearestName } from '../domain/nearest-name.ts';
import { configurationOf, faultsOf, type ScenarioName, scenarios, type Vantage } from '../simulator/scenarios.ts';
import { type Simulator, startSimulator } from '../simulator/simulator.ts';
import { type Command, type Option, type OptionValues, oneOf } from './command.ts';
import { type Simulation, simulationOf } from './simulation.ts';

const SCENARIO_NAMES = Object.keys(scenarios) as readonly ScenarioName[];

const VANTAGES: readonly Vantage[] = ['vpc', 'on-premises'];

export const SCENARIO_OPTION = {
  scenario: {
    type: 'string',
    value: 'NAME[,NAME...]',
    help: 'what is broken, one thing or several at once (default healthy)',
    // npm keeps an option for itself unless `--` stands before it, and hands on the value alone.
    rightly: (value) => {
      const option = VANTAGES.some((each) => each === value) ? 'vantage' : 'scenario';
      const given = `--${option} ${value}`;
      return `\`${given}\` (behind npm, which needs \`--\` before options: \`npm start -- ${given}\`)`;
    },
  },
} as const satisfies Readonly<Record<string, Option>>;

export const VANTAGE_OPTION = {
  vantage: {
    type: 'string',
    value: VANTAGES.join('|'),
    help: 'where the canary stands (default vpc)',
  },
} as const satisfies Readonly<Record<string, Option>>;

/** The vantage that is asked for. Throws a `CanaryError` for one that does not exist. */
export function vantageOf(options: OptionValues): Vantage {
  return oneOf(options, 'vantage', VANTAGES) ?? 'vpc';
}

const NAME_WIDTH = Math.max(...SCENARIO_NAMES.map((name) => name.length));

/** What each scenario is, for the help. */
export const SCENARIO_NOTES: readonly string[] = [
  'Scenarios:',
  ...SCENARIO_NAMES.map((name) => `  ${name.padEnd(NAME_WIDTH)}  ${scenarios[name].description}`),
];

/** The scenarios that are asked for; `healthy` when none is. Throws a `CanaryError` for names that do not exist, and for
 * scenarios that contradict each other. */
export function scenarioOf(options: OptionValues): readonly ScenarioName[] {
  const given = options.scenario === undefined ? ['healthy'] : String(options.scenario).split(',');
  const names = given.map((name) => scenarioNamed(name.trim()));
  try {
    faultsOf(names);
    configurationOf(names);
  } catch (error) {
    throw new CanaryError('usage', `--scenario: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
  return names;
}

function scenarioNamed(given: string): ScenarioName {
  const found = SCENARIO_NAMES.find((name) => name === given);
  if (found !== undefined) return found;
  const nearest = nearestName(given, SCENARIO_NAMES);
  const message = `no such scenario: ${JSON.stringify(given)}`;
  throw new CanaryError('usage', nearest === undefined ? message : `${message}; did you mean ${nearest}?`, {
    hint: 'Run `private-api-canary demo --help` for all scenarios.',
  });
}

export const simulateCommand: Command = {
  summary: 'keep a private API in a VPC running on this machine, to try clients and the canary on',
  options: {
    ...SCENARIO_OPTION,
    ...VANTAGE_OPTION,
    json: { type: 'boolean', help: 'print where everything is as one JSON line' },
  },
  notes: SCENARIO_NOTES,
  run: async (options, { terminal, stopped }) => {
    const chosen = scenarioOf(options);
    const vantage = vantageOf(options);
    await using simulator = await started(chosen);
    const simulation = simulationOf(simulator, chosen, vantage);
    await writeFile(simulation.configurationFile, `${JSON.stringify(simulation.configuration, null, 2)}\n`);
    terminal.out(options.json === true ? `${JSON.stringify(simulation)}\n` : explained(simulation, chosen));
    if (!stopped.aborted) await once(stopped, 'abort');
    return 0;
  },
};

async function started(scenario: readonly ScenarioName[]): Promise<Simulator> {
  try {
    return await startSimulator({ scenario });
  } catch (error) {
    throw new CanaryError('simulator', `the simulator could not start: ${error}`, { cause: error });
  }
}

function explained(simulation: Simulation, chosen: readonly ScenarioName[]): string {
  const { api, endpoint, vantage, dns, addresses, port, caFile, environment, curl } = simulation;
  return [
    'A private API is up on this machine',
    '',
    ...chosen.map(
      (name, index) => `  ${index === 0 ? 'scenario' : '        '}   ${name}: ${scenarios[name].description}`,
    ),
    `  API        ${api.name}, id ${api.id}, stage ${api.stage}, ${api.region}`,
    `  endpoint   ${endpoint.id}, port ${port}: ${Object.entries(addresses)
      .map((pair) => pair.join(' '))
      .join(', ')}`,
    `  DNS        ${dns.vpc} as seen from the VPC, ${dns.onPremises} from on-premises`,
    `  CA file    ${caFile}`,
    '',
    vantage === 'vpc' ? 'The documented ways in:' : 'The documented ways in from on-premises:',
    '',
    ...curl.map((command) => `  ${command}`),
    '',
    'For AWS clients (EC2, CloudWatch and Secrets Manager), and the API key:',
    '',
    ...Object.entries(environment).map(([name, value]) => `  export ${name}=${value}`),
    '',
    'and then, in the same shell:',
    '',
    `  npx private-api-canary probe --config ${simulation.configurationFile}`,
    '',
    'Stop it with Ctrl+C.',
    '',
  ].join('\n');
}
