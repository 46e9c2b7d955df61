// Two faults at once: both are named, whichever explains more first, and nothing else is.

import { describe, expect, it } from 'vitest';
import { rulesExplaining } from '../src/diagnosis/diagnose.ts';
import type { State } from '../src/domain/report.ts';
import { configurationOf, type ScenarioName } from '../src/simulator/scenarios.ts';
import { startSimulator } from '../src/simulator/simulator.ts';
import { canaryFor, placeOf } from './support/canary-run.ts';

// What is dropped needs no longer to show.
const IMPATIENT = { timeouts: { connectMs: 1_000 } };

interface Pair {
  readonly faults: readonly [ScenarioName, ScenarioName];
  readonly state: State;
  readonly diagnoses: readonly string[];
}

const degraded = (a: ScenarioName, b: ScenarioName, ...diagnoses: readonly string[]): Pair => ({
  faults: [a, b],
  state: 'degraded',
  diagnoses,
});
const unreachable = (a: ScenarioName, b: ScenarioName, ...diagnoses: readonly string[]): Pair => ({
  faults: [a, b],
  state: 'unreachable',
  diagnoses,
});

const PAIRS: readonly Pair[] = [
  degraded('zone-down', 'route-missing', 'route-missing', 'zone-unreachable'),
  degraded('zone-down', 'alias-not-associated', 'zone-unreachable', 'alias-not-associated'),
  degraded('zone-down', 'private-name-shadowed', 'private-name-missing', 'zone-unreachable'),
  degraded('zone-down', 'private-name-other-endpoint', 'zone-unreachable', 'private-name-elsewhere'),
  degraded('zone-down', 'certificate-expiring', 'zone-unreachable', 'certificate-expiring', 'certificate-expiring'),
  unreachable('zone-down', 'resource-policy-denies', 'resource-policy-does-not-allow', 'zone-unreachable'),
  unreachable('zone-down', 'stage-missing', 'api-or-stage-missing', 'zone-unreachable'),
  unreachable('zone-down', 'backend-timeout', 'backend-slow', 'zone-unreachable'),
  degraded('zone-down', 'strict-access-mode', 'strict-access-mode', 'zone-unreachable'),
  degraded('wrong-certificate', 'route-missing', 'vpce-certificate-mismatch', 'route-missing'),
  degraded('alias-not-associated', 'route-missing', 'route-missing', 'alias-not-associated'),
  degraded('alias-not-associated', 'api-id-stripped', 'api-id-header-lost', 'alias-not-associated'),
  degraded('private-name-stale', 'route-missing', 'route-missing', 'private-name-elsewhere'),
  degraded('private-dns-pending', 'alias-not-associated', 'private-dns-pending', 'alias-not-associated'),
  unreachable('private-name-shadowed', 'endpoint-policy-denies', 'endpoint-policy-denies', 'private-name-missing'),
  unreachable('alias-missing', 'backend-error-as-200', 'wrong-answer', 'alias-not-associated'),
  degraded('api-key-on-one-route', 'wrong-certificate', 'vpce-certificate-mismatch', 'api-key-or-waf'),
  degraded('custom-domain-not-associated', 'zone-down', 'zone-unreachable', 'custom-domain-not-associated'),
  degraded('custom-domain-base-path-wrong', 'route-missing', 'route-missing', 'custom-domain-base-path-wrong'),
  degraded('default-endpoint-disabled', 'strict-access-mode', 'default-endpoint-disabled', 'host-not-recognised'),
  // The resolver that does not see private zones explains both names.
  degraded('custom-domain', 'private-name-public', 'private-name-public'),
  degraded('custom-domain-record-missing', 'route-missing', 'route-missing', 'custom-domain-record-missing'),
  unreachable('credentials-refused', 'zone-down', 'credentials-refused', 'zone-unreachable'),
  unreachable('clock-skewed', 'private-name-shadowed', 'clock-skewed', 'private-name-missing'),
  unreachable('caller-not-allowed', 'alias-missing', 'caller-not-allowed', 'alias-not-associated'),
  unreachable('api-key-refused', 'private-dns-pending', 'api-key-refused', 'private-dns-pending'),
  degraded('access-mode-softened', 'zone-down', 'access-mode-softened', 'zone-unreachable'),
  // Those who are let in and must not be do not stand for those who should be.
  unreachable('access-mode-softened', 'private-name-missing', 'access-mode-softened', 'private-dns-off'),
  degraded('policy-softened', 'wrong-certificate', 'vpce-certificate-mismatch', 'policy-softened'),
  // What is refused as it has to be hides neither.
  unreachable('strict-as-expected', 'private-name-missing', 'private-dns-off'),
  unreachable('strict-as-expected', 'backend-timeout', 'backend-slow'),
  degraded('strict-as-expected', 'route-missing', 'route-missing'),
  degraded('policy-refuses-as-expected', 'zone-down', 'zone-unreachable'),
];

describe('two faults at once', () => {
  it.for(PAIRS.map((pair) => [pair.faults.join(' and '), pair] as const))('%s', async ([, pair]) => {
    await using simulator = await startSimulator({ scenario: pair.faults });
    using canary = canaryFor(simulator);

    const report = await canary.run({ ...configurationOf(pair.faults), ...IMPATIENT });

    const { verdict, observations } = report;
    expect(verdict.diagnoses.map(({ code }) => code)).toEqual(pair.diagnoses);
    expect(verdict.state).toBe(pair.state);
    expect(observations.filter((seen) => rulesExplaining(seen, report).length > 1).map(placeOf)).toEqual([]);
  });
});
