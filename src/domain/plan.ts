// Target and endpoints in, probes out: every access method that applies, made concrete for every name and resource.

import {
  ACCESS_METHOD_IDS,
  ACCESS_METHODS,
  type AccessMethod,
  type AccessMethodId,
  type Names,
} from './access-method.ts';
import type { ControlKind } from './control.ts';
import type { Endpoint, Family } from './endpoint.ts';
import type { EndpointId, ZoneName } from './identifiers.ts';
import type { DeniedRoutes, Resource, Target } from './target.ts';

/** What is dialled and what is sent. Four independent fields and the extra headers; none is derived from another later. */
export interface Route {
  readonly dial: string;
  readonly sni: string;
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** One route × one resource, to be tried once over one fresh connection. */
export interface PlannedProbe {
  readonly accessMethod: AccessMethodId;
  /** Absent for ways that are planned once for the target. */
  readonly endpoint?: EndpointId;
  /** Only on zonal routes. */
  readonly zone?: ZoneName;
  readonly family: Family;
  readonly route: Route;
  readonly resource: Resource;
  /** Only of control probes. */
  readonly control?: ControlKind;
}

/** A way that is not planned, and why. */
export interface LeftOut {
  readonly accessMethod: AccessMethodId;
  readonly reason: string;
}

/** A name to dial on behalf of an endpoint. */
interface DialledName {
  readonly endpoint: Endpoint;
  readonly name: string;
  readonly zone?: ZoneName;
}

/** All probes of one run, in the order of the access-method table. Empty when there is no endpoint. */
export function plan(target: Target, endpoints: readonly Endpoint[]): readonly PlannedProbe[] {
  return plannedMethods(target, endpoints).flatMap((id) => {
    const method: AccessMethod = ACCESS_METHODS[id];
    return dialledNames(method, endpoints).flatMap((dialled) =>
      familiesOf(method, dialled.endpoint, endpoints).flatMap((family) =>
        target.resources.map((resource) => ({
          accessMethod: id,
          ...(method.per === 'target' ? {} : { endpoint: dialled.endpoint.id }),
          ...(dialled.zone === undefined ? {} : { zone: dialled.zone }),
          family,
          route: routeOf(method, namesFor(target, dialled), pathOf(method, target, resource)),
          resource: mustBeDenied(target, id, dialled.endpoint)
            ? { ...resource, expect: { ...resource.expect, denied: true } }
            : resource,
        })),
      ),
    );
  });
}

/** The access methods that are planned: those named in the configuration, else all that apply from this vantage. */
export function plannedMethods(target: Target, endpoints: readonly Endpoint[]): readonly AccessMethodId[] {
  if (target.accessMethods !== undefined) return ACCESS_METHOD_IDS.filter((id) => target.accessMethods?.includes(id));
  const { network, privateNames } = target.vantage;
  const applies = {
    always: true,
    // EC2 promises private DNS from the moment it is switched on; while the hidden zone is pending, clients fail. Where
    // EC2 is not asked, somebody who forwards private names says that there are any.
    'private-dns-on': endpoints.some(({ privateDns }) =>
      privateDns === undefined ? privateNames === 'forwarded' : privateDns !== 'off',
    ),
    'custom-domain-configured': target.customDomain !== undefined,
  } as const satisfies Record<AccessMethod['default'], boolean>;
  return ACCESS_METHOD_IDS.filter((id) => {
    const method: AccessMethod = ACCESS_METHODS[id];
    // Private names do not lead to the endpoint from outside the VPC unless somebody forwards them.
    const servedHere = network === 'vpc' || privateNames === 'forwarded' || method.records !== 'private';
    return applies[method.default] && servedHere;
  });
}

/** Ways that a reader would expect and that are not planned by default, with the reason. */
export function leftOutMethods(target: Target, endpoints: readonly Endpoint[]): readonly LeftOut[] {
  if (target.accessMethods !== undefined || endpoints.length === 0) return [];
  const planned = plannedMethods(target, endpoints);
  const expected: readonly AccessMethodId[] = [
    'private-dns',
    ...(target.customDomain ? ['custom-domain' as const] : []),
  ];
  return expected
    .filter((accessMethod) => !planned.includes(accessMethod))
    .map((accessMethod) => ({
      accessMethod,
      reason: `${leftOutReason(target)}; it is probed all the same when \`accessMethods\` names it`,
    }));
}

function leftOutReason({ vantage, endpoints }: Target): string {
  if (vantage.network !== 'vpc' && vantage.privateNames !== 'forwarded')
    return 'private names lead to the endpoint from inside the VPC only, unless `vantage.privateNames` is "forwarded"';
  if (endpoints.kind === 'names') return 'DNS names do not tell whether private DNS is on';
  return 'no endpoint has private DNS on';
}

/** The routes of an access method that API Gateway must refuse. A way that is planned once for the target is no
 * endpoint's. */
export function deniedRoutes({ routes }: Target, accessMethod: AccessMethodId): readonly DeniedRoutes[] {
  const ofEndpoint = ACCESS_METHODS[accessMethod].per !== 'target';
  return routes.filter(
    (each) => (each.accessMethod ?? accessMethod) === accessMethod && (each.endpoint === undefined || ofEndpoint),
  );
}

function mustBeDenied(target: Target, accessMethod: AccessMethodId, endpoint: Endpoint): boolean {
  return deniedRoutes(target, accessMethod).some((each) => (each.endpoint ?? endpoint.id) === endpoint.id);
}

function dialledNames(method: AccessMethod, endpoints: readonly Endpoint[]): readonly DialledName[] {
  const [first] = endpoints;
  if (first === undefined) return [];
  switch (method.per) {
    case 'target':
      return [{ endpoint: first, name: '' }];
    case 'endpoint':
      return endpoints.map((endpoint) => ({ endpoint, name: '' }));
    case 'endpoint-names':
      return endpoints.flatMap((endpoint) => [
        ...(endpoint.regionalName === undefined ? [] : [{ endpoint, name: endpoint.regionalName }]),
        ...endpoint.zones.map(({ zone, name }) => ({ endpoint, name, zone })),
      ]);
  }
}

function familiesOf(method: AccessMethod, own: Endpoint, all: readonly Endpoint[]): readonly Family[] {
  if (method.records === 'vpce') return own.families;
  const serving = all.filter(({ privateDns }) => privateDns !== 'off');
  const promised = new Set((serving.length > 0 ? serving : all).flatMap(({ privateFamilies }) => privateFamilies));
  return ([4, 6] as const).filter((family) => promised.has(family));
}

function namesFor(target: Target, { endpoint, name }: DialledName): Names {
  return {
    apiId: target.api.id,
    region: target.api.region,
    dnsSuffix: endpoint.dnsSuffix,
    endpointId: endpoint.id,
    dialled: name,
    domain: target.customDomain?.name ?? '',
  };
}

function pathOf(method: AccessMethod, target: Target, resource: Resource): string {
  if (method.pathPrefix === 'stage') return `/${target.api.stage}${resource.path}`;
  const basePath = target.customDomain?.basePath;
  return basePath === undefined ? resource.path : `/${basePath}${resource.path}`;
}

function routeOf(method: AccessMethod, names: Names, path: string): Route {
  return {
    dial: method.dial(names),
    sni: method.sni(names),
    host: method.host(names),
    path,
    headers: method.headers(names),
  };
}
