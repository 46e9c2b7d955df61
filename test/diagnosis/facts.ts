// Facts of a run, written by hand as a matrix of outcomes on the plan of a real target: what is not named has passed.

import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { Facts } from '../../src/diagnosis/facts.ts';
import { planControls, planFollowUps } from '../../src/domain/control.ts';
import type { Endpoint, Family } from '../../src/domain/endpoint.ts';
import { FAILURES } from '../../src/domain/failure.ts';
import { identityOf, type Observation } from '../../src/domain/observation.ts';
import { leftOutMethods, type PlannedProbe, plan, plannedMethods } from '../../src/domain/plan.ts';
import type { Discovery, Verdict } from '../../src/domain/report.ts';
import type { Target } from '../../src/domain/target.ts';
import { ENDPOINT_ID, endpointOf, OTHER_ENDPOINT_ID, targetOf } from '../report/report-builder.ts';
import { type Sight, seenAs } from './seen.ts';

export const ZONES = ['us-west-2a', 'us-west-2b'] as const;
export const FIRST = endpointOf(ZONES, {
  subnetIds: ['subnet-0aaa1111bbbb2222c', 'subnet-0ddd3333eeee4444f'],
  securityGroupIds: ['sg-0123456789abcdef0'],
});
export const SECOND = { ...endpointOf(ZONES, { id: OTHER_ENDPOINT_ID as Endpoint['id'] }), privateDns: 'off' } as const;
export const DUAL_STACK = { ...FIRST, families: [4, 6], privateFamilies: [4, 6] } as const satisfies Endpoint;
/** All that the configuration's DNS names tell. */
export const NAMED: Endpoint = withoutEc2(FIRST);
export const CUSTOM_DOMAIN = { customDomain: { name: 'pets.example.com', basePath: 'v1' } };
/** What the access mode STRICT has to refuse. */
export const STRICT_ROUTES = ['route53-alias', 'vpce-host', 'vpce-api-id'].map((accessMethod) => ({
  accessMethod,
  expect: { denied: true },
}));
export const FOUR_WAYS = { accessMethods: ['private-dns', 'route53-alias', 'vpce-host', 'vpce-api-id'] };

/** Words of a place -> what is seen there. A place matches when each of its words names the way (`private-dns`,
 * `vpce-host`), a group of ways (`every`, `default`, `vpce`, `custom`), a zone, `regional`, a resource's path, `IPv6`,
 * or the `first` or `second` endpoint; words joined by `|` are alternatives. The first place that matches counts. */
export type Matrix = Readonly<Record<string, Sight>>;

/** `controls`: by kind; what is not named passes where the endpoint's own names lead to an answer, and fails as they do
 * where they do not. */
export interface World {
  readonly see?: Matrix;
  readonly controls?: 'none' | Matrix;
  /** Keys of the configuration. */
  readonly target?: Readonly<Record<string, unknown>>;
  readonly endpoints?: readonly Endpoint[];
  /** What EC2 says after the probes, where that is something else than before. */
  readonly endpointsNow?: readonly Endpoint[];
  readonly discovery?: Partial<Omit<Discovery, 'endpoints'>>;
}

function withoutEc2({ privateDns: _, state: _s, vpcId: _v, subnetIds: _n, securityGroupIds: _g, ...named }: Endpoint) {
  return named;
}

export function factsOf(world: World): Facts {
  const { see = {}, endpoints = [FIRST], endpointsNow = endpoints, discovery = {}, controls = {} } = world;
  const target = targetIn(world, endpoints);
  const observe = (probe: PlannedProbe, matrix: Matrix): Observation => observation(probe, endpoints, matrix);
  const probes = plan(target, endpoints);
  const observations = probes.map((probe) => observe(probe, see));
  const sent = [...planControls(target, endpoints), ...planFollowUps(target, probes, observations)];
  return {
    target: {
      api: target.api,
      accessMethods: plannedMethods(target, endpoints),
      leftOut: leftOutMethods(target, endpoints),
      resources: target.resources.map(({ label }) => label),
      endpoints: target.endpoints,
      ...(target.auth === undefined
        ? {}
        : { auth: { iam: target.auth.iam, headers: Object.keys(target.auth.headers) } }),
      ...(target.routes.length === 0 ? {} : { routes: target.routes }),
      port: target.connection.port,
    },
    vantage: target.vantage,
    endpoints: endpointsNow,
    discovery: { source: 'ec2', ageSeconds: 0, notices: [], ...discovery },
    observations,
    controls: sent.map((probe) =>
      observe(probe, { ...(controls === 'none' ? {} : controls), '': unlessNamed(probe, endpoints, see) }),
    ),
  };
}

export function verdictOn(world: World, since?: string): Verdict {
  return diagnose(factsOf(world), since);
}

export function codesFor(world: World): readonly string[] {
  return verdictOn(world).diagnoses.map(({ code }) => code);
}

/** What a diagnosis tells its reader of the cause. */
export function textOf(world: World, code: string): string {
  const found = verdictOn(world).diagnoses.find((each) => each.code === code);
  return found === undefined ? '' : `${found.title}. ${found.cause} ${found.remedy}`;
}

function targetIn({ target = {}, controls }: World, endpoints: readonly Endpoint[]): Target {
  const ids = endpoints.length === 0 ? [ENDPOINT_ID] : endpoints.map(({ id }) => id);
  return targetOf({
    endpoints: { vpcEndpointIds: ids },
    ...(controls === 'none' ? { controls: false } : {}),
    ...target,
  });
}

/** A control comes as far as the probe of the matrix that dials the same name. */
function unlessNamed(control: PlannedProbe, endpoints: readonly Endpoint[], see: Matrix): Sight {
  const path = control.control === 'api-sni' ? control.resource.path : '/pets';
  const sight = sightOf({ ...control, resource: { ...control.resource, path } }, endpoints, see);
  const code = typeof sight === 'string' ? sight : sight.is;
  if (control.control === 'api-sni' || code === 'passed' || code === 'not-run') return sight;
  return FAILURES[code].step === 'expect' ? 'passed' : sight;
}

function observation(probe: PlannedProbe, endpoints: readonly Endpoint[], matrix: Matrix): Observation {
  const sight = sightOf(probe, endpoints, matrix);
  const seen = seenAs(sight, addressesOf(probe, endpoints), `DNS:${served(probe.route.sni)}`);
  const asked = probe.control === undefined || seen.outcome !== 'passed' || probe.control === 'api-sni';
  return {
    ...identityOf(probe),
    ...seen,
    ...(asked ? {} : { status: 403 }),
    ...(probe.resource.expect.denied === true && seen.outcome === 'passed'
      ? { status: 403, errorType: 'ForbiddenException' }
      : {}),
    curl: `curl 'https://${probe.route.sni}'`,
  };
}

function sightOf(probe: PlannedProbe, endpoints: readonly Endpoint[], matrix: Matrix): Sight {
  const words = wordsOf(probe, endpoints);
  const isHere = (place: string) =>
    place.split(' ').every((word) => word.split('|').some((each) => each === '' || words.includes(each)));
  return Object.entries(matrix).find(([place]) => isHere(place))?.[1] ?? 'passed';
}

function wordsOf({ accessMethod, endpoint, zone, family, resource, control }: PlannedProbe, all: readonly Endpoint[]) {
  return [
    accessMethod,
    ...(accessMethod.startsWith('vpce-') ? ['vpce'] : []),
    accessMethod.endsWith('custom-domain') ? 'custom' : 'default',
    'every',
    zone ?? 'regional',
    resource.path,
    ...(family === 6 ? ['IPv6'] : []),
    ['first', 'second'][all.findIndex(({ id }) => id === endpoint)],
    control,
  ];
}

/** `*.execute-api.REGION…` covers the names of the API, the vpce wildcard those of the endpoint. */
function served(sni: string): string {
  return sni.includes('.execute-api.') ? `*${sni.slice(sni.indexOf('.'))}` : sni;
}

function addressesOf({ endpoint, zone, family }: PlannedProbe, all: readonly Endpoint[]): readonly string[] {
  const serving = all.findIndex(({ id, privateDns }) =>
    endpoint === undefined ? privateDns !== 'off' : id === endpoint,
  );
  const at = Math.max(serving, 0);
  const zones = all[at]?.zones.map((each) => each.zone) ?? [];
  const indices = zone === undefined ? (zones.length > 0 ? [...zones.keys()] : [0, 1]) : [zones.indexOf(zone)];
  return indices.map((index) => addressAt(at, index, family));
}

/** The address of an endpoint's network interface: of the endpoint and the zone with these indices. */
export function addressAt(endpoint: number, zone: number, family: Family = 4): string {
  return family === 4 ? `10.${endpoint}.${zone + 1}.7` : `fd00:${endpoint}:${zone + 1}::7`;
}
