// What Missing Authentication Token means: a resource that is not deployed, by which names, and for how long yet.

import type { Observation } from '../../domain/observation.ts';
import { perScene } from '../per-scene.ts';
import { answeredForClients, CUSTOM_WAYS, failedWith, goes, ofSameRoute, type Scene } from '../scene.ts';
import { leadsElsewhere } from './leads-elsewhere.ts';

/** API Gateway's answer for what is not deployed, and for what wants a signature. */
export function isUnknownRoute(seen: Observation, scene: Scene): boolean {
  return failedWith(seen, 'missing-authentication-token') && !leadsElsewhere(seen, scene);
}

export function knowsAnotherResource(seen: Observation, scene: Scene): boolean {
  return ofSameRoute(seen, scene).some(
    (other) => answeredForClients(other) && !failedWith(other, 'missing-authentication-token'),
  );
}

/** The resource is deployed, as some way to these names shows. */
const isDeployedBy = perScene((key: string, { observations }): boolean =>
  observations.some(
    (seen) =>
      keyOf(seen) === key && answeredForClients(seen) && !failedWith(seen, 'missing-authentication-token', 'forbidden'),
  ),
);

type Names = 'custom' | 'default';

const namesOf = (seen: Observation): Names => (goes(seen, ...CUSTOM_WAYS) ? 'custom' : 'default');
const keyOf = (seen: Observation, names = namesOf(seen)) => `${names} ${seen.resource}`;

const isAnythingDeployed = perScene((names: Names, { observations }): boolean =>
  observations.some(
    (seen) =>
      namesOf(seen) === names &&
      answeredForClients(seen) &&
      !failedWith(seen, 'missing-authentication-token', 'forbidden'),
  ),
);

/** The custom domain does not know what the default names know. */
export function isBasePathFault(seen: Observation, scene: Scene): boolean {
  return (
    namesOf(seen) === 'custom' &&
    isUnknownRoute(seen, scene) &&
    (isDeployedBy(keyOf(seen, 'default'), scene) ||
      // It knows nothing at all, where the default names know something.
      (!knowsAnotherResource(seen, scene) && isAnythingDeployed('default', scene)))
  );
}

/** The same resource by the same names is both known and unknown: a deployment that is still spreading. */
export function isSpreading(seen: Observation, scene: Scene): boolean {
  return isUnknownRoute(seen, scene) && !isBasePathFault(seen, scene) && isDeployedBy(keyOf(seen), scene);
}
