// The facts of a run, arranged for comparison: which probes shared a route, which addresses belong to the endpoints, how
// far each probe came. It concludes nothing.

import type { AccessMethodId } from '../domain/access-method.ts';
import type { ControlKind } from '../domain/control.ts';
import type { Endpoint, Family } from '../domain/endpoint.ts';
import type { FailureCode, Step } from '../domain/failure.ts';
import type { EndpointId } from '../domain/identifiers.ts';
import type { Observation } from '../domain/observation.ts';
import type { Facts } from './facts.ts';
import { perScene } from './per-scene.ts';

export type Scene = Facts;

/** The three ways that dial a name of the endpoint itself. */
export const VPCE_WAYS = [
  'vpce-host',
  'vpce-api-id',
  'vpce-custom-domain',
] as const satisfies readonly AccessMethodId[];
export const CUSTOM_WAYS = ['custom-domain', 'vpce-custom-domain'] as const satisfies readonly AccessMethodId[];

export function goes(seen: Observation, ...ways: readonly AccessMethodId[]): boolean {
  return ways.includes(seen.accessMethod);
}

export function failedWith(seen: Observation, ...codes: readonly FailureCode[]): boolean {
  return seen.failure !== undefined && codes.includes(seen.failure.code);
}

export function failedAt(seen: Observation, ...steps: readonly Step[]): boolean {
  return seen.failure !== undefined && steps.includes(seen.failure.step);
}

export function wasTried({ outcome }: Observation): boolean {
  return outcome !== 'not-run';
}

/** The name that was dialled has an address for this resolver. */
export function resolved(seen: Observation): boolean {
  return seen.outcome === 'passed' || (seen.failure !== undefined && seen.failure.step !== 'dns');
}

/** A connection was made. */
export function connected(seen: Observation): boolean {
  return resolved(seen) && seen.failure?.step !== 'connect';
}

/** A whole answer came, whatever it said. */
export function answered(seen: Observation): boolean {
  return seen.outcome === 'passed' || failedAt(seen, 'expect');
}

/** It passed by being refused, as it has to be. The network is proven; that API Gateway serves anybody is not. */
export function isKeptOut({ outcome, expected }: Observation): boolean {
  return outcome === 'passed' && expected === 'denied';
}

/** It passed, and a client that goes this way would be served. */
export function isServed(seen: Observation): boolean {
  return seen.outcome === 'passed' && !isKeptOut(seen);
}

/** A whole answer came that tells what a client would get: of one that was to be refused, that it was not. */
export function answeredForClients(seen: Observation): boolean {
  return answered(seen) && !isKeptOut(seen);
}

const wayKey = ({ accessMethod, endpoint }: Observation) => `${accessMethod} ${endpoint}`;
const routeKey = (seen: Observation) => `${wayKey(seen)} ${seen.zone} ${seen.family}`;

const byRoute = perScene((_: 'all', { observations }) => Map.groupBy(observations, routeKey));
const byWay = perScene((_: 'all', { observations }) => Map.groupBy(observations, wayKey));

/** The name that was dialled; of a report that lost it, the way that dials it. */
export function nameOf(seen: Observation): string {
  return seen.route.dial || `${wayKey(seen)} ${seen.zone}`;
}

/** Observations of the same way, name and family: only the resource differs. */
export function ofSameRoute(seen: Observation, scene: Scene): readonly Observation[] {
  return byRoute('all', scene).get(routeKey(seen)) ?? [];
}

/** Observations of the same way to the same endpoint, whatever zone, family and resource. */
export function ofSameWay(seen: Observation, scene: Scene): readonly Observation[] {
  return byWay('all', scene).get(wayKey(seen)) ?? [];
}

const all = perScene((_: 'all', { observations, controls }): readonly Observation[] => [
  ...observations,
  ...controls.filter(({ control }) => control !== 'private-name'),
]);

/** Everything that was tried, the controls included that lead to the endpoints. */
export function everything(scene: Scene): readonly Observation[] {
  return all('all', scene);
}

export function controlsOf({ controls }: Scene, kind: ControlKind, endpoint?: EndpointId): readonly Observation[] {
  return controls.filter(
    (control) => control.control === kind && (endpoint === undefined || control.endpoint === endpoint),
  );
}

/** The endpoints that an observation is about: its own, or all for a way that is planned once for the target. */
export function endpointsOf({ endpoint }: Observation, { endpoints }: Scene): readonly Endpoint[] {
  return endpoints.filter(({ id }) => endpoint === undefined || id === endpoint);
}

/** Addresses of one family to which the endpoints' own names led in this run. */
export function ownAddresses(scene: Scene, family: Family, endpoint?: EndpointId): ReadonlySet<string> {
  return addressesByOwner(`${family} ${endpoint ?? ''}`, scene);
}

const addressesByOwner = perScene((key: string, scene): ReadonlySet<string> => {
  const own = everything(scene).filter(
    (seen) => goes(seen, ...VPCE_WAYS) && [`${seen.family} `, `${seen.family} ${seen.endpoint}`].includes(key),
  );
  return new Set(own.flatMap(({ addresses = [] }) => addresses));
});

/** The zone whose name leads to this address. */
export const zoneOf = perScene(
  (address: string, { observations }): string | undefined =>
    observations.find(({ zone, addresses }) => zone !== undefined && addresses?.includes(address) === true)?.zone,
);

/** Somebody got a connection to this address in this run. */
export const isReached = perScene((address: string | undefined, scene): boolean =>
  everything(scene).some((seen) => seen.address === address && connected(seen)),
);
