// The question to EC2: DescribeVpcEndpoints by endpoint ids or by VPC, all pages. Errors become ours, each with what to
// do about it. EC2's client comes with this file, which is loaded when EC2 is asked and not before.

import {
  DescribeVpcEndpointsCommand,
  type DescribeVpcEndpointsCommandInput,
  type EC2Client,
  type Filter,
  type VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { CANARY_ERRORS, CanaryError, type CanaryErrorCode } from '../domain/canary-error.ts';
import { orAborted } from '../domain/deadline.ts';
import type { Region } from '../domain/identifiers.ts';
import { saidBy, shortAnswers } from '../domain/service-answer.ts';
import type { EndpointSource } from '../domain/target.ts';
import { serviceNames } from './endpoints.ts';

export { EC2Client } from '@aws-sdk/client-ec2';

// Of a thousand endpoints each; a VPC has tens.
const MAX_PAGES = 20;

/** Asks EC2. Ids are asked for by filter: one id that does not exist must not hide the others. Throws a `CanaryError`. */
export async function describeEndpoints(
  ec2: EC2Client,
  question: { readonly source: Exclude<EndpointSource, { kind: 'names' }>; readonly region: Region },
  signal: AbortSignal,
): Promise<readonly VpcEndpoint[]> {
  const filters = filtersFor(question.source, question.region);
  const found: VpcEndpoint[] = [];
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { VpcEndpoints, NextToken } = await askedFor(
      ec2,
      { Filters: filters, MaxResults: 1000, NextToken: token },
      signal,
    );
    // Of an answer that is no list of endpoints, such as a page of a proxy, the client makes one with nothing in it.
    if (VpcEndpoints === undefined) throw notUnderstood('it is no list of endpoints');
    found.push(...VpcEndpoints);
    // EC2 ends a listing with an empty token as well as with none.
    if (NextToken === undefined || NextToken === '') return found;
    token = NextToken;
  }
  throw notUnderstood(`its list has not ended after ${MAX_PAGES} pages`);
}

async function askedFor(ec2: EC2Client, question: DescribeVpcEndpointsCommandInput, signal: AbortSignal) {
  const command = new DescribeVpcEndpointsCommand(question);
  command.middlewareStack.add(shortAnswers, { step: 'deserialize', priority: 'low' });
  try {
    return await orAborted(ec2.send(command, { abortSignal: signal }), signal);
  } catch (error) {
    throw ec2Error(error, signal);
  }
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

// The client asks for credentials first, and EC2 when it has some.
const NO_ANSWER = `${CANARY_ERRORS['ec2-unreachable']} Where its credentials come from a \`credential_process\`, run that command by hand: it may be what does not answer.`;

function ec2Error(error: unknown, signal: AbortSignal): CanaryError {
  const options = { cause: error };
  if (signal.aborted)
    return new CanaryError('ec2-unreachable', 'EC2 did not answer in time', { ...options, hint: NO_ANSWER });
  const said = saidBy(error);
  const known = ERRORS.find(([pattern]) => pattern.test(said))?.[1];
  if (known !== undefined) return new CanaryError(known, `EC2: ${said}`, options);
  const { $fault, $metadata } = error as { $fault?: unknown; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  if (status === undefined) return new CanaryError('ec2-unreachable', `EC2 could not be reached: ${said}`, options);
  // An error of EC2's own has a code.
  if ($fault === undefined || /^Unknown\b/.test(said)) return notUnderstood(`HTTP status ${status}, ${said}`, error);
  return new CanaryError('ec2-failed', `EC2: ${said}`, options);
}

function notUnderstood(why: string, cause?: unknown): CanaryError {
  return new CanaryError('ec2-failed', `what answered as EC2 cannot be understood: ${why}`, {
    cause,
    hint: 'It may not be EC2: look for a proxy on the way, and at `AWS_ENDPOINT_URL` and `AWS_ENDPOINT_URL_EC2`.',
  });
}
