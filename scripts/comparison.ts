// What the README shows of real runs: ten faults under three monitors, and one diagnosis as it is printed.

import type { Report } from '../src/domain/report.ts';
import { diagnosisLines } from '../src/report/diagnoses.ts';
import { explainedVerdictLines } from '../src/report/header.ts';
import { stacked } from '../src/report/line.ts';
import { paint } from '../src/report/paint.ts';
import type { ScenarioName } from '../src/simulator/scenarios.ts';
import { type Comparison, compare } from './monitors.ts';

/** Scenario -> what broke, in a few words. */
export const FAULTS = {
  'zone-down': "one zone's interface drops packets",
  'private-name-other-endpoint': "the API's name leads to another endpoint",
  'certificate-expiring': 'certificates end in nine days',
  'alias-not-associated': 'the endpoint is not associated with the API',
  'wrong-certificate': 'the endpoint presents its default certificate',
  'strict-access-mode': 'endpoint access mode set to STRICT',
  'route-missing': 'one route left out of a deployment',
  'backend-error-as-200': 'the backend fails, mapped to status 200',
  'private-name-shadowed': 'a Resolver rule forwards the private name to nowhere',
  'resource-policy-denies': 'the resource policy lacks the endpoint',
} as const satisfies Partial<Record<ScenarioName, string>>;

/** Whose diagnosis is shown as it is printed. */
const SHOWN: ScenarioName = 'zone-down';
const COLUMNS = 100;

/** Runs every scenario and returns what stands in the places of the README. Takes as long as the runs do. */
export async function comparison(): Promise<Readonly<Record<'faults' | 'diagnosis', string>>> {
  const all: Comparison[] = [];
  // One after the other: time limits are short, and ten simulators at once are not what is compared.
  for (const scenario of Object.keys(FAULTS) as (keyof typeof FAULTS)[]) all.push(await compare(scenario));
  const shown = all.find(({ scenario }) => scenario === SHOWN);
  if (shown === undefined) throw new Error(`${SHOWN} is not among the faults`);
  return { faults: table(all), diagnosis: printed(shown.report) };
}

function table(all: readonly Comparison[]): string {
  const rows = all.map(({ scenario, statusCheck, redWays, ways, report }) => [
    `${FAULTS[scenario as keyof typeof FAULTS]} (\`${scenario}\`)`,
    statusCheck,
    red(redWays, ways),
    said(report),
  ]);
  const head = ['fault (scenario)', 'status-code check', 'alarms per way', 'this verdict'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function said({ verdict: { state, diagnoses } }: Report): string {
  const [first] = diagnoses;
  return first === undefined ? `${state}: no cause` : `${state}: [${first.title}](${first.link})`;
}

function red(redWays: readonly string[], ways: readonly string[]): string {
  if (redWays.length === 0) return 'all green';
  return redWays.length === ways.length ? 'all red' : redWays.map((way) => `\`${way}\``).join(', ');
}

function printed(report: Report): string {
  const lines = stacked([explainedVerdictLines(report, COLUMNS), diagnosisLines(report, COLUMNS)]);
  return `\`\`\`\n${paint(lines, { colour: false, columns: COLUMNS })}\`\`\``;
}
