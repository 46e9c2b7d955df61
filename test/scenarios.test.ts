// The executable specification: each scenario of the simulator, and exactly what a run sees and says of it.

import { describe, expect, it } from 'vitest';
import type { FailureCode, Step } from '../src/domain/failure.ts';
import type { State } from '../src/domain/report.ts';
import { type ScenarioName, scenarios } from '../src/simulator/scenarios.ts';
import { startSimulator } from '../src/simulator/simulator.ts';
import { canaryFor, placeOf } from './support/canary-run.ts';

interface Expected {
  readonly state: State;
  readonly overrides?: object;
  /** Place -> what failed there. Every place that is not named has passed. */
  readonly failed: Readonly<Record<string, `${Step} ${FailureCode}`>>;
  readonly planned: number;
  readonly diagnoses: readonly string[];
}

const RESOURCES = ['GET /pets', 'GET /pets/1'];
const VPCE = [
  'vpce-host',
  'vpce-host us-west-2a',
  'vpce-host us-west-2b',
  'vpce-api-id',
  'vpce-api-id us-west-2a',
  'vpce-api-id us-west-2b',
];
const EVERY = ['private-dns', 'route53-alias', ...VPCE];

function failing(
  routes: readonly string[],
  what: `${Step} ${FailureCode}`,
  resources: readonly string[] = RESOURCES,
): Expected['failed'] {
  return Object.fromEntries(routes.flatMap((route) => resources.map((resource) => [`${route} ${resource}`, what])));
}

// Short limits where a scenario is about silence; everything else keeps the defaults.
const IMPATIENT = { timeouts: { connectMs: 1_000, probeMs: 5_000 } };
const ALL = 16;

const SPECIFICATION: Readonly<Record<ScenarioName, Expected>> = {
  healthy: { state: 'healthy', failed: {}, planned: ALL, diagnoses: [] },
  'private-dns-off': { state: 'healthy', failed: {}, planned: ALL - 2, diagnoses: [] },
  'zone-down': {
    state: 'degraded',
    overrides: IMPATIENT,
    failed: failing(['vpce-host us-west-2a', 'vpce-api-id us-west-2a'], 'connect connect-timeout'),
    planned: ALL,
    diagnoses: ['unexplained'],
  },
  'endpoint-unreachable': {
    state: 'unreachable',
    overrides: IMPATIENT,
    failed: failing(EVERY, 'connect connect-timeout'),
    planned: ALL,
    diagnoses: ['unexplained'],
  },
  'alias-not-associated': {
    state: 'degraded',
    failed: failing(['route53-alias'], 'expect forbidden'),
    planned: ALL,
    diagnoses: ['unexplained'],
  },
  'resource-policy-denies': {
    state: 'unreachable',
    failed: failing(EVERY, 'expect access-denied'),
    planned: ALL,
    diagnoses: ['unexplained'],
  },
  'stage-missing': {
    state: 'unreachable',
    failed: failing(EVERY, 'expect forbidden'),
    planned: ALL,
    diagnoses: ['unexplained'],
  },
  'route-missing': {
    state: 'degraded',
    failed: failing(EVERY, 'expect missing-authentication-token', ['GET /pets/1']),
    planned: ALL,
    diagnoses: ['unexplained'],
  },
  'backend-error-as-200': {
    state: 'unreachable',
    failed: failing(EVERY, 'expect body-mismatch'),
    planned: ALL,
    diagnoses: ['unexplained'],
  },
  'backend-timeout': {
    state: 'unreachable',
    failed: failing(EVERY, 'expect integration-timeout'),
    planned: ALL,
    diagnoses: ['unexplained'],
  },
  'wrong-certificate': {
    state: 'degraded',
    failed: failing(VPCE, 'tls tls-name-mismatch'),
    planned: ALL,
    diagnoses: ['unexplained'],
  },
  'dns-servfail': {
    state: 'unreachable',
    failed: failing(EVERY, 'dns dns-servfail'),
    planned: ALL,
    diagnoses: ['unexplained'],
  },
  slow: {
    state: 'degraded',
    overrides: { resources: RESOURCES.map((label) => ({ path: label.slice(4), expect: { latencyMs: 1_000 } })) },
    failed: {},
    planned: ALL,
    diagnoses: ['slow'],
  },
  'ec2-denied': { state: 'unknown', failed: {}, planned: 0, diagnoses: ['discovery-failed'] },
  'ec2-unavailable': { state: 'unknown', failed: {}, planned: 0, diagnoses: ['discovery-failed'] },
  'ec2-throttled': { state: 'unknown', failed: {}, planned: 0, diagnoses: ['discovery-failed'] },
  'cloudwatch-denied': { state: 'healthy', failed: {}, planned: ALL, diagnoses: [] },
  'cloudwatch-throttled': { state: 'healthy', failed: {}, planned: ALL, diagnoses: [] },
  'cloudwatch-unavailable': { state: 'healthy', failed: {}, planned: ALL, diagnoses: [] },
};

describe('scenarios', () => {
  it('are all specified', () => {
    expect(Object.keys(SPECIFICATION).sort()).toEqual(Object.keys(scenarios).sort());
  });

  it.for(Object.entries(SPECIFICATION) as [ScenarioName, Expected][])('%s', async ([scenario, expected]) => {
    await using simulator = await startSimulator({ scenario });
    using canary = canaryFor(simulator);

    const { observations, verdict } = await canary.run(expected.overrides);

    const failed = observations.flatMap((observation) =>
      observation.outcome === 'passed'
        ? []
        : [[placeOf(observation), `${observation.failure?.step} ${observation.failure?.code}`]],
    );
    expect(Object.fromEntries(failed)).toEqual(expected.failed);
    expect(observations).toHaveLength(expected.planned);
    expect(verdict.state).toBe(expected.state);
    expect(verdict.diagnoses.map(({ code }) => code)).toEqual(expected.diagnoses);
  });

  it('private-dns-off: the private name is probed when it is named, and does not exist', async () => {
    await using simulator = await startSimulator({ scenario: 'private-dns-off' });
    using canary = canaryFor(simulator);

    const { observations } = await canary.run({ accessMethods: ['private-dns', 'route53-alias'] });

    expect(observations.map((each) => [placeOf(each), each.outcome, each.failure?.code])).toEqual([
      ['private-dns GET /pets', 'failed', 'dns-nxdomain'],
      ['private-dns GET /pets/1', 'failed', 'dns-nxdomain'],
      ['route53-alias GET /pets', 'passed', undefined],
      ['route53-alias GET /pets/1', 'passed', undefined],
    ]);
  });
});
