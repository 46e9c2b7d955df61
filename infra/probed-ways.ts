// Which ways a target is watched through, and whether some of them have zonal names or have to be refused: what its alarms
// are made for.

import {
  ACCESS_METHOD_IDS,
  ACCESS_METHODS,
  type AccessMethod,
  type AccessMethodId,
} from '../src/domain/access-method.ts';
import { parseDnsEntry } from '../src/domain/endpoint.ts';
import { deniedRoutes } from '../src/domain/plan.ts';
import type { Target } from '../src/domain/target.ts';

/** Those that are named, else every way that may apply: whether an endpoint has private DNS is not known here, and an
 * alarm must not wait for a way that the runs leave out. With DNS names alone the runs do not know it either, so that
 * private DNS is probed only where it is named, or where somebody forwards private names. */
export function namedMethods({ accessMethods, endpoints, customDomain, vantage }: Target): readonly AccessMethodId[] {
  if (accessMethods !== undefined) return ACCESS_METHOD_IDS.filter((id) => accessMethods.includes(id));
  const forwarded = vantage.privateNames === 'forwarded';
  const applies = {
    always: true,
    'private-dns-on': endpoints.kind !== 'names' || forwarded,
    'custom-domain-configured': customDomain !== undefined,
  } as const satisfies Record<AccessMethod['default'], boolean>;
  return ACCESS_METHOD_IDS.filter((id) => {
    const method: AccessMethod = ACCESS_METHODS[id];
    return applies[method.default] && (vantage.network === 'vpc' || forwarded || method.records !== 'private');
  });
}

/** A name that only CloudFormation knows counts as a regional one: an alarm over zones that are not there is red for
 * ever. */
export function hasZones({ endpoints }: Target, accessMethods: readonly AccessMethodId[]): boolean {
  const names = endpoints.kind !== 'names' || endpoints.names.some((name) => parseDnsEntry(name).kind === 'zonal');
  return names && accessMethods.some((id) => ACCESS_METHODS[id].per === 'endpoint-names');
}

export function hasRefusals(target: Target, accessMethods: readonly AccessMethodId[]): boolean {
  return (
    target.resources.some(({ expect }) => expect.denied === true) ||
    accessMethods.some((id) => deniedRoutes(target, id).length > 0)
  );
}
