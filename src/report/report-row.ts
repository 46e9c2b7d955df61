// Observations into the rows that the matrix and the phase bars share: one for each access method and name dialled,
// with what each resource showed there. Must not judge or format what was seen.

import { ACCESS_METHOD_IDS, ACCESS_METHODS, type AccessMethod, type AccessMethodId } from '../domain/access-method.ts';
import type { Family } from '../domain/endpoint.ts';
import type { EndpointId, ZoneName } from '../domain/identifiers.ts';
import type { Observation } from '../domain/observation.ts';
import type { Report } from '../domain/report.ts';
import { type Line, line } from './line.ts';

/** What tells one way in from another. */
interface Way {
  readonly accessMethod: AccessMethodId;
  readonly endpoint?: EndpointId;
  readonly zone?: ZoneName;
  readonly family: Family;
}

export interface ReportRow extends Way {
  readonly byResource: ReadonlyMap<string, Observation>;
}

/** What has to be said of a way so that it is not taken for another one of the same run. */
export interface Naming {
  readonly endpoint: boolean;
  readonly family: boolean;
}

/** One row for each way, in the order of the access methods, endpoints and zones, whatever the probes' order was. */
export function rowsOf(report: Report): readonly ReportRow[] {
  const groups = Map.groupBy(report.observations, (seen) => keyOf(seen, report));
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => {
      const [first] = group;
      if (first === undefined) return [];
      const byResource = new Map(group.map((observation) => [observation.resource, observation]));
      return [{ ...wayOf(first), byResource }];
    });
}

/** The resources of the run, in the order of the configuration. */
export function resourcesOf({ target, observations }: Report): readonly string[] {
  const seen = new Set(observations.map(({ resource }) => resource));
  return [...new Set([...target.resources, ...seen])].filter((resource) => seen.has(resource));
}

export function namingOf(ways: readonly Way[]): Naming {
  const endpoints = new Set(ways.flatMap(({ endpoint }) => (endpoint === undefined ? [] : [endpoint])));
  return { endpoint: endpoints.size > 1, family: new Set(ways.map(({ family }) => family)).size > 1 };
}

/** `vpce-host us-west-2a`, with the endpoint and the address family where the run has several. */
export function wayName(way: Way, naming: Naming): string {
  return [way.accessMethod, ...placeParts(way, naming)].join(' ');
}

/** All of the name but the access method: endpoint, regional or zone, address family; what need not be said is left out. */
export function placeParts(way: Way, naming: Naming): readonly string[] {
  const { endpoint, place, family } = partsOf(way, naming);
  return [endpoint, place, family].filter((part) => part !== '');
}

/** Cells that name each row: access method, endpoint, name, family; what the row above has already said is empty. */
export function rowLabels(rows: readonly Way[], naming: Naming): readonly (readonly Line[])[] {
  return rows.map((row, index) => {
    const above = rows[index - 1];
    const sameMethod = above?.accessMethod === row.accessMethod;
    const { endpoint, place, family } = partsOf(row, naming);
    return [
      line(sameMethod ? '' : row.accessMethod),
      line(sameMethod && above.endpoint === row.endpoint ? '' : endpoint, 'quiet'),
      line(place),
      line(family, 'quiet'),
    ];
  });
}

function partsOf(
  way: Way,
  naming: Naming,
): { readonly endpoint: string; readonly place: string; readonly family: string } {
  const method: AccessMethod = ACCESS_METHODS[way.accessMethod];
  return {
    endpoint: naming.endpoint ? (way.endpoint ?? '') : '',
    place: way.zone ?? (method.per === 'endpoint-names' ? 'regional' : ''),
    family: naming.family ? `IPv${way.family}` : '',
  };
}

function wayOf({ accessMethod, endpoint, zone, family }: Observation): Way {
  return {
    accessMethod,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(zone === undefined ? {} : { zone }),
    family,
  };
}

// The regional row has no zone, and so sorts before the zonal ones.
function keyOf({ accessMethod, endpoint, zone, family }: Way, { endpoints }: Report): string {
  const method = ACCESS_METHOD_IDS.indexOf(accessMethod);
  const position = endpoints.findIndex(({ id }) => id === endpoint);
  return [ordinal(method), ordinal(position), endpoint ?? '', zone ?? '', family].join(' ');
}

function ordinal(index: number): string {
  return String(index + 1).padStart(3, '0');
}
