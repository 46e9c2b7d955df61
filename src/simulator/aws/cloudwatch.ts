// CloudWatch as today's SDKs and CLI speak it, in JSON. Calls in its Query and CBOR protocols are refused.

import { actionOf, protocolOf } from './cloudwatch-protocol.ts';
import { refuse } from './cloudwatch-refusal.ts';
import type { CredentialProblem } from './credential-scope.ts';
import { getMetricData } from './get-metric-data.ts';
import { getMetricStatistics } from './get-metric-statistics.ts';
import { jsonAnswerIn } from './json-answer.ts';
import { listMetrics } from './list-metrics.ts';
import { type MetricStore, metricStore } from './metric-store.ts';
import { putMetricData, type ReceivedDatum } from './put-metric-data.ts';
import { Rejection } from './rejection.ts';
import type { SimulatedApi } from './wire.ts';
import type { AwsWorld } from './world.ts';

const ACTIONS = {
  PutMetricData: putMetricData,
  ListMetrics: listMetrics,
  GetMetricStatistics: getMetricStatistics,
  GetMetricData: getMetricData,
} as const satisfies Readonly<Record<string, (body: Buffer, store: MetricStore, received: ReceivedDatum[]) => object>>;

const jsonAnswer = jsonAnswerIn('1.0');

const UNAUTHENTICATED = {
  missing: { code: 'MissingAuthenticationToken', message: 'Missing Authentication Token' },
  malformed: { code: 'IncompleteSignature', message: 'The Authorization header is not a whole AWS4-HMAC-SHA256 one.' },
  'wrong-region': { code: 'SignatureDoesNotMatch', message: 'Credential should be scoped to a valid region.' },
  'wrong-service': {
    code: 'SignatureDoesNotMatch',
    message: "Credential should be scoped to correct service: 'monitoring'.",
  },
} as const satisfies Readonly<Record<CredentialProblem, { code: string; message: string }>>;

/** `received` is appended to as data points are taken. */
export function cloudWatchApi(world: AwsWorld, received: ReceivedDatum[]): SimulatedApi {
  const store = metricStore();
  return {
    service: 'cloudwatch',
    signingName: 'monitoring',
    actionOf,
    answer: (action, request) => {
      const protocol = protocolOf(request.headers);
      if (protocol !== 'JSON') {
        throw new Rejection(
          'UnsupportedProtocol',
          `The simulated CloudWatch speaks JSON and not the ${protocol} protocol.`,
        );
      }
      if (!isAction(action)) throw new Rejection('InvalidAction', `The action ${action} is not simulated.`);
      return jsonAnswer(200, ACTIONS[action](request.body, store, received), request.requestId);
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

function isAction(action: string): action is keyof typeof ACTIONS {
  return Object.hasOwn(ACTIONS, action);
}
