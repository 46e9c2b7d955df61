// Which API a request is for and whether it gets as far as its routes: API, then stage, then resource policy, then route.
// The order of the last two is not documented for private APIs; this is the order that fits the answers people report.
import type { Faults } from '../faults.ts';
import type { Topology } from '../topology.ts';
import {
  accessDenied,
  forbidden,
  type GatewayAnswer,
  incompleteSignature,
  missingAuthenticationToken,
} from './answers.ts';
import { findRoute } from './routes.ts';

/** The parts of a request that decide about its answer. */
export interface GatewayRequest {
  readonly method: string;
  /** Request target: path and query. */
  readonly target: string;
  /** Host header, port allowed. */
  readonly host: string;
  /** Value of `x-apigw-api-id`. */
  readonly apiId: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** The answer to a request, in a world with these names and faults. */
export function answerRequest(request: GatewayRequest, topology: Topology, faults: Faults): GatewayAnswer {
  if (!namesTheApi(request, topology, faults)) return forbidden;
  const [path = '', query = ''] = request.target.split('?', 2);
  const [, stage, ...segments] = path.split('/');
  if (stage !== topology.api.stage || faults.stage === 'missing') return forbidden;
  // A trailing slash makes no difference.
  if (segments.at(-1) === '') segments.pop();
  if (faults.resourcePolicy === 'denies') {
    return accessDenied(maskedArn(topology, `${request.method}/${segments.join('/')}`));
  }
  const route = findRoute(request.method, segments, faults);
  if (route !== undefined) return route({ query: new URLSearchParams(query), body: request.body });
  return request.authorization === undefined || request.authorization.startsWith('AWS4-HMAC-SHA256')
    ? missingAuthenticationToken
    : incompleteSignature(request.authorization);
}

/** The header wins over Host: a right header rescues a wrong Host, and a wrong header spoils a right one. */
function namesTheApi(request: GatewayRequest, topology: Topology, faults: Faults): boolean {
  if (request.apiId !== undefined) return request.apiId === topology.api.id;
  const host = request.host.toLowerCase().replace(/:\d+$/, '');
  if (host === `${topology.api.id}.${topology.privateApex}`) return true;
  return faults.alias === 'associated' && host === `${topology.aliasLabel}.${topology.privateApex}`;
}

/** API Gateway shows only the last four digits of the account id. */
function maskedArn(topology: Topology, methodAndPath: string): string {
  const account = `********${topology.accountId.slice(-4)}`;
  const { id, stage } = topology.api;
  return `arn:aws:execute-api:${topology.region}:${account}:${id}/${stage}/${methodAndPath}`;
}
