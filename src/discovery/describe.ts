// The question to EC2: DescribeVpcEndpoints by endpoint ids or by VPC, all pages. Errors become ours, each with what to
// do about it. EC2's client comes with this file, which is loaded when EC2 is asked and not before.

import { DescribeVpcEndpointsCommand, type EC2Client, type Filter, type VpcEndpoint } from '@aws-sdk/client-ec2';
import { CanaryError, type CanaryErrorCode } from '../domain/canary-error.ts';
import { orAborted } from '../domain/deadline.ts';
import type { Region } from '../domain/identifiers.ts';
import type { EndpointSource } from '../domain/target.ts';
import { serviceNames } from './endpoints.ts';

export { EC2Client } from '@aws-sdk/client-ec2';

/** Asks EC2. Ids are asked for by filter: one id that does not exist must not hide the others. Throws a `CanaryError`. */
export async function describeEndpoints(
  ec2: EC2Client,
  question: { readonly source: Exclude<EndpointSource, { kind: 'names' }>; readonly region: Region },
  signal: AbortSignal,
): Promise<readonly VpcEndpoint[]> {
  const filters = filtersFor(question.source, question.region);
  const found: VpcEndpoint[] = [];
  let token: string | undefined;
  try {
    do {
      const command = new DescribeVpcEndpointsCommand({ Filters: filters, MaxResults: 1000, NextToken: token });
      const page = await orAborted(ec2.send(command, { abortSignal: signal }), signal);
      found.push(...(page.VpcEndpoints ?? []));
      // EC2 ends a listing with an empty token as well as with none.
      token = page.NextToken === '' ? undefined : page.NextToken;
    } while (token !== undefined);
  } catch (error) {
    throw ec2Error(error, signal);
  }
  return found;
}

function filtersFor(source: Exclude<EndpointSource, { kind: 'names' }>, region: Region): Filter[] {
  if (source.kind === 'ids') return [{ Name: 'vpc-endpoint-id', Values: [...source.ids] }];
  return [
    { Name: 'vpc-id', Values: [source.vpcId] },
    { Name: 'service-name', Values: [...serviceNames(region)] },
  ];
}

// Names of EC2 and SDK errors; what no row knows but has an HTTP status is a refusal, anything else never got there.
const ERRORS: readonly (readonly [pattern: RegExp, code: CanaryErrorCode])[] = [
  [
    /^(?:CredentialsProviderError|TokenProviderError|AuthFailure|InvalidClientTokenId|MissingAuthenticationToken|ExpiredToken|RequestExpired|SignatureDoesNotMatch|UnrecognizedClientException|ExpiredTokenException)/,
    'aws-credentials',
  ],
  [/^(?:UnauthorizedOperation|AccessDenied|OptInRequired)/, 'ec2-denied'],
  [/^(?:InvalidVpcId|InvalidVpcEndpointId)/, 'endpoint-not-found'],
];

function ec2Error(error: unknown, signal: AbortSignal): CanaryError {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const options = { cause: error };
  if (signal.aborted) return new CanaryError('ec2-unreachable', 'EC2 did not answer in time', options);
  const known = ERRORS.find(([pattern]) => pattern.test(name))?.[1];
  if (known !== undefined) return new CanaryError(known, `EC2: ${name}: ${message}`, options);
  const answered = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode !== undefined;
  return answered
    ? new CanaryError('ec2-failed', `EC2: ${name}: ${message}`, options)
    : new CanaryError('ec2-unreachable', `EC2 could not be reached: ${name}: ${message}`, options);
}
