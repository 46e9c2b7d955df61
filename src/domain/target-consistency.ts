// The conditions that span several keys of a configuration. They look at what was given, so that they are reported
// together with what is wrong with single keys.

import { type ConfigurationProblem, isRecord, keyText, quoted } from './configuration-problem.ts';
import { parseDnsEntry } from './endpoint.ts';
import { IDENTIFIERS } from './identifiers.ts';

/** What does not fit together in a configuration that may be wrong in other ways, too. */
export function inconsistencies(input: unknown, defaultRegion: string | undefined): readonly ConfigurationProblem[] {
  if (!isRecord(input)) return [];
  const api = isRecord(input.api) ? input.api : {};
  const region = api.region ?? defaultRegion;
  return [
    // A Region that is given here is looked at by the schema; nothing else looks at the environment's.
    ...(isRecord(input.api) && api.region === undefined && !isRegion(defaultRegion)
      ? [problem(['api', 'region'], defaultRegion, 'a Region name, here or as AWS_REGION in the environment')]
      : []),
    ...endpointProblems(input.endpoints, isRegion(region) ? region : undefined),
    ...accessMethodProblems(input),
    ...resourceProblems(input.resources),
  ];
}

function isRegion(value: unknown): value is string {
  return typeof value === 'string' && IDENTIFIERS.region.pattern.test(value);
}

function endpointProblems(endpoints: unknown, region: string | undefined): readonly ConfigurationProblem[] {
  if (!isRecord(endpoints)) return [];
  const choices = ['vpcEndpointIds', 'vpcId', 'dnsNames'];
  const chosen = choices.filter((key) => endpoints[key] !== undefined);
  const entries = listed(endpoints.dnsNames).map((name) => parseDnsEntry(typeof name === 'string' ? name : ''));
  return [
    ...(chosen.length === 1 ? [] : [problem(['endpoints'], endpoints, `exactly one of ${choices.join(', ')}`)]),
    ...(entries.length > 0 && entries.every(({ kind }) => kind === 'private')
      ? [problem(['endpoints', 'dnsNames'], endpoints.dnsNames, 'at least one name that starts with "vpce-"')]
      : []),
    ...entries.flatMap((entry, index) =>
      'region' in entry && region !== undefined && entry.region !== region
        ? [problem(['endpoints', 'dnsNames', index], entry.name, `a name in ${region}, the Region of the API`)]
        : [],
    ),
  ];
}

function accessMethodProblems(input: Readonly<Record<string, unknown>>): readonly ConfigurationProblem[] {
  if (input.customDomain !== undefined) return [];
  return listed(input.accessMethods).flatMap((id, index) =>
    id === 'custom-domain' || id === 'vpce-custom-domain'
      ? [problem(['accessMethods', index], id, 'this way only together with "customDomain"')]
      : [],
  );
}

function resourceProblems(resources: unknown): readonly ConfigurationProblem[] {
  const paths = listed(resources).map((resource) => (isRecord(resource) ? resource.path : undefined));
  return paths.flatMap((path, index) =>
    path !== undefined && paths.indexOf(path) < index
      ? [problem(['resources', index, 'path'], path, 'each path once')]
      : [],
  );
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function problem(path: readonly PropertyKey[], given: unknown, accepted: string): ConfigurationProblem {
  return { key: keyText(path), given: quoted(given), accepted };
}
