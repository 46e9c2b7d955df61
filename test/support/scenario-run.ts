// One run against a scenario of the simulator from where a canary stands, held against what is specified.

import { expect } from 'vitest';
import { rulesExplaining } from '../../src/diagnosis/diagnose.ts';
import { CanaryError } from '../../src/domain/canary-error.ts';
import type { Report } from '../../src/domain/report.ts';
import { readReport } from '../../src/domain/report-input.ts';
import { configurationOf, type ScenarioName, type Vantage } from '../../src/simulator/scenarios.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import type { Expected, Failed } from '../scenario-specification.ts';
import { canaryFor, connectionTo, placeOf } from './canary-run.ts';

/** Runs once and compares. Nothing when the run is to throw. */
export async function expectScenario(
  scenario: ScenarioName,
  expected: Expected,
  vantage: Vantage = 'vpc',
): Promise<Report | undefined> {
  await using simulator = await startSimulator({ scenario });
  using canary = canaryFor(simulator);
  const configuration = {
    connection: connectionTo(simulator, vantage),
    ...configurationOf(scenario, vantage),
    ...expected.overrides,
  };
  if (expected.throws !== undefined) {
    const error = await canary.run(configuration).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(CanaryError);
    expect(error).toHaveProperty('code', expected.throws);
    return undefined;
  }

  const report = await canary.run(configuration);

  const { observations, verdict } = report;
  if (expected.failed !== undefined) expect(failedIn(report)).toEqual(expected.failed);
  expect(observations).toHaveLength(expected.planned);
  expect(verdict.diagnoses.map(({ code }) => code)).toEqual(expected.diagnoses);
  expect(verdict.state).toBe(expected.state);
  expect(explainedTwice(report)).toEqual([]);
  // `explain` reads what this build writes.
  expect(readReport(JSON.stringify(report)).report.verdict.summary).toBe(verdict.summary);
  return report;
}

/** Observations that more than one rule explains. */
export function explainedTwice(report: Report): readonly string[] {
  return report.observations.filter((seen) => rulesExplaining(seen, report).length > 1).map(placeOf);
}

function failedIn({ observations }: Report): Failed {
  const failed = observations
    .filter(({ outcome }) => outcome !== 'passed')
    .map((seen) => [placeOf(seen), `${seen.failure?.step} ${seen.failure?.code}`]);
  return Object.fromEntries(failed) as Failed;
}
