// What shows a cause: the observations that it explains, the ways that pass beside them, controls, and what EC2 says.

import { CONTROLS } from '../domain/control.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { Observation } from '../domain/observation.ts';
import type { EndpointChange } from '../domain/report.ts';
import { fewOf, placesOf, routeOf, unique } from './places.ts';
import type { ObservedRule } from './rule.ts';
import { endpointsOf, isKeptOut, isServed, type Scene } from './scene.ts';

export function evidenceFor(
  members: readonly Observation[],
  scene: Scene,
  { controls = [], endpoint = [], changes = [], more = () => [] }: NonNullable<ObservedRule['looksAt']> = {},
): readonly string[] {
  const concerned = scene.endpoints.filter((each) => members.some((seen) => endpointsOf(seen, scene).includes(each)));
  return [
    ...seenEvidence(members, scene),
    ...more(members, scene),
    ...passingEvidence(members, scene),
    ...controls.flatMap((kind) => scene.controls.filter((each) => each.control === kind)).map(controlEvidence),
    ...(endpoint.length === 0 ? [] : concerned.map((each) => endpointEvidence(each, endpoint))),
    ...(scene.discovery.changes ?? []).filter(({ what }) => changes.includes(what)).map(changeEvidence),
  ];
}

/** The same message once, with the places that show it. */
function seenEvidence(members: readonly Observation[], scene: Scene): readonly string[] {
  const bySaying = Map.groupBy(members, ({ failure, outcome }) => failure?.message ?? outcome);
  return [...bySaying].map(([message, same]) => `${placesOf(same, scene)}: ${message}${dialledBy(same)}`);
}

/** Where a connection was tried and not answered as it should be, the addresses are the evidence. */
function dialledBy(members: readonly Observation[]): string {
  const addresses = unique(
    members.flatMap(({ address, failure }) =>
      address === undefined || failure === undefined || failure.step === 'expect' ? [] : address,
    ),
  );
  return addresses.length === 0 ? '' : ` (${fewOf(addresses, 4)})`;
}

/** The ways that pass although they share something with those that do not: the comparison that the cause rests on. */
function passingEvidence(members: readonly Observation[], scene: Scene): readonly string[] {
  const { observations } = scene;
  const nameOfRoute = (seen: Observation) => routeOf(seen, scene);
  if (!members.some(({ outcome }) => outcome === 'failed')) return [];
  const passed = observations.filter(isServed);
  const others = new Set(observations.filter(({ outcome }) => outcome !== 'passed').map(nameOfRoute));
  const whole = unique(passed.map(nameOfRoute)).filter((route) => !others.has(route));
  const kept = unique(observations.filter(isKeptOut).map(nameOfRoute)).filter((route) => !others.has(route));
  const refusals = kept.length > 0 ? [`refused, as expected: ${fewOf(kept, 4)}`] : [];
  if (whole.length > 0) return [`pass: ${fewOf(whole, 4)}`, ...refusals];
  const failed = new Set(observations.filter(({ outcome }) => outcome === 'failed').map(({ resource }) => resource));
  const resources = unique(passed.map(({ resource }) => resource)).filter((resource) => !failed.has(resource));
  return resources.length > 0 ? [`pass: ${fewOf(resources, 4)}`, ...refusals] : refusals;
}

function controlEvidence(control: Observation): string {
  const kind = control.control ?? 'unknown-api';
  const place = control.endpoint === undefined ? '' : ` (${control.endpoint})`;
  const saw = control.failure?.message ?? ([control.status, control.errorType].filter(Boolean).join(' ') || 'not run');
  return control.outcome === 'passed'
    ? `control ${kind}${place}: ${saw}: ${CONTROLS[kind]}`
    : `control ${kind}${place}: ${saw}`;
}

function endpointEvidence(
  endpoint: Endpoint,
  keys: NonNullable<NonNullable<ObservedRule['looksAt']>['endpoint']>,
): string {
  const said = {
    state: endpoint.state === undefined ? undefined : `state ${endpoint.state}`,
    privateDns: endpoint.privateDns === undefined ? undefined : `private DNS ${endpoint.privateDns}`,
    securityGroupIds: listed('security groups', endpoint.securityGroupIds),
    subnetIds: listed('subnets', endpoint.subnetIds),
  };
  const parts = keys.flatMap((key) => said[key] ?? []);
  return parts.length === 0 ? `EC2 was not asked about ${endpoint.id}` : `EC2: ${endpoint.id}: ${parts.join(', ')}`;
}

function listed(title: string, ids: readonly string[] | undefined): string | undefined {
  return ids === undefined ? undefined : `${title} ${ids.join(' ') || 'none'}`;
}

function changeEvidence({ endpoint, what, before, after, between: [earlier, later] }: EndpointChange): string {
  return `changed: ${what} of ${endpoint} from ${before || 'none'} to ${after || 'none'}, between ${earlier} and ${later}`;
}

/** What else the observations hold, the same thing once: for what no rule explains. */
export function rawEvidence(members: readonly Observation[]): readonly string[] {
  const list = (label: string, values: readonly (string | number | undefined)[]) => {
    const known = unique(values.flatMap((value) => (value === undefined || value === '' ? [] : `${value}`)));
    return known.length === 0 ? [] : [`${label}: ${fewOf(known, 3)}`];
  };
  return [
    ...list(
      'address',
      members.map(({ address }) => address),
    ),
    ...list(
      'resolver',
      members.map(({ resolver }) => resolver),
    ),
    ...list(
      'status',
      members.map(({ status }) => status),
    ),
    ...list(
      'x-amzn-ErrorType',
      members.map(({ errorType }) => errorType),
    ),
    ...list(
      'request id',
      members.map(({ requestId }) => requestId),
    ),
    ...list(
      'body',
      members.map(({ bodyExcerpt }) => bodyExcerpt),
    ),
  ];
}
