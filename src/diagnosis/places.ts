// How observations are named to a person: by way, endpoint, zone and resource.

import type { Observation } from '../domain/observation.ts';

/** The first places by name, the others by their number: sixteen times the same sentence is not sixteen times the evidence. */
export function placesOf(observations: readonly Observation[]): string {
  return fewOf(observations.map(placeOf));
}

export function placeOf(observation: Observation): string {
  return `${routeOf(observation)} ${observation.resource}`;
}

/** `vpce-host vpce-01234567abcdef012 us-west-2a IPv6`: the way in, the zone of a zonal route, and the family that is not
 * the usual one. */
export function routeOf({ accessMethod, zone, endpoint, family }: Observation): string {
  return [accessMethod, endpoint, zone, family === 6 ? 'IPv6' : undefined]
    .filter((part) => part !== undefined)
    .join(' ');
}

export function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

/** The first names, and how many more there are. */
export function fewOf(names: readonly string[], most = 2): string {
  const few = names.slice(0, most).join(', ');
  return names.length > most ? `${few} and ${names.length - most} more` : few;
}
