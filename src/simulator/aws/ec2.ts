// EC2's Query protocol, with the one action that the canary calls: DescribeVpcEndpoints.

import { page } from './page-token.ts';
import { invalidValue, Rejection } from './rejection.ts';
import { selectEndpoints } from './vpc-endpoint-filter.ts';
import { endpointQuery } from './vpc-endpoint-query.ts';
import { endpointItem } from './vpc-endpoint-xml.ts';
import type { SimulatedApi, WireAnswer, WireRequest } from './wire.ts';
import type { AwsWorld } from './world.ts';
import { element, text, xmlDocument } from './xml.ts';

const VERSION = '2016-11-15';
const NAMESPACE = `http://ec2.amazonaws.com/doc/${VERSION}/`;

export function ec2Api(world: AwsWorld): SimulatedApi {
  return {
    service: 'ec2',
    signingName: 'ec2',
    actionOf: (request) => formOf(request).get('Action') ?? '',
    answer: (action, request) => answer(action, request, world),
    refuse: (rejection, { requestId }) =>
      xmlAnswer(
        rejection.status,
        xmlDocument(
          { name: 'Response' },
          element('Errors', element('Error', text('Code', rejection.code), text('Message', rejection.message))),
          text('RequestID', requestId),
        ),
        requestId,
      ),
    unauthenticated: () =>
      new Rejection('AuthFailure', 'AWS was not able to validate the provided access credentials', 401),
    denied: (action) =>
      new Rejection(
        'UnauthorizedOperation',
        `You are not authorized to perform this operation. User: arn:aws:iam::${world.accountId}:user/simulated is not authorized to perform: ec2:${action}`,
        403,
      ),
    throttled: () => new Rejection('RequestLimitExceeded', 'Request limit exceeded.', 503),
  };
}

function answer(action: string, request: WireRequest, world: AwsWorld): WireAnswer {
  const form = formOf(request);
  if (action === '') throw new Rejection('MissingAction', 'The request has no Action parameter.');
  const version = form.get('Version');
  if (version === null) throw new Rejection('MissingParameter', 'The request must contain the parameter Version');
  if (version !== VERSION) throw new Rejection('NoSuchVersion', `The requested version (${version}) does not exist`);
  if (action !== 'DescribeVpcEndpoints') {
    throw new Rejection('InvalidAction', `The action ${action} is not valid for this web service.`);
  }
  return xmlAnswer(200, describeVpcEndpoints(form, request.requestId, world), request.requestId);
}

function describeVpcEndpoints(form: URLSearchParams, requestId: string, world: AwsWorld): string {
  const query = endpointQuery(form);
  const selected = selectEndpoints(query, world);
  if (query.dryRun) {
    throw new Rejection('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
  }
  const found = page(selected, {
    scope: `DescribeVpcEndpoints ${JSON.stringify([query.ids, query.filters])}`,
    size: query.pageSize,
    token: query.nextToken,
  });
  if (found === undefined) {
    throw invalidValue(`Value ( ${query.nextToken} ) for parameter NextToken is invalid. The token is invalid.`);
  }
  return xmlDocument(
    { name: 'DescribeVpcEndpointsResponse', namespace: NAMESPACE },
    text('requestId', requestId),
    element('vpcEndpointSet', ...found.items.map((endpoint) => endpointItem(endpoint, world))),
    ...(found.nextToken === undefined ? [] : [text('nextToken', found.nextToken)]),
  );
}

function formOf(request: WireRequest): URLSearchParams {
  return new URLSearchParams(request.body.toString());
}

function xmlAnswer(status: number, body: string, requestId: string): WireAnswer {
  return { status, headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId }, body };
}
