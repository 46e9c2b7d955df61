// The way of one request from the client to an integration and back: proxy, endpoint, API, route, integration.
// Read it first; what each station decides is in a file of its own.
import type { Faults } from '../faults.ts';
import { firstZone, type Topology } from '../topology.ts';
import { address, STAGE_WITHOUT_ROUTES } from './addressing.ts';
import type { GatewayAnswer } from './answers.ts';
import { refuseUnsigned } from './authorization.ts';
import type { GatewayRequest } from './gateway-request.ts';
import { onTheWayBack, proxyPage, throughProxy } from './on-the-way.ts';
import { refusalOfRoute, refusalOnTheWay } from './refusals.ts';
import { findRoute } from './routes.ts';
import type { Visit } from './visit.ts';

/** The answer to a request, in a world with these names and faults. */
export function answerRequest(sent: GatewayRequest, topology: Topology, faults: Faults): GatewayAnswer {
  const answer =
    faults.proxy === 'answers' ? proxyPage : answerAtEndpoint(throughProxy(sent, faults), topology, faults);
  return onTheWayBack(answer, faults, sent.zone === firstZone(topology));
}

function answerAtEndpoint(request: GatewayRequest, topology: Topology, faults: Faults): GatewayAnswer {
  const visit = { request, addressed: address(request, topology, faults), topology, faults };
  return refusalOnTheWay(visit) ?? answerOfApi(visit);
}

function answerOfApi(visit: Visit): GatewayAnswer {
  const { request, addressed, faults } = visit;
  const route =
    addressed.stage === STAGE_WITHOUT_ROUTES ? undefined : findRoute(request.method, addressed.segments, faults);
  if (route === undefined) return refuseUnsigned(request);
  return refusalOfRoute(visit) ?? route(request);
}
