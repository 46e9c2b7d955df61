// The control that asks, from on-premises, whether the API's own name leads to the API although nobody is said to
// forward private names. Whatever comes of it is information: no failure, no diagnosis, no state.

import { ACCESS_METHODS } from './access-method.ts';
import type { Endpoint } from './endpoint.ts';
import type { PlannedProbe } from './plan.ts';
import { plannedMethods } from './plan.ts';
import type { Target } from './target.ts';

/** One at most. `path` is one that no stage has; `errorType` what API Gateway answers for it. */
export function planPrivateName(
  target: Target,
  endpoints: readonly Endpoint[],
  { path, errorType }: { readonly path: string; readonly errorType: string },
): readonly PlannedProbe[] {
  const { network, privateNames } = target.vantage;
  const [endpoint] = endpoints;
  if (network === 'vpc' || privateNames === 'forwarded' || endpoint === undefined) return [];
  // Where it is named, it is probed and judged.
  if (plannedMethods(target, endpoints).includes('private-dns')) return [];
  const method = ACCESS_METHODS['private-dns'];
  const { id: apiId, region, stage } = target.api;
  const { dnsSuffix, id: endpointId } = endpoint;
  const names = { apiId, region, dnsSuffix, endpointId, dialled: '', domain: '' };
  return [
    {
      accessMethod: 'private-dns',
      family: endpoints.some(({ privateFamilies }) => privateFamilies.includes(4)) ? 4 : 6,
      route: {
        dial: method.dial(names),
        sni: method.sni(names),
        host: method.host(names),
        path: `/${stage}${path}`,
        headers: method.headers(),
      },
      resource: {
        method: 'GET',
        auth: 'none',
        path,
        label: `GET ${path}`,
        expect: { status: [403], body: [], errorType },
      },
      control: 'private-name',
    },
  ];
}
