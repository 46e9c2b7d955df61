// The conditions that span several keys of a configuration. They look at what was given, so that they are reported
// together with what is wrong with single keys.

import { type ConfigurationProblem, isRecord, listed, problem } from './configuration-problem.ts';
import { parseDnsEntry } from './endpoint.ts';
import { IDENTIFIERS } from './identifiers.ts';
import { requestProblems } from './request-consistency.ts';

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
    ...requestProblems(input),
    ...vantageProblems(input.vantage),
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
    ...(endpoints.ipAddressType !== undefined && endpoints.dnsNames === undefined
      ? [problem(['endpoints', 'ipAddressType'], endpoints.ipAddressType, 'this key only together with "dnsNames"')]
      : []),
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

function vantageProblems(vantage: unknown): readonly ConfigurationProblem[] {
  if (!isRecord(vantage) || vantage.privateNames === undefined || vantage.network === 'on-premises') return [];
  return [problem(['vantage', 'privateNames'], vantage.privateNames, 'this key only with the network "on-premises"')];
}
