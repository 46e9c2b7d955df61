// Which endpoints a DescribeVpcEndpoints request selects: by id, by filter. All filters must match.

import { invalidValue, Rejection } from './rejection.ts';
import type { EndpointFilter, EndpointQuery } from './vpc-endpoint-query.ts';
import { wildcard } from './wildcard.ts';
import type { AwsEndpoint, AwsWorld } from './world.ts';

const FILTERS = {
  'ip-address-type': (endpoint) => endpoint.ipAddressType,
  'service-name': (endpoint) => endpoint.serviceName,
  'service-region': (_endpoint, region) => region,
  'vpc-endpoint-id': (endpoint) => endpoint.id,
  'vpc-endpoint-state': (endpoint) => endpoint.state,
  'vpc-endpoint-type': () => 'Interface',
  'vpc-id': (endpoint) => endpoint.vpcId,
} as const satisfies Readonly<Record<string, (endpoint: AwsEndpoint, region: string) => string>>;

/** Throws `InvalidVpcEndpointId.NotFound` for ids that do not exist, `InvalidParameterValue` for unknown filters. */
export function selectEndpoints(query: EndpointQuery, world: AwsWorld): readonly AwsEndpoint[] {
  const tests = query.filters.map((filter) => filterTest(filter, world.region));
  const endpoints = world.endpoints();
  for (const id of query.ids) {
    if (!endpoints.some((endpoint) => endpoint.id === id)) {
      throw new Rejection('InvalidVpcEndpointId.NotFound', `The Vpc Endpoint Id '${id}' does not exist`);
    }
  }
  return endpoints
    .filter((endpoint) => query.ids.length === 0 || query.ids.includes(endpoint.id))
    .filter((endpoint) => tests.every((test) => test(endpoint)));
}

function filterTest(filter: EndpointFilter, region: string): (endpoint: AwsEndpoint) => boolean {
  // Tag filters are legal, and match nothing: simulated endpoints carry no tags.
  if (filter.name === 'tag-key' || filter.name.startsWith('tag:')) return () => false;
  if (!isFilterName(filter.name)) throw invalidValue(`The filter '${filter.name}' is invalid`);
  const property = FILTERS[filter.name];
  const patterns = filter.values.map(wildcard);
  return (endpoint) => patterns.some((matches) => matches(property(endpoint, region)));
}

function isFilterName(name: string): name is keyof typeof FILTERS {
  return Object.hasOwn(FILTERS, name);
}
