// Whatever is given as a configuration: it is a target whose whole plan can be made, or the error that a person can act on.
// A run begins with neither half of it.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluateExpression } from '../../src/domain/body-expression.ts';
import { CanaryError } from '../../src/domain/canary-error.ts';
import { planControls } from '../../src/domain/control.ts';
import { groupByEndpoint, parseDnsEntry } from '../../src/domain/endpoint.ts';
import { plan } from '../../src/domain/plan.ts';
import { parseTarget, type Target } from '../../src/domain/target.ts';
import { CONFIGURATION_FAULTS } from './configuration-faults.ts';

const ENDPOINTS = groupByEndpoint([
  parseDnsEntry('vpce-01234567abcdef012-01234567.execute-api.us-west-2.vpce.amazonaws.com'),
]).map((endpoint) => ({ ...endpoint, families: [4], privateFamilies: [4] }) as const);
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** A target, or the message of the one error that is thrown for a configuration. */
function read(configuration: unknown): Target | string {
  try {
    return parseTarget(configuration, 'us-west-2');
  } catch (error) {
    if (!(error instanceof CanaryError)) throw error;
    expect(error.code).toBe('configuration-invalid');
    expect(error.hint).toMatch(/\S/);
    return error.message;
  }
}

function expectHelp(message: string): void {
  const [title, ...lines] = message.split('\n');
  expect(title).toBe(`The configuration has ${lines.length === 1 ? '1 problem' : `${lines.length} problems`}:`);
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) {
    expect(line).toMatch(/^ {2}.*\S.*: (?:given \S.*; accepted: |no such key; .*known here: |not |names of )\S.*$/);
    expect(line.length).toBeLessThan(1_000);
    expect(line).not.toMatch(UNPRINTABLE);
    expect(line).not.toMatch(/\[object |(?:given|accepted:) undefined/);
  }
}

function expectPlan(target: Target): void {
  const probes = plan(target, ENDPOINTS);
  for (const { route } of [...probes, ...planControls(target, ENDPOINTS)]) {
    const { dial, sni, host, path } = route;
    for (const text of [dial, sni, host, path]) expect(text).toMatch(/^[!-~]+$/);
  }
  for (const { expect: expected } of target.resources)
    for (const expression of expected.body) {
      const result = evaluateExpression(expression, [{ id: 1, name: 'a', tags: ['b', null] }]);
      if (!result.held) expect(result.instead.length).toBeLessThan(2_000);
    }
}

test.each(CONFIGURATION_FAULTS)('$fault: $does', ({ configurations, numRuns, hidden }) => {
  fc.assert(
    fc.property(configurations, (configuration) => {
      const told = read(configuration);
      if (typeof told === 'string') expectHelp(told);
      else expectPlan(told);
      if (hidden === undefined) return;
      expect(told).toBeTypeOf('string');
      expect(told).not.toMatch(hidden);
    }),
    { numRuns },
  );
});
