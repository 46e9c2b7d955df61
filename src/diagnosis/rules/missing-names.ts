// Which names are missing for the resolver that was asked, and which of them for the same reason.

import type { Observation } from '../../domain/observation.ts';
import { perScene } from '../per-scene.ts';
import { everything, failedWith, goes, nameOf, resolved, type Scene, VPCE_WAYS, wasTried } from '../scene.ts';
import { isFamilyFault, isUnavailable } from './connection.ts';
import { leadsOutside } from './leads-elsewhere.ts';

/** A name that does not exist for this resolver, or has no address of any family, whenever it is asked for. */
export function isMissing(seen: Observation, scene: Scene): boolean {
  return (
    failedWith(seen, 'dns-nxdomain', 'dns-no-address') &&
    !isUnavailable(seen, scene) &&
    !isFamilyFault(seen, scene) &&
    !isResolvedElsewhere(nameOf(seen), scene)
  );
}

const isResolvedElsewhere = perScene((name: string, scene): boolean =>
  everything(scene).some((other) => nameOf(other) === name && resolved(other)),
);

/** What EC2 says of private DNS, over all endpoints. `unknown` where the configuration names the DNS names. */
export function privateDns({ endpoints }: Scene): 'on' | 'pending' | 'off' | 'unknown' {
  const said = endpoints.map((endpoint) => endpoint.privateDns ?? 'unknown');
  return (['on', 'unknown', 'pending', 'off'] as const).find((state) => said.includes(state)) ?? 'unknown';
}

/** Not one of the endpoints' own names exists, though they were asked for: then no name tells of itself. */
export const isEveryNameGone = perScene((_: 'run', scene): boolean => {
  const own = scene.observations.filter((seen) => goes(seen, ...VPCE_WAYS) && wasTried(seen));
  return own.length > 0 && own.every((seen) => isMissing(seen, scene));
});

export const isPrivateDnsOutside = perScene((_: 'run', scene): boolean =>
  scene.observations.some(
    (seen) => goes(seen, 'private-dns') && seen.outcome === 'failed' && leadsOutside(seen, scene),
  ),
);

/** A private or custom name is missing, and not with all the others. */
export function isMissingAlone(seen: Observation, scene: Scene): boolean {
  return (
    isMissing(seen, scene) &&
    !isEveryNameGone('run', scene) &&
    !(goes(seen, 'custom-domain') && isPrivateDnsOutside('run', scene))
  );
}

export function privateNameIsMissing(seen: Observation, scene: Scene): boolean {
  return goes(seen, 'private-dns') && isMissingAlone(seen, scene);
}

const isPrivateNameMissing = perScene((_: 'run', scene): boolean =>
  scene.observations.some((seen) => privateNameIsMissing(seen, scene)),
);

/** A zone that hides the API's own name hides the alias with it, wherever the VPC's resolver is asked: both are below
 * `execute-api.REGION`. */
export function aliasIsHidden(seen: Observation, scene: Scene): boolean {
  return (
    goes(seen, 'route53-alias') &&
    isMissingAlone(seen, scene) &&
    ['on', 'unknown'].includes(privateDns(scene)) &&
    (scene.vantage.network === 'vpc' || scene.vantage.privateNames === 'forwarded') &&
    isPrivateNameMissing('run', scene)
  );
}

/** The VPC's resolver does not know the API's own name. From on-premises only the alias, which is in public DNS where
 * nobody asks the VPC, tells that it was asked. */
export const isHiddenInVpc = perScene(
  (_: 'run', scene): boolean =>
    scene.vantage.network === 'vpc' || scene.observations.some((seen) => aliasIsHidden(seen, scene)),
);

/** Some name of the endpoint itself, which are all in public DNS, has an address for this resolver. */
export function endpointResolves({ endpoint }: Observation, scene: Scene): boolean {
  return isEndpointResolved(endpoint, scene);
}

const isEndpointResolved = perScene((endpoint: Observation['endpoint'], scene): boolean =>
  scene.observations.some((other) => goes(other, ...VPCE_WAYS) && other.endpoint === endpoint && resolved(other)),
);
