// Control probes: sent only to tell causes apart, free of side effects. They stand beside the observations of a report
// and count in no metric and no state. Nothing may follow from a control alone that was refused otherwise than expected.

import { ACCESS_METHODS } from './access-method.ts';
import type { Endpoint } from './endpoint.ts';
import type { FailureCode } from './failure.ts';
import type { ApiId } from './identifiers.ts';
import type { Observation } from './observation.ts';
import type { PlannedProbe } from './plan.ts';
import { planPrivateName } from './private-name-control.ts';
import type { Target } from './target.ts';

/** What a control that passes has proven. All but `api-sni` pass when API Gateway refuses them as expected. Whether API
 * Gateway asks the policies before it looks for the path is not documented: they may refuse a request all the same. */
export const CONTROLS = {
  'unknown-api': 'an API id that does not exist is refused: DNS, connection, TLS and the front door work',
  'undeployed-path': 'a path that is not deployed is refused as such: the stage is deployed',
  'api-sni': "vpce-host passes with the API's own name as SNI: only the name in the handshake is refused",
  'private-name': "the API's own name leads to the API from here, though nobody is said to forward it",
} as const satisfies Record<string, string>;

export type ControlKind = keyof typeof CONTROLS;

// API Gateway makes its ids of ten lower-case letters and digits. Nobody has reported either of these.
const UNKNOWN_ID = '0000000000' as ApiId;
const OTHER_UNKNOWN_ID = '0000000001' as ApiId;

// A stage with a greedy path variable (`{proxy+}`) deploys every path, this one too: its backend gets the request, and
// the control fails without saying anything of the stage.
const UNDEPLOYED_PATH = '/private-api-canary/not-deployed';

// `x-amzn-ErrorType` of the refusal. A gateway response may rewrite its status and body, 404 for 403 being the usual one.
const REFUSALS = {
  'unknown-api': 'ForbiddenException',
  'undeployed-path': 'MissingAuthenticationTokenException',
} as const satisfies Partial<Record<ControlKind, string>>;

/** The controls that every run sends, whatever ways are planned: two for each endpoint and address family, by
 * `vpce-api-id` over the endpoint's regional name, or over the first zonal one where no other is known. They need neither
 * private DNS nor a custom domain, and go from the VPC and from on-premises alike. From on-premises one more, for the
 * API's own name. None when the target switches them off. */
export function planControls(target: Target, endpoints: readonly Endpoint[]): readonly PlannedProbe[] {
  if (!target.controls) return [];
  const unknownId = target.api.id === UNKNOWN_ID ? OTHER_UNKNOWN_ID : UNKNOWN_ID;
  const ofEndpoints = endpoints.flatMap((endpoint) =>
    endpoint.families.flatMap((family) => [
      ...control('unknown-api', { target, endpoint, family, apiId: unknownId }),
      ...control('undeployed-path', { target, endpoint, family, apiId: target.api.id }),
    ]),
  );
  const undeployed = { path: UNDEPLOYED_PATH, errorType: REFUSALS['undeployed-path'] };
  return [...ofEndpoints, ...planPrivateName(target, endpoints, undeployed)];
}

interface ControlPlan extends Pick<PlannedProbe, 'family'> {
  readonly target: Target;
  readonly endpoint: Endpoint;
  /** What is asked for, which need not be the target's. */
  readonly apiId: ApiId;
}

/** Nothing for an endpoint without a name. */
function control(
  kind: keyof typeof REFUSALS,
  { target, endpoint, family, apiId }: ControlPlan,
): readonly PlannedProbe[] {
  const method = ACCESS_METHODS['vpce-api-id'];
  const zonal = endpoint.regionalName === undefined ? endpoint.zones[0] : undefined;
  const dialled = endpoint.regionalName ?? zonal?.name;
  if (dialled === undefined) return [];
  const { region, stage } = target.api;
  const names = { apiId, region, dnsSuffix: endpoint.dnsSuffix, endpointId: endpoint.id, dialled, domain: '' };
  return [
    {
      accessMethod: 'vpce-api-id',
      endpoint: endpoint.id,
      ...(zonal === undefined ? {} : { zone: zonal.zone }),
      family,
      route: {
        dial: method.dial(names),
        sni: method.sni(names),
        host: method.host(names),
        // Never a path of the target's: should the id be ignored on the way, no backend is asked.
        path: `/${stage}${UNDEPLOYED_PATH}`,
        headers: method.headers(names),
      },
      resource: {
        method: 'GET',
        auth: 'none',
        path: UNDEPLOYED_PATH,
        label: `GET ${UNDEPLOYED_PATH}`,
        expect: { status: [403], body: [], errorType: REFUSALS[kind] },
      },
      control: kind,
    },
  ];
}

// Whole answers that the name in the handshake may be the cause of: API Gateway does not document how an API in STRICT
// access mode refuses. All others come from behind the front door, and the same request would only fail again.
const MAY_BE_THE_NAME: readonly FailureCode[] = [
  'forbidden',
  'access-denied',
  'gateway-error',
  'not-api-gateway',
  'unexpected-status',
];

/** The controls that only a failure calls for: for each endpoint whose `vpce-host` was refused after the connection was
 * made, the first refused probe again with the API's own name as SNI. `observations` are those of `probes`, in their
 * order. */
export function planFollowUps(
  target: Target,
  probes: readonly PlannedProbe[],
  observations: readonly Observation[],
): readonly PlannedProbe[] {
  if (!target.controls) return [];
  const refused = probes.filter(
    // Of one that is to be refused, the control would pass by being refused.
    ({ accessMethod, resource }, index) =>
      accessMethod === 'vpce-host' && resource.expect.denied !== true && mayBeTheName(observations[index]),
  );
  return [...Map.groupBy(refused, ({ endpoint }) => endpoint).values()].flatMap((group) =>
    group.slice(0, 1).map((first): PlannedProbe => {
      return { ...first, route: { ...first.route, sni: first.route.host }, control: 'api-sni' };
    }),
  );
}

function mayBeTheName(seen: Observation | undefined): boolean {
  if (seen?.failure === undefined) return false;
  const { step, code } = seen.failure;
  return step === 'tls' || step === 'request' || MAY_BE_THE_NAME.includes(code);
}
