// What a bare "Forbidden" of API Gateway means. It says the same for seven causes; only the comparison of ways,
// resources and controls tells them apart.

import type { AccessMethodId } from '../../domain/access-method.ts';
import type { Observation } from '../../domain/observation.ts';
import { perScene } from '../per-scene.ts';
import {
  answeredForClients,
  CUSTOM_WAYS,
  controlsOf,
  failedWith,
  goes,
  ofSameRoute,
  ofSameWay,
  type Scene,
} from '../scene.ts';
import { leadsElsewhere } from './leads-elsewhere.ts';
import { isSniRescued, isStrict } from './strict.ts';

type CauseOfForbidden =
  | 'alias-not-associated'
  | 'api-id-header-lost'
  | 'api-key-or-waf'
  | 'api-or-stage-missing'
  | 'custom-domain-not-associated'
  | 'default-endpoint-disabled'
  | 'host-not-recognised'
  | 'refused-now-and-then'
  | 'strict-access-mode';

/** The one cause of an observation that was refused with Forbidden, or nothing when no cause fits. */
export const causeOfForbidden = perScene((seen: Observation, scene): CauseOfForbidden | undefined => {
  if (!failedWith(seen, 'forbidden') || leadsElsewhere(seen, scene)) return undefined;
  if (ofSameRoute(seen, scene).some(isRecognised)) {
    return isRefusedEverywhere(seen.resource, scene) ? 'api-key-or-waf' : 'refused-now-and-then';
  }
  if (isNowAndThen('run', scene)) return 'refused-now-and-then';
  return isServed('default', scene) ? ofWay(seen, scene) : ofAll(seen, scene);
});

/** The front door found the API: it answered something else than Forbidden. */
function isRecognised(seen: Observation): boolean {
  return answeredForClients(seen) && !failedWith(seen, 'forbidden', 'not-api-gateway');
}

const isCustom = (seen: Observation) => goes(seen, ...CUSTOM_WAYS);

/** Every route that serves another resource refuses this one. */
const isRefusedEverywhere = perScene((resource: string, scene): boolean =>
  scene.observations
    .filter(
      (seen) => seen.resource === resource && answeredForClients(seen) && ofSameRoute(seen, scene).some(isRecognised),
    )
    .every((seen) => failedWith(seen, 'forbidden')),
);

/** The same request by the same way is both refused and served: neither a zone nor a family makes a difference to the
 * front door. Then a way that is refused altogether may be refused by chance, too. */
const isNowAndThen = perScene((_: 'run', scene): boolean =>
  scene.observations.some(
    (seen) =>
      failedWith(seen, 'forbidden') &&
      ofSameWay(seen, scene).some((other) => other.resource === seen.resource && isRecognised(other)),
  ),
);

/** Something is served by the ways to the default names, or by those to the custom domain. */
const isServed = perScene((names: 'default' | 'custom', { observations }): boolean =>
  observations.some((seen) => isCustom(seen) === (names === 'custom') && isRecognised(seen)),
);

/** This way serves nothing, and some other way to the default names serves something. */
function ofWay(seen: Observation, scene: Scene): CauseOfForbidden | undefined {
  if (isStrict(seen, scene)) return 'strict-access-mode';
  const serves = (accessMethod: AccessMethodId) =>
    ofSameWay({ ...seen, accessMethod }, scene).some((other) => isRecognised(other));
  switch (seen.accessMethod) {
    case 'route53-alias':
      return isHostLost('run', scene) ? 'host-not-recognised' : 'alias-not-associated';
    case 'vpce-host':
      return serves('vpce-api-id') || isSniRescued(seen.endpoint, scene) ? 'host-not-recognised' : undefined;
    case 'vpce-api-id':
      return serves('vpce-host') ? 'api-id-header-lost' : undefined;
    case 'custom-domain':
    case 'vpce-custom-domain':
      return isServed('custom', scene) ? ofOtherDomainWay(seen) : 'custom-domain-not-associated';
    case 'private-dns':
      return isHostLost('run', scene) ? 'host-not-recognised' : undefined;
  }
}

/** Every way that goes by the Host header is refused, and the one that does without it is served. */
const isHostLost = perScene((_: 'run', { observations }): boolean => {
  const byHost = observations.filter(
    (seen) => goes(seen, 'private-dns', 'route53-alias', 'vpce-host') && answeredForClients(seen),
  );
  return (
    byHost.some((seen) => goes(seen, 'vpce-host')) &&
    byHost.every((seen) => failedWith(seen, 'forbidden')) &&
    observations.some((seen) => goes(seen, 'vpce-api-id') && isRecognised(seen))
  );
});

/** No way to the default names serves anything. */
function ofAll(seen: Observation, scene: Scene): CauseOfForbidden | undefined {
  if (isStrict(seen, scene)) return 'strict-access-mode';
  if (isSniRescued(undefined, scene)) return 'host-not-recognised';
  const alone = aloneProbed('run', scene);
  if (alone !== undefined) return alone;
  const isDeployed = controlsOf(scene, 'undeployed-path').some(isRecognised);
  if (isDeployed) return 'api-key-or-waf';
  if (!isServed('custom', scene)) return 'api-or-stage-missing';
  return isCustom(seen) ? ofOtherDomainWay(seen) : 'default-endpoint-disabled';
}

/** The domain is served, and not this way. */
function ofOtherDomainWay(seen: Observation): CauseOfForbidden | undefined {
  return goes(seen, 'vpce-custom-domain') ? 'host-not-recognised' : undefined;
}

/** Where no other names were answered, what is refused is told by what these names need first. */
const aloneProbed = perScene((_: 'run', { observations }): CauseOfForbidden | undefined => {
  const asked = observations.filter(answeredForClients);
  if (asked.every(isCustom)) return 'custom-domain-not-associated';
  return asked.every((seen) => goes(seen, 'route53-alias')) ? 'alias-not-associated' : undefined;
});
