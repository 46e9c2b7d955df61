// What stands behind API Gateway: the integration and the backend. Every way shows it alike.

import type { FailureCode } from '../../domain/failure.ts';
import type { Observation } from '../../domain/observation.ts';
import type { ObservedRule } from '../rule.ts';
import { failedWith, type Scene } from '../scene.ts';
import { causeOfSilence } from './answers.ts';
import { leadsElsewhere } from './leads-elsewhere.ts';
import { isStrict } from './strict.ts';

const failsWith =
  (...codes: readonly FailureCode[]) =>
  (seen: Observation, scene: Scene) =>
    failedWith(seen, ...codes) && !leadsElsewhere(seen, scene) && !isStrict(seen, scene);

const INTEGRATION_LOG =
  "aws apigateway get-stage --region {region} --rest-api-id {api} --stage-name {stage} --query '[accessLogSettings,methodSettings]'";

const FUNCTION =
  "aws apigateway get-resources --region {region} --rest-api-id {api} --embed methods --query 'items[].[path,resourceMethods.GET.methodIntegration.uri]'";

const isTimeout = failsWith('integration-timeout');
const isFailed = failsWith('integration-failed');

export const BACKEND_RULES: readonly ObservedRule[] = [
  {
    code: 'backend-slow',
    title: 'The backend does not answer in time: {resource}',
    symptom:
      'Status 504 "Endpoint request timed out" (29 seconds by default); or no answer within the probe\'s own time, while the endpoint answers the controls or other resources.',
    cause:
      'The backend is overloaded or hangs. Names, network, policies and deployment are fine. Where the custom domain alone shows it, its base path leads to another API or stage.',
    remedy:
      'Repeat the probe with more time than API Gateway gives the backend (29 seconds by default): how long it takes tells whether it hangs. Then look at its load, its last deployment, what it waits for itself.',
    command: '{curl} --max-time 35',
    explains: (seen, scene) => isTimeout(seen, scene) || causeOfSilence(seen, scene) === 'backend',
    looksAt: { controls: ['undeployed-path'] },
  },
  {
    code: 'backend-unreachable',
    title: 'API Gateway cannot reach the backend: {resource}',
    symptom: 'Status 504 "Network error communicating with endpoint", at once.',
    cause:
      'The VPC link, or the load balancer and its targets behind it: no healthy target, or a security group in between.',
    remedy: 'See the health of the targets and the state of the VPC link.',
    command:
      "aws apigateway get-vpc-links --region {region} --query 'items[].[id,name,status,statusMessage,targetArns]'",
    explains: failsWith('integration-unreachable'),
    looksAt: { controls: ['undeployed-path'] },
  },
  {
    code: 'function-fails',
    title: 'The Lambda function fails or answers in the wrong form: {resource}',
    symptom: 'Status 502 with `InternalServerErrorException`.',
    cause: 'The function throws, times out, or returns something else than a proxy integration expects.',
    remedy: 'Find the function behind the resource, and read its log at the time of the run.',
    command: FUNCTION,
    explains: (seen, scene) => isFailed(seen, scene) && seen.status === 502,
    looksAt: { controls: ['undeployed-path'] },
  },
  {
    code: 'integration-fails',
    title: 'The integration fails inside API Gateway: {resource}',
    symptom: 'Status 500 with `InternalServerErrorException` and "Internal server error".',
    cause:
      "API Gateway may not invoke the function, or the function is throttled; the backend's certificate does not match; the VPC link has failed. The answer is the same for all; the execution log says which. Where the custom domain alone shows it, its base path leads to another API or stage.",
    remedy:
      'Read the execution log of the stage for the request id of the observation; if logging is off, switch it on and wait for the next run.',
    command: INTEGRATION_LOG,
    explains: (seen, scene) => isFailed(seen, scene) && seen.status !== 502,
    looksAt: { controls: ['undeployed-path'], more: requestIds },
  },
  {
    code: 'backend-error',
    title: 'The backend answers with another status than expected: {resource}',
    symptom:
      "A status that is not expected, with API Gateway's headers and without `x-amzn-ErrorType`: it was passed on.",
    cause:
      'The backend failed or refused. API Gateway and everything before it are fine. Where the custom domain alone shows it, its base path leads to another API or stage.',
    remedy: "It is the backend owner's; or `expect.status` is not what the resource answers.",
    command: '{curl}',
    explains: failsWith('backend-error', 'unexpected-status'),
    looksAt: { more: requestIds },
  },
  {
    code: 'wrong-answer',
    title: 'Expected status, wrong body: {resource}',
    symptom: 'The status is the expected one; the body is not JSON, or an expression on it is not true.',
    cause:
      'The backend fails and the integration maps that to a success, as the PetStore sample does; or a page stands in for the service; or the data changed and the expectation did not. Where the custom domain alone shows it, its base path leads to another API or stage.',
    remedy: "Read the body. If it is an error, map errors to statuses in the integration's responses.",
    command: '{curl}',
    explains: failsWith('body-not-json', 'body-mismatch'),
    looksAt: {
      more: (members) => [
        ...new Set(members.flatMap(({ bodyExcerpt }) => (bodyExcerpt ? [`body: ${bodyExcerpt.slice(0, 120)}`] : []))),
      ],
    },
  },
];

function requestIds(members: readonly Observation[]): readonly string[] {
  const id = members.find(({ requestId }) => requestId !== undefined)?.requestId;
  return id === undefined ? [] : [`request id ${id}`];
}
