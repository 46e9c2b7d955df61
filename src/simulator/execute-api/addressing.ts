// Which API, stage and path a request names, by header, Host or custom domain.
// It must not know whether that API or stage exists.
import type { Faults } from '../faults.ts';
import type { Topology } from '../topology.ts';
import { type GatewayRequest, headerOf } from './gateway-request.ts';

/** What a request is for. */
export interface Addressed {
  /** What led to the API. `nothing`: no API is known by these names. */
  readonly by: 'default-endpoint' | 'custom-domain' | 'nothing';
  /** Host in lower case and without a port, whether or not it had a part in this. */
  readonly host: string;
  /** Where nothing led to an API: the first label of the Host. */
  readonly apiId: string;
  readonly stage: string;
  /** Path segments below the stage or the base path. */
  readonly segments: readonly string[];
}

/** The stage to which a wrong base path leads: deployed, and without a route. */
export const STAGE_WITHOUT_ROUTES = 'draft';

/** What a request is for, as far as its names tell. */
export function address(request: GatewayRequest, topology: Topology, faults: Faults): Addressed {
  const host = (headerOf(request, 'host') ?? '').toLowerCase().replace(/:\d+$/, '');
  const named = headerOf(request, 'x-apigw-api-id');
  // The header wins over Host: a right header rescues a wrong Host, and a wrong header spoils a right one.
  if (named === undefined && host === topology.customDomain.name) {
    return byCustomDomain(host, pathOf(request), topology, faults);
  }
  const apiId = named ?? apiOfHost(host, topology, faults);
  if (apiId === undefined) return byNothing(host, pathOf(request));
  const [stage = '', ...segments] = pathOf(request);
  return { by: 'default-endpoint', host, apiId, stage, segments };
}

function byCustomDomain(host: string, path: readonly string[], topology: Topology, faults: Faults): Addressed {
  const [basePath, ...segments] = path;
  const isMapped = faults.customDomain !== 'not-associated' && basePath === topology.customDomain.basePath;
  if (!isMapped) return byNothing(host, path);
  const stage = faults.customDomain === 'base-path-wrong' ? STAGE_WITHOUT_ROUTES : topology.api.stage;
  return { by: 'custom-domain', host, apiId: topology.api.id, stage, segments };
}

/** The policy of the endpoint is asked about such a request as well. Nothing says which API its message then names;
 * here it is what the Host says. */
function byNothing(host: string, path: readonly string[]): Addressed {
  const [apiId = ''] = host.split('.', 1);
  const [stage = '', ...segments] = path;
  return { by: 'nothing', host, apiId, stage, segments };
}

/** The API's default name, or its alias for this endpoint, which only the association makes known. */
function apiOfHost(host: string, topology: Topology, faults: Faults): string | undefined {
  if (!host.endsWith(`.${topology.privateApex}`)) return undefined;
  const label = host.slice(0, -topology.privateApex.length - 1);
  if (label === topology.aliasLabel) return faults.alias === 'associated' ? topology.api.id : undefined;
  return /^[a-z0-9]{10}$/.test(label) ? label : undefined;
}

/** The segments of the path; a trailing slash makes no difference. */
function pathOf({ target }: GatewayRequest): readonly string[] {
  const [path = ''] = target.split('?', 1);
  const [, ...segments] = path.split('/');
  return segments.length > 1 && segments.at(-1) === '' ? segments.slice(0, -1) : segments;
}
