// CloudWatch as today's SDKs and CLI speak it: awsJson 1.0, compatible with its older Query protocol,
// whose error codes travel in a header of their own. The Query and CBOR protocols are not spoken here.

import type { CredentialProblem } from './credential-scope.ts';
import { getMetricData } from './get-metric-data.ts';
import { getMetricStatistics } from './get-metric-statistics.ts';
import { listMetrics } from './list-metrics.ts';
import { type MetricStore, metricStore } from './metric-store.ts';
import { putMetricData } from './put-metric-data.ts';
import { Rejection } from './rejection.ts';
import type { SimulatedApi, WireAnswer, WireRequest } from './wire.ts';
import type { AwsWorld } from './world.ts';

const TARGET = 'GraniteServiceVersion20100801.';

const ACTIONS = {
  PutMetricData: putMetricData,
  ListMetrics: listMetrics,
  GetMetricStatistics: getMetricStatistics,
  GetMetricData: getMetricData,
} as const satisfies Readonly<Record<string, (body: Buffer, store: MetricStore) => object>>;

// Where the JSON protocol's name of an error is not the Query protocol's.
const JSON_TYPES: Readonly<Record<string, string>> = {
  AccessDenied: 'com.amazon.coral.service#AccessDeniedException',
  InvalidAction: 'com.amazon.coral.service#UnknownOperationException',
  InvalidParameterCombination: 'com.amazonaws.cloudwatch#InvalidParameterCombinationException',
  InvalidParameterValue: 'com.amazonaws.cloudwatch#InvalidParameterValueException',
  MissingAuthenticationToken: 'com.amazon.coral.service#MissingAuthenticationTokenException',
  MissingParameter: 'com.amazonaws.cloudwatch#MissingRequiredParameterException',
  SignatureDoesNotMatch: 'com.amazon.coral.service#InvalidSignatureException',
  ValidationError: 'com.amazonaws.cloudwatch#ValidationException',
};

const UNAUTHENTICATED = {
  missing: { code: 'MissingAuthenticationToken', message: 'Missing Authentication Token' },
  malformed: { code: 'IncompleteSignature', message: 'The Authorization header is not a whole AWS4-HMAC-SHA256 one.' },
  'wrong-region': { code: 'SignatureDoesNotMatch', message: 'Credential should be scoped to a valid region.' },
  'wrong-service': {
    code: 'SignatureDoesNotMatch',
    message: "Credential should be scoped to correct service: 'monitoring'.",
  },
} as const satisfies Readonly<Record<CredentialProblem, { code: string; message: string }>>;

export function cloudWatchApi(world: AwsWorld): SimulatedApi {
  const store = metricStore();
  return {
    service: 'cloudwatch',
    signingName: 'monitoring',
    actionOf: (request) => actionOf(request),
    answer: (action, request) => {
      if (!isAction(action)) throw new Rejection('InvalidAction', `The action ${action} is not simulated.`);
      return jsonAnswer(200, ACTIONS[action](request.body, store), request.requestId);
    },
    refuse,
    unauthenticated: (problem) => {
      const { code, message } = UNAUTHENTICATED[problem];
      return new Rejection(code, message, problem === 'malformed' ? 400 : 403);
    },
    denied: (action) =>
      new Rejection(
        'AccessDenied',
        `User: arn:aws:iam::${world.accountId}:user/simulated is not authorized to perform: cloudwatch:${action}`,
        403,
      ),
    throttled: () => new Rejection('ThrottlingException', 'Rate exceeded'),
  };
}

function actionOf(request: WireRequest): string {
  const target = String(request.headers['x-amz-target']);
  return target.startsWith(TARGET) ? target.slice(TARGET.length) : target;
}

function isAction(action: string): action is keyof typeof ACTIONS {
  return Object.hasOwn(ACTIONS, action);
}

function refuse(rejection: Rejection, request: Omit<WireRequest, 'body'>): WireAnswer {
  const type = JSON_TYPES[rejection.code] ?? rejection.code;
  const answer = jsonAnswer(rejection.status, { __type: type, message: rejection.message }, request.requestId);
  if (request.headers['x-amzn-query-mode'] !== 'true') return answer;
  const blame = rejection.status < 500 ? 'Sender' : 'Receiver';
  return { ...answer, headers: { ...answer.headers, 'x-amzn-query-error': `${rejection.code};${blame}` } };
}

function jsonAnswer(status: number, body: object, requestId: string): WireAnswer {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': requestId },
    body: JSON.stringify(body),
  };
}
