// The parameters of DescribeVpcEndpoints, read from EC2's flat form and checked as EC2 checks them.

import { invalidCombination, invalidValue, Rejection } from './rejection.ts';

/** One filter: an endpoint passes when any of the values matches. */
export interface EndpointFilter {
  readonly name: string;
  readonly values: readonly string[];
}

/** A checked DescribeVpcEndpoints request. */
export interface EndpointQuery {
  readonly ids: readonly string[];
  readonly filters: readonly EndpointFilter[];
  readonly pageSize: number;
  readonly nextToken: string | undefined;
  readonly dryRun: boolean;
}

const PARAMETER =
  /^(?:Action|Version|DryRun|MaxResults|NextToken|VpcEndpointId\.\d+|Filter\.\d+\.(?:Name|Value\.\d+))$/;
const ENDPOINT_ID = /^vpce-[0-9a-f]{8,17}$/;
const MIN_RESULTS = 5;
const MAX_RESULTS = 1000;

/** Throws `UnknownParameter`, `InvalidParameterValue`, `InvalidParameterCombination` or `InvalidVpcEndpointId.Malformed`. */
export function endpointQuery(form: URLSearchParams): EndpointQuery {
  for (const name of form.keys()) {
    if (!PARAMETER.test(name)) throw new Rejection('UnknownParameter', `The parameter ${name} is not recognized.`);
  }
  const ids = numbered(form, 'VpcEndpointId');
  const maxResults = form.get('MaxResults');
  if (ids.length > 0 && maxResults !== null) {
    throw invalidCombination('The parameter VpcEndpointIds cannot be used with the parameter MaxResults.');
  }
  for (const id of ids) {
    if (!ENDPOINT_ID.test(id))
      throw new Rejection('InvalidVpcEndpointId.Malformed', `Invalid Id: '${id}' (expecting 'vpce-...').`);
  }
  return {
    ids,
    filters: filters(form),
    pageSize: maxResults === null ? MAX_RESULTS : pageSize(maxResults),
    nextToken: form.get('NextToken') ?? undefined,
    dryRun: form.get('DryRun') === 'true',
  };
}

function pageSize(given: string): number {
  const size = Number(given);
  if (!/^-?\d+$/.test(given) || size < MIN_RESULTS) {
    throw invalidValue(
      `Value ( ${given} ) for parameter MaxResults is invalid. Expecting a number of at least ${MIN_RESULTS}.`,
    );
  }
  // EC2 documents that a greater value is not an error and yields 1,000 items.
  return Math.min(size, MAX_RESULTS);
}

function filters(form: URLSearchParams): readonly EndpointFilter[] {
  const numbers = new Set([...form.keys()].flatMap((key) => /^Filter\.(\d+)\./.exec(key)?.[1] ?? []));
  return [...numbers].map((number) => {
    const name = form.get(`Filter.${number}.Name`);
    const values = numbered(form, `Filter.${number}.Value`);
    if (name === null) throw invalidValue(`Filter.${number} has no name.`);
    if (values.length === 0) throw invalidValue(`The filter '${name}' has no values.`);
    return { name, values };
  });
}

function numbered(form: URLSearchParams, prefix: string): readonly string[] {
  return [...form].flatMap(([key, value]) =>
    key.startsWith(`${prefix}.`) && /^\d+$/.test(key.slice(prefix.length + 1)) ? [value] : [],
  );
}
