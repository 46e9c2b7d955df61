// The order of a run: probes, the controls after them, and the controls that only a failure calls for; and what of them
// comes to where.

import { describe, expect, it } from 'vitest';
import { deadlinesOf } from '../src/domain/deadline.ts';
import type { Endpoint } from '../src/domain/endpoint.ts';
import type { EndpointId } from '../src/domain/identifiers.ts';
import { identityOf, type Observation } from '../src/domain/observation.ts';
import type { PlannedProbe } from '../src/domain/plan.ts';
import type { Discovery, Report } from '../src/domain/report.ts';
import { type Ports, run } from '../src/run.ts';
import type { ScenarioName } from '../src/simulator/scenarios.ts';
import { type Simulator, startSimulator } from '../src/simulator/simulator.ts';
import {
  CONNECT_TIMEOUT,
  ENDPOINT_ID,
  endpointOf,
  OTHER_ENDPOINT_ID,
  PASSED,
  type Seen,
  targetOf,
} from './report/report-builder.ts';
import { canaryFor } from './support/canary-run.ts';

const TWO = [endpointOf(['us-west-2a']), endpointOf(['us-west-2b'], { id: OTHER_ENDPOINT_ID as EndpointId })];
const NOT_DEPLOYED = '/test/private-api-canary/not-deployed';

async function runIn(scenario: ScenarioName, overrides: object = {}) {
  await using simulator = await startSimulator({ scenario });
  using canary = canaryFor(simulator);
  const report = await canary.run({ publish: 'none', ...overrides });
  return { report, simulator };
}

interface Situation {
  /** What a probe or a control saw; absent: it passed. */
  readonly see?: (probe: PlannedProbe) => Seen;
  readonly endpoints?: readonly Endpoint[];
  /** Where the first answer about the endpoints is from. */
  readonly source?: Discovery['source'];
  readonly overrides?: object;
  readonly probing?: AbortSignal;
  /** What the process added to the times of each batch, in milliseconds. */
  readonly delaysMs?: readonly number[];
}

/** A run that sends nothing: its report, what was handed on to be probed, batch by batch, and what EC2 was asked. */
async function ranOn(situation: Situation) {
  const {
    see = () => PASSED,
    endpoints = TWO,
    source = 'remembered',
    overrides = {},
    probing,
    delaysMs = [],
  } = situation;
  const batches: string[][] = [];
  const asked: string[] = [];
  const target = targetOf({ publish: 'none', connection: { port: 8_443 }, ...overrides });
  const ports: Ports = {
    discover: async (_target, freshness) => {
      asked.push(freshness);
      const answer = freshness === 'kept' ? { source, ageSeconds: 240 } : { source: 'ec2' as const, ageSeconds: 0 };
      return { ...answer, endpoints, notices: [] };
    },
    probeAll: async (probes) => {
      batches.push(probes.map(({ control, accessMethod }) => control ?? accessMethod));
      const observations = probes.map((each): Observation => ({ ...identityOf(each), ...see(each), curl: 'curl' }));
      return { observations, measurementDelayMs: delaysMs[batches.length - 1] ?? 0 };
    },
    publish: async () => ({ sink: 'none', accepted: 0, rejected: 0 }),
    now: () => 0,
  };
  const deadlines = deadlinesOf(60_000, performance.now());
  const report = await run(target, ports, { ...deadlines, probing: probing ?? deadlines.probing });
  return { report, batches, asked };
}

const TLS_REFUSED: Seen = { ...CONNECT_TIMEOUT, failure: { step: 'tls', code: 'tls-alert', message: 'refused' } };
const NOT_RUN: Seen = { outcome: 'not-run' };

/** Sees one thing in the controls that every run sends, and `PASSED` in all else. */
const inControls = (seen: Seen) => (probe: PlannedProbe) => (probe.control === undefined ? PASSED : seen);
/** Sees one thing in the ways through the endpoint's own names with the API's as Host, and `PASSED` in all else. */
const inVpceHost = (seen: Seen) => (probe: PlannedProbe) =>
  probe.accessMethod === 'vpce-host' && probe.control === undefined ? seen : PASSED;

describe('the order', () => {
  const endpoints = [endpointOf(['us-west-2a'])];
  const resources = [{ path: '/pets' }];

  it('is probes, controls, and then what a failure calls for', async () => {
    const { batches } = await ranOn({ see: inVpceHost(TLS_REFUSED), endpoints, overrides: { resources } });

    expect(batches).toEqual([
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
    const overrides = { accessMethods: ['vpce-host'], resources, controls: false };
    const { batches } = await ranOn({ see: inVpceHost(TLS_REFUSED), endpoints, overrides });

    expect(batches).toEqual([['vpce-host', 'vpce-host']]);
  });
});

describe('the report', () => {
  it('has the port that was dialled, and how the endpoints are configured', async () => {
    const { report } = await ranOn({ see: inVpceHost(TLS_REFUSED) });

    expect(report.target.port).toBe(8_443);
    expect(report.target.endpoints).toEqual({ kind: 'ids', ids: [ENDPOINT_ID] });
  });

  it.each([
    ['the probes and their controls', [7, 2]],
    ['what a failure called for', [2, 7]],
  ])('has what the process added to a time at worst, be it among %s', async (_what, delaysMs) => {
    const { report, batches } = await ranOn({ see: inVpceHost(TLS_REFUSED), delaysMs });

    expect(batches).toHaveLength(2);
    expect(report.measurementDelayMs).toBe(7);
  });

  it('has the controls of every endpoint, those that a failure called for after the others', async () => {
    const { report } = await ranOn({ see: inVpceHost(TLS_REFUSED) });

    expect(report.controls.map(({ control, endpoint }) => [control, endpoint])).toEqual([
      ['unknown-api', ENDPOINT_ID],
      ['undeployed-path', ENDPOINT_ID],
      ['unknown-api', OTHER_ENDPOINT_ID],
      ['undeployed-path', OTHER_ENDPOINT_ID],
      ['api-sni', ENDPOINT_ID],
      ['api-sni', OTHER_ENDPOINT_ID],
    ]);
    expect(report.observations.filter(({ control }) => control !== undefined)).toEqual([]);
  });

  it('is not cut short by controls that had no turn, and is by a probe', async () => {
    const controlsLeft = await ranOn({ see: inControls(NOT_RUN) });
    const probesLeft = await ranOn({ see: inVpceHost(NOT_RUN) });

    expect(controlsLeft.report.controls.map(({ outcome }) => outcome)).toEqual(Array(4).fill('not-run'));
    expect(controlsLeft.report.cutShort).toBe(false);
    expect(probesLeft.report.cutShort).toBe(true);
  });
});

describe('EC2', () => {
  it('is asked again when a probe failed and its answer was remembered', async () => {
    const { report, asked } = await ranOn({ see: inVpceHost(TLS_REFUSED) });

    expect(asked).toEqual(['kept', 'fresh']);
    expect(report.discovery).toMatchObject({ source: 'ec2', ageSeconds: 0 });
  });

  it.each([
    ['a control alone failed', { see: inControls(TLS_REFUSED) }],
    ['probes had no turn', { see: inVpceHost(NOT_RUN) }],
    ['all passed', {}],
    ['there is no time left', { see: inVpceHost(TLS_REFUSED), probing: AbortSignal.abort() }],
  ])('is not when %s', async (_what, situation) => {
    const { report, asked } = await ranOn(situation);

    expect(asked).toEqual(['kept']);
    expect(report.discovery).toMatchObject({ source: 'remembered', ageSeconds: 240 });
  });

  it.each(['ec2', 'last-known-good', 'configuration'] as const)(
    'is not when its answer was not remembered: %s',
    async (source) => {
      const { asked } = await ranOn({ see: inVpceHost(TLS_REFUSED), source });

      expect(asked).toEqual(['kept']);
    },
  );
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

    const report = await canary.run(
      { publish: 'none' },
      { ...deadlinesOf(60_000, performance.now()), probing: AbortSignal.abort() },
    );

    expect(told(report)).toEqual(['unknown-api not-run', 'undeployed-path not-run']);
    expect(report.verdict.state).toBe('unknown');
    expect(pathsOf(simulator).filter((path) => path === NOT_DEPLOYED)).toHaveLength(2);
  });
});

describe('the report says', () => {
  const routes = [{ accessMethod: 'vpce-host', expect: { denied: true } }];
  const auth = {
    iam: true,
    headers: { 'x-api-key': { env: 'PETS_API_KEY' }, 'x-tenant': { secretId: 'pets/tenant' } },
  };

  it('what routes are to be refused, and what requests carry: headers by their names alone', async () => {
    const { report } = await ranOn({ overrides: { routes, auth } });
    expect(report.target.routes).toEqual(routes);
    expect(report.target.auth).toEqual({ iam: true, headers: ['x-api-key', 'x-tenant'] });
    expect(JSON.stringify(report)).not.toMatch(/PETS_API_KEY|pets\/tenant/);
  });

  it('neither where there is neither', async () => {
    const { report } = await ranOn({});
    expect(Object.keys(report.target)).not.toContain('routes');
    expect(Object.keys(report.target)).not.toContain('auth');
  });

  it('of the private name from on-premises what it was, and nothing follows from it', async () => {
    const overrides = { vantage: { network: 'on-premises' } };
    const see = ({ control }: PlannedProbe): Seen => (control === 'private-name' ? TLS_REFUSED : PASSED);
    const { report, batches } = await ranOn({ overrides, see, source: 'ec2' });
    expect(batches).toHaveLength(1);
    expect(report.controls.map(({ control }) => control)).toContain('private-name');
    expect(report.verdict).toMatchObject({ state: 'healthy', diagnoses: [] });
  });
});
