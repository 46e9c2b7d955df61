// The executable specification once more, from on-premises: the other side of the simulator's DNS.

import { describe, expect, it } from 'vitest';
import { configurationOf, type ScenarioName } from '../src/simulator/scenarios.ts';
import { startSimulator } from '../src/simulator/simulator.ts';
import { FORWARDED, ON_PREMISES } from './scenario-on-premises.ts';
import type { Expected } from './scenario-specification.ts';
import { canaryFor } from './support/canary-run.ts';
import { expectScenario, explainedTwice } from './support/scenario-run.ts';

// What is inside AWS and not on the way there: nobody on-premises can look at it.
const OF_THE_VPC = /security group of the canary|DHCP|Lambda function for which|base address plus two/;

describe('from on-premises', () => {
  it.for(Object.entries(ON_PREMISES) as [ScenarioName, Expected][])('%s', async ([scenario, expected]) => {
    const report = await expectScenario(scenario, expected, 'on-premises');

    for (const { cause, remedy } of report?.verdict.diagnoses ?? [])
      expect(`${cause} ${remedy}`).not.toMatch(OF_THE_VPC);
    const asked = report?.controls.filter(({ control }) => control === 'private-name') ?? [];
    // It is asked for wherever nobody forwards it, and nothing follows from what comes of it.
    const isForwarded = report?.vantage.privateNames === 'forwarded';
    expect(asked).toHaveLength(report === undefined || report.endpoints.length === 0 || isForwarded ? 0 : 1);
  });
});

describe('from on-premises, with private names forwarded', () => {
  it.for(Object.entries(FORWARDED))('%s', async ([name, [state, ...codes]]) => {
    const scenario = [name as ScenarioName, 'private-names-forwarded'] as const;
    await using simulator = await startSimulator({ scenario });
    using canary = canaryFor(simulator);
    const { port, dns, caFile } = simulator;

    const report = await canary.run({
      connection: { port, resolver: [dns.onPremises], caFile },
      ...configurationOf(scenario, 'on-premises'),
    });

    expect(report.verdict.diagnoses.map(({ code }) => code)).toEqual(codes);
    expect(report.verdict.state).toBe(state);
    expect(explainedTwice(report)).toEqual([]);
  });
});
