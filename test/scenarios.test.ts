// The executable specification: each scenario of the simulator, and exactly what a run sees and says of it.

import { describe, expect, it, test } from 'vitest';
import { UNEXPLAINED } from '../src/diagnosis/diagnose.ts';
import { RULES } from '../src/diagnosis/rules.ts';
import { deadlinesOf } from '../src/domain/deadline.ts';
import { type ScenarioName, scenarios } from '../src/simulator/scenarios.ts';
import { startSimulator } from '../src/simulator/simulator.ts';
import { CIRCUMSTANCES, type Expected, SPECIFICATION } from './scenario-specification.ts';
import { canaryFor } from './support/canary-run.ts';
import { expectScenario, explainedTwice } from './support/scenario-run.ts';

test('every rule is reached, and nothing is unexplained', () => {
  const named = [...Object.values(SPECIFICATION), ...Object.values(CIRCUMSTANCES)].flatMap(
    ({ diagnoses }) => diagnoses,
  );
  expect([...new Set(named)].sort()).toEqual(RULES.map(({ code }) => code).sort());
  expect(named).not.toContain(UNEXPLAINED);
});

test('every scenario that is not healthy names a cause', () => {
  const silent = Object.entries(SPECIFICATION).filter(
    ([, { state, diagnoses }]) => (state === 'healthy') !== (diagnoses.length === 0),
  );
  expect(silent).toEqual([]);
});

describe('scenarios', () => {
  it('are all specified', () => {
    expect(Object.keys(SPECIFICATION).sort()).toEqual(Object.keys(scenarios).sort());
  });

  it.for(Object.entries(SPECIFICATION) as [ScenarioName, Expected][])('%s', async ([scenario, expected]) => {
    await expectScenario(scenario, expected);
  });
});

describe('when', () => {
  it.for(Object.entries(CIRCUMSTANCES))('%s', async ([, { scenario, overrides, deadlineMs, state, diagnoses }]) => {
    await using simulator = await startSimulator({ scenario });
    using canary = canaryFor(simulator);
    const configuration = typeof overrides === 'function' ? overrides(simulator) : overrides;

    const report = await canary.run(
      configuration,
      deadlineMs === undefined ? undefined : deadlinesOf(deadlineMs, performance.now()),
    );

    expect(report.verdict.diagnoses.map(({ code }) => code)).toEqual(diagnoses);
    expect(report.verdict.state).toBe(state);
    expect(explainedTwice(report)).toEqual([]);
  });
});
