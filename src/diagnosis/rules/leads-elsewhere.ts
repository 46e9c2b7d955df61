// Whether a name leads to the endpoints at all: its addresses against those of the endpoints' own names in the same run.

import type { Observation } from '../../domain/observation.ts';
import { isPublicAddress } from '../../domain/public-address.ts';
import { perScene } from '../per-scene.ts';
import {
  answered,
  answeredForClients,
  failedAt,
  failedWith,
  goes,
  ownAddresses,
  resolved,
  type Scene,
  VPCE_WAYS,
} from '../scene.ts';

/** The default name or the custom domain has addresses that no endpoint of the target has. Where some are the endpoints'
 * and some are not, it is said only when every name of every endpoint was resolved: PrivateLink leaves unhealthy zones
 * out of an answer, so that two answers may differ. */
export const leadsElsewhere = perScene(
  (seen: Observation, scene): boolean => isElsewhere(seen, scene) && !isSharedFailure(seen, scene),
);

/** Every probe that led to the endpoints failed with the same code at the same resource: then the name is not why. */
function isSharedFailure(seen: Observation, { observations }: Scene): boolean {
  const others = observations.filter(
    (other) =>
      goes(other, ...VPCE_WAYS, 'route53-alias') && other.resource === seen.resource && answeredForClients(other),
  );
  return (
    seen.failure !== undefined &&
    answered(seen) &&
    others.length > 0 &&
    others.every(({ failure }) => failure?.code === seen.failure?.code)
  );
}

function isElsewhere(seen: Observation, scene: Scene): boolean {
  if (!goes(seen, 'private-dns', 'custom-domain') || seen.addresses === undefined || seen.addresses.length === 0) {
    return false;
  }
  if (isMisled(seen.family, scene)) return false;
  const own = ownAddresses(scene, seen.family);
  if (own.size === 0 || !scene.endpoints.every(({ id }) => ownAddresses(scene, seen.family, id).size > 0)) return false;
  // A custom domain may be served by a load balancer: only when nothing answers there, its address is to be told.
  if (goes(seen, 'custom-domain') && !failedAt(seen, 'connect')) return false;
  const foreign = seen.addresses.filter((address) => !own.has(address));
  return (
    (foreign.length === seen.addresses.length && noNameFailed(seen, scene)) ||
    (foreign.length > 0 && allNamesResolved(seen, scene))
  );
}

/** One of the endpoints' own names leads to where no credentials are sent: what they lead to is no measure then. */
const isMisled = perScene((family: Observation['family'], scene): boolean =>
  scene.observations.some(
    (other) => goes(other, ...VPCE_WAYS) && other.family === family && failedWith(other, 'address-untrusted'),
  ),
);

/** It does, and to public IPv4 addresses alone. Addresses of IPv6 are public by nature and tell nothing. */
export function leadsOutside(seen: Observation, scene: Scene): boolean {
  return leadsElsewhere(seen, scene) && seen.family === 4 && seen.addresses?.every(isPublicAddress) === true;
}

/** Every name of the endpoints that was asked for has addresses. */
function noNameFailed({ family }: Observation, scene: Scene): boolean {
  return scene.observations.every(
    (other) => !goes(other, ...VPCE_WAYS) || other.family !== family || !failedAt(other, 'dns'),
  );
}

function allNamesResolved({ family }: Observation, scene: Scene): boolean {
  return scene.endpoints.every(({ id, zones, state }) => {
    const own = scene.observations.filter(
      (other) => other.endpoint === id && goes(other, ...VPCE_WAYS) && other.family === family && resolved(other),
    );
    // Only EC2 lists every zone of an endpoint.
    return state !== undefined && zones.every(({ zone }) => own.some((other) => other.zone === zone));
  });
}
