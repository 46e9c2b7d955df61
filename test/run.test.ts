// The order of a run: probes, the controls after them, and the controls that only a failure calls for; and what of them
// comes to where.

import { describe, expect, it } from 'vitest';
import { deadlinesOf } from '../src/domain/deadline.ts';
import { identityOf, type Observation } from '../src/domain/observation.ts';
import type { Report } from '../src/domain/report.ts';
import { type Ports, run } from '../src/run.ts';
import type { ScenarioName } from '../src/simulator/scenarios.ts';
import { type Simulator, startSimulator } from '../src/simulator/simulator.ts';
import { CONNECT_TIMEOUT, endpointOf, PASSED, targetOf } from './report/report-builder.ts';
import { canaryFor } from './support/canary-run.ts';

const NOT_DEPLOYED = '/test/private-api-canary/not-deployed';

async function runIn(scenario: ScenarioName, overrides: object = {}) {
  await using simulator = await startSimulator({ scenario });
  using canary = canaryFor(simulator);
  const report = await canary.run({ publish: 'none', ...overrides });
  return { report, simulator };
}

/** What is handed on to be probed, batch by batch, when `vpce-host` fails at TLS and all else passes. */
async function batchesOf(overrides: object = {}): Promise<readonly (readonly string[])[]> {
  const batches: string[][] = [];
  const target = targetOf({ publish: 'none', ...overrides });
  const ports: Ports = {
    discover: async () => ({ source: 'ec2', ageSeconds: 0, endpoints: [endpointOf(['us-west-2a'])], notices: [] }),
    probeAll: async (probes) => {
      batches.push(probes.map(({ control, accessMethod }) => control ?? accessMethod));
      const observations = probes.map((probe): Observation => {
        const refused = probe.accessMethod === 'vpce-host' && probe.control === undefined;
        const seen = refused
          ? { ...CONNECT_TIMEOUT, failure: { step: 'tls', code: 'tls-alert', message: 'refused' } as const }
          : PASSED;
        return { ...identityOf(probe), ...seen, curl: 'curl' };
      });
      return { observations, measurementDelayMs: 0 };
    },
    publish: async () => ({ sink: 'none', accepted: 0, rejected: 0 }),
    now: () => 0,
  };
  await run(target, ports, deadlinesOf(60_000));
  return batches;
}

describe('the order', () => {
  it('is probes, controls, and then what a failure calls for', async () => {
    expect(await batchesOf({ resources: [{ path: '/pets' }] })).toEqual([
      [
        'private-dns',
        'route53-alias',
        'vpce-host',
        'vpce-host',
        'vpce-api-id',
        'vpce-api-id',
        'unknown-api',
        'undeployed-path',
      ],
      ['api-sni'],
    ]);
  });

  it('is probes alone without controls', async () => {
    expect(await batchesOf({ accessMethods: ['vpce-host'], resources: [{ path: '/pets' }], controls: false })).toEqual([
      ['vpce-host', 'vpce-host'],
    ]);
  });
});

const told = ({ controls }: Report) => controls.map(({ control, outcome }) => `${control} ${outcome}`);
const pathsOf = ({ connections }: Simulator) => connections.flatMap(({ requests }) => requests.map(({ path }) => path));

describe('a run in which every probe passes', () => {
  it('sends the two controls after its probes, and no other', async () => {
    const { report, simulator } = await runIn('healthy');

    expect(told(report)).toEqual(['unknown-api passed', 'undeployed-path passed']);
    expect(report.controls.map(({ status, errorType }) => [status, errorType])).toEqual([
      [403, 'ForbiddenException'],
      [403, 'MissingAuthenticationTokenException'],
    ]);
    expect(report.observations).toHaveLength(16);
    expect(report.observations.filter(({ control }) => control !== undefined)).toEqual([]);
    const paths = pathsOf(simulator);
    expect(paths.filter((path) => path === NOT_DEPLOYED)).toHaveLength(2);
    expect(paths).toHaveLength(18);
    expect(report.verdict.state).toBe('healthy');
  });

  it('sends none when they are switched off', async () => {
    const { report, simulator } = await runIn('healthy', { controls: false });

    expect(report.controls).toEqual([]);
    expect(pathsOf(simulator)).not.toContain(NOT_DEPLOYED);
  });

  it('stays healthy when a control is answered otherwise than expected', async () => {
    // Alone among the ways, the private name does not go through what takes the header away.
    const { report } = await runIn('api-id-stripped', { accessMethods: ['private-dns'] });

    expect(told(report)).toEqual(['unknown-api passed', 'undeployed-path failed']);
    expect(report.verdict.state).toBe('healthy');
    expect(report.cutShort).toBe(false);
  });

  it('has controls to the endpoint itself when the private name alone is probed', async () => {
    const { report, simulator } = await runIn('healthy', { accessMethods: ['private-dns'] });

    expect(report.observations).toHaveLength(2);
    expect(told(report)).toEqual(['unknown-api passed', 'undeployed-path passed']);
    expect(report.target.accessMethods).toEqual(['private-dns']);
    const own = Object.values(simulator.addresses).sort();
    for (const { addresses = [] } of report.controls) expect(addresses.toSorted()).toEqual([...new Set(own)]);
  });
});

describe('the control that a failure calls for', () => {
  it.each(['wrong-certificate', 'strict-access-mode'] as const)(
    "passes with the API's own name as SNI: %s",
    async (scenario) => {
      const { report, simulator } = await runIn(scenario);

      expect(told(report).at(-1)).toBe('api-sni passed');
      expect(told(report).filter((each) => each.startsWith('api-sni'))).toHaveLength(1);
      const last = simulator.connections.at(-1);
      const apiName = '01234567ab.execute-api.us-west-2.amazonaws.com';
      expect([last?.clientHello.sni, last?.requests[0]?.host, last?.requests[0]?.path]).toEqual([
        apiName,
        apiName,
        '/test/pets',
      ]);
      expect(report.controls.at(-1)?.route.dial).toMatch(/^vpce-.*\.vpce\.amazonaws\.com$/);
      expect(report.verdict.state).toBe('degraded');
    },
  );

  it.each(['stage-missing', 'resource-policy-denies'] as const)(
    'fails where the name is not why: %s',
    async (scenario) => {
      const { report } = await runIn(scenario);

      expect(told(report).at(-1)).toBe('api-sni failed');
      expect(report.verdict.state).toBe('unreachable');
    },
  );

  it.each(['alias-not-associated', 'backend-error-as-200', 'route-missing', 'zone-down', 'dns-servfail'] as const)(
    'is not sent when vpce-host was not refused for a name: %s',
    async (scenario) => {
      const { report } = await runIn(scenario, { timeouts: { connectMs: 1_000 } });

      expect(report.observations.some(({ outcome }) => outcome === 'failed')).toBe(true);
      expect(report.controls.map(({ control }) => control)).toEqual(['unknown-api', 'undeployed-path']);
    },
  );

  it('is not sent when vpce-host is not probed', async () => {
    const { report } = await runIn('wrong-certificate', { accessMethods: ['vpce-api-id'] });

    expect(report.controls.map(({ control }) => control)).toEqual(['unknown-api', 'undeployed-path']);
  });
});

describe('a run out of time', () => {
  it('has controls that were not run, and says nothing of the API by them', async () => {
    await using simulator = await startSimulator();
    using canary = canaryFor(simulator);
    await canary.run({ publish: 'none' });

    const report = await canary.run({ publish: 'none' }, { ...deadlinesOf(60_000), probing: AbortSignal.abort() });

    expect(told(report)).toEqual(['unknown-api not-run', 'undeployed-path not-run']);
    expect(report.verdict.state).toBe('unknown');
    expect(pathsOf(simulator).filter((path) => path === NOT_DEPLOYED)).toHaveLength(2);
  });
});
