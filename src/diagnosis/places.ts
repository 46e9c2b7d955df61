// How observations are named to a person: by way, zone and resource, and by endpoint where there are several.

import type { Observation } from '../domain/observation.ts';
import { perScene } from './per-scene.ts';
import type { Scene } from './scene.ts';

/** `vpce-host us-west-2a, vpce-api-id us-west-2a`: where all resources of a route are meant, none is named. */
export function placesOf(observations: readonly Observation[], scene: Scene): string {
  const routes = unique(observations.map((seen) => routeOf(seen, scene)));
  const resources = unique(observations.map(({ resource }) => resource));
  if (observations.length !== routes.length * resources.length) {
    return fewOf(observations.map((seen) => placeOf(seen, scene)));
  }
  const all = resources.length === scene.target.resources.length;
  return all ? fewOf(routes, 4) : `${fewOf(routes, 4)}: ${fewOf(resources)}`;
}

export function placeOf(observation: Observation, scene: Scene): string {
  return `${routeOf(observation, scene)} ${observation.resource}`;
}

/** `vpce-host us-west-2a IPv6`: the way in, the endpoint where there are several, the zone of a zonal route, and the
 * family that is not the usual one. */
export function routeOf({ accessMethod, zone, endpoint, family }: Observation, scene: Scene): string {
  return [accessMethod, hasSeveral('endpoints', scene) ? endpoint : undefined, zone, family === 6 ? 'IPv6' : undefined]
    .filter((part) => part !== undefined)
    .join(' ');
}

const hasSeveral = perScene(
  (_: 'endpoints', { observations }): boolean =>
    new Set(observations.flatMap(({ endpoint }) => endpoint ?? [])).size > 1,
);

export function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

/** The first names, and how many more there are: sixteen times the same is not sixteen times the evidence. */
export function fewOf(names: readonly string[], most = 2): string {
  const few = names.slice(0, most).join(', ');
  return names.length > most ? `${few} and ${names.length - most} more` : few;
}
