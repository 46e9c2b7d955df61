// Whether the API's endpoint access mode is STRICT: it serves those alone whose SNI is a name of the API. How it refuses
// the others is published nowhere, so that this rests on the pattern of ways, not on one code.

import type { Observation } from '../../domain/observation.ts';
import { perScene } from '../per-scene.ts';
import { connected, controlsOf, failedWith, goes, isKeptOut, isServed, ofSameWay, type Scene } from '../scene.ts';
import { leadsElsewhere } from './leads-elsewhere.ts';

// Of those who do not answer at all, a firewall that goes by the name in the handshake may be as well.
const REFUSALS = ['forbidden', 'gateway-error', 'unexpected-status'] as const;

function isRefused(seen: Observation): boolean {
  return failedWith(seen, ...REFUSALS) || isKeptOut(seen);
}

/** The ways whose SNI is not a name of the API are refused, all of them at every endpoint, and a name of the API as SNI
 * is served. */
export function isStrict(seen: Observation, scene: Scene): boolean {
  return (
    goes(seen, 'vpce-host', 'vpce-api-id', 'route53-alias') &&
    ofSameWay(seen, scene).every((other) => !connected(other) || isRefused(other)) &&
    failedWith(seen, ...REFUSALS) &&
    isStrictMode('run', scene)
  );
}

/** The same probe passes with the API's own name as SNI. */
export function isSniRescued(endpoint: Observation['endpoint'], scene: Scene): boolean {
  return controlsOf(scene, 'api-sni', endpoint).some(({ outcome }) => outcome === 'passed');
}

const isStrictMode = perScene((_: 'run', scene): boolean => {
  const mismatching = scene.observations.filter((seen) => goes(seen, 'vpce-host', 'vpce-api-id') && connected(seen));
  // With one of the two ways alone, a Host header that is lost looks the same.
  const both = new Set(mismatching.map(({ accessMethod }) => accessMethod)).size === 2;
  // Whatever the refusal is, it is the same for all.
  const kinds = new Set(mismatching.map(({ status, errorType }) => `${status} ${errorType}`));
  if (!both || kinds.size !== 1 || !mismatching.every(isRefused)) return false;
  // Without the control, private DNS or a custom domain has to prove that the API is served at all.
  const asked = controlsOf(scene, 'api-sni').filter(({ outcome }) => outcome !== 'not-run');
  return asked.length > 0 ? asked.every(({ outcome }) => outcome === 'passed') : isServedByItsNames(scene);
});

function isServedByItsNames(scene: Scene): boolean {
  return scene.observations.some(
    (seen) => goes(seen, 'private-dns', 'custom-domain') && isServed(seen) && !leadsElsewhere(seen, scene),
  );
}
