// What may refuse a request before an integration sees it, in the order in which it is asked.
// Documented are that policies of endpoints come first, and that WAF comes before resource policies and authorizers
// ("Use AWS WAF to protect your REST APIs"). The places of throttling and of missing routes are not, and those here fit
// the answers that people report.
import type { Faults } from '../faults.ts';
import { firstZone } from '../topology.ts';
import { forbidden, type GatewayAnswer, invalidRequestBody, limitExceeded, tooManyRequests } from './answers.ts';
import { authorization, signatureAtEndpoint } from './authorization.ts';
import { accessMode, defaultEndpoint, unknownApi } from './doors.ts';
import { customDomainPolicy, endpointPolicy, resourcePolicy } from './policies.ts';
import { routeKey } from './routes.ts';
import type { Refuse, Visit } from './visit.ts';

const limitAnswers: Readonly<Record<Faults['limits'], GatewayAnswer | undefined>> = {
  kept: undefined,
  throttled: tooManyRequests,
  'quota-exceeded': limitExceeded,
};

const limits: Refuse = ({ faults }) => limitAnswers[faults.limits];

/** A rule that goes by more than the zone and more than the route: neither alone explains what it blocks. */
const webApplicationFirewall: Refuse = ({ request, addressed, topology, faults }) => {
  if (faults.waf === 'off') return undefined;
  const isFirstOfMany = topology.zones.length > 1 && request.zone === firstZone(topology);
  const blocked = isFirstOfMany ? 'GET /pets/{id}' : 'GET /pets';
  return routeKey(request.method, addressed.segments) === blocked ? forbidden : undefined;
};

const validator: Refuse = ({ faults }) => (faults.validator === 'refuses' ? invalidRequestBody : undefined);

/** Asked of every request. */
const beforeRouting: readonly Refuse[] = [
  signatureAtEndpoint,
  endpointPolicy,
  unknownApi,
  defaultEndpoint,
  accessMode,
  limits,
  webApplicationFirewall,
  resourcePolicy,
  customDomainPolicy,
];

/** Asked only where a route is deployed. */
const beforeIntegration: readonly Refuse[] = [authorization, validator];

/** Why a request does not get as far as the routes. */
export function refusalOnTheWay(visit: Visit): GatewayAnswer | undefined {
  return firstOf(beforeRouting, visit);
}

/** Why a request for a deployed route does not get as far as its integration. */
export function refusalOfRoute(visit: Visit): GatewayAnswer | undefined {
  return firstOf(beforeIntegration, visit);
}

function firstOf(refusals: readonly Refuse[], visit: Visit): GatewayAnswer | undefined {
  for (const refuse of refusals) {
    const refusal = refuse(visit);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
