// The requests of a plan, field by field: what is dialled, which SNI, Host and headers are sent, and for which paths.

import { ACCESS_METHODS, type AccessMethod } from '../domain/access-method.ts';
import type { PlannedProbe } from '../domain/plan.ts';
import { clipLine, type Line, paragraph, span } from './line.ts';
import { type Naming, namingOf, wayName } from './report-row.ts';

export function routeLines(probes: readonly PlannedProbe[], port: number, columns: number): readonly Line[] {
  const naming = namingOf(probes);
  return byRoute(probes).flatMap((group, index) => [
    ...(index === 0 ? [] : [[]]),
    ...oneRoute({ group, naming, port }, columns),
  ]);
}

/** The probes that differ only in their resource. */
export function byRoute(probes: readonly PlannedProbe[]): readonly (readonly PlannedProbe[])[] {
  const groups = Map.groupBy(probes, ({ accessMethod, endpoint, zone, family, route }) =>
    JSON.stringify([accessMethod, endpoint, zone, family, route.dial, route.sni, route.host, route.headers]),
  );
  return [...groups.values()];
}

interface RouteView {
  readonly group: readonly PlannedProbe[];
  readonly naming: Naming;
  readonly port: number;
}

function oneRoute({ group, naming, port }: RouteView, columns: number): readonly Line[] {
  const [first] = group;
  if (first === undefined) return [];
  const { family, accessMethod } = first;
  const method: AccessMethod = ACCESS_METHODS[accessMethod];
  return [
    clipLine(
      [span(`  ${wayName(first, naming)}`, 'strong'), span(`  IPv${family} port ${port}, ${method.title}`, 'quiet')],
      columns,
    ),
    ...requestLines(group, columns),
  ];
}

/** What is dialled and sent, for probes that differ only in their resource. */
export function requestLines(group: readonly PlannedProbe[], columns: number): readonly Line[] {
  const [first] = group;
  if (first === undefined) return [];
  const { route } = first;
  const labelled = (label: string, text: string) =>
    paragraph([span(`    ${label.padEnd(8)}`, 'quiet')], span(text), columns);
  return [
    ...labelled('dial', route.dial),
    ...labelled('SNI', route.sni),
    ...labelled('Host', route.host),
    ...Object.entries(route.headers).flatMap(([name, value]) => labelled('header', `${name}: ${value}`)),
    ...group.flatMap((probe, index) => labelled(index === 0 ? 'request' : '', requestText(probe))),
  ];
}

function requestText({ resource, route }: PlannedProbe): string {
  const refused = resource.expect.denied === true ? ', which API Gateway has to refuse' : '';
  const bare = resource.auth === 'none' && resource.expect.errorType === undefined ? ', without `auth`' : '';
  return `${resource.method} ${route.path}${bare}${refused}`;
}
