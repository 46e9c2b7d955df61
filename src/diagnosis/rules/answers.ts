// Answers that do not come, do not come whole, or do not come from API Gateway.

import type { Observation } from '../../domain/observation.ts';
import { perScene } from '../per-scene.ts';
import type { ObservedRule } from '../rule.ts';
import { answered, answeredForClients, everything, failedWith, type Scene } from '../scene.ts';
import { leadsElsewhere } from './leads-elsewhere.ts';
import { isStrict } from './strict.ts';

/** Something else at the same endpoint was answered in this run. */
function frontDoorAnswers({ endpoint }: Observation, scene: Scene): boolean {
  return isAnswering(endpoint ?? '', scene);
}

const isAnswering = perScene((endpoint: string, scene): boolean =>
  everything(scene).some(
    (other) => answered(other) && (endpoint === '' || other.endpoint === undefined || other.endpoint === endpoint),
  ),
);

const isAnswered = perScene((resource: string, { observations }): boolean =>
  observations.some((other) => other.resource === resource && answeredForClients(other)),
);

/** No byte of an answer came in time. `backend`: nobody got one for this resource, and the endpoint answers others.
 * `some`: others got one for the same. `endpoint`: nobody gets any. */
export function causeOfSilence(seen: Observation, scene: Scene): 'backend' | 'endpoint' | 'some' | undefined {
  if (!failedWith(seen, 'request-timeout') || leadsElsewhere(seen, scene)) return undefined;
  if (isAnswered(seen.resource, scene)) return 'some';
  return frontDoorAnswers(seen, scene) ? 'backend' : 'endpoint';
}

export const ANSWER_RULES: readonly ObservedRule[] = [
  {
    code: 'endpoint-silent',
    title: 'Requests are taken and nothing is answered',
    symptom:
      'TLS succeeds, the request is sent, and no probe or control of the endpoint gets a byte of an answer in time.',
    cause:
      'A device on the way takes requests and loses them, or the endpoint itself hangs. Without control probes (`controls: false`) a backend that is slower than `timeouts.probeMs` looks the same.',
    remedy:
      'Repeat the probe with more time. If an answer comes after up to 29 seconds, it is the backend; else look at the devices on the way.',
    command: '{curl}',
    explains: (seen, scene) => causeOfSilence(seen, scene) === 'endpoint',
    looksAt: { controls: ['unknown-api', 'undeployed-path'] },
  },
  {
    code: 'some-answers-missing',
    title: 'Some requests get no answer in time, others like them do',
    symptom: 'No byte of an answer within the time for some probes, while others get one for the same resource.',
    cause:
      'The backend is too slow for some of its requests; or something on one of the ways, such as a firewall or a zone of the endpoint, takes requests and loses them. If the probes without an answer share a way or a zone in several runs, it is the way.',
    remedy: 'Compare the probes without an answer: what they share, in this run and the runs before.',
    command: '{curl}',
    explains: (seen, scene) => causeOfSilence(seen, scene) === 'some',
    looksAt: { controls: ['unknown-api', 'undeployed-path'] },
  },
  {
    code: 'answer-cut-off',
    title: 'Connections end before the answer is whole',
    symptom: 'The connection is reset, or the answer stops or is not valid HTTP.',
    cause:
      'A proxy or firewall on the way ends connections or changes answers; rarely the endpoint itself. An answer that is streamed by a backend which stops looks the same.',
    remedy: 'Repeat the probe from another host in the same subnet; compare with a way that does not pass the device.',
    command: '{curl}',
    explains: (seen, scene) =>
      failedWith(seen, 'request-reset', 'response-reset', 'response-timeout', 'response-malformed') &&
      !leadsElsewhere(seen, scene) &&
      !isStrict(seen, scene),
  },
  {
    code: 'answer-too-large',
    title: 'The answer is larger than the canary reads: {resource}',
    symptom: "The headers or the body are larger than the canary's limits.",
    cause: 'The resource is not made for probing: its answer has grown, or it was never small.',
    remedy: 'Probe a smaller resource, such as one item instead of the list.',
    command: '{curl}',
    explains: (seen, scene) =>
      failedWith(seen, 'response-body-too-large', 'response-headers-too-large') && !leadsElsewhere(seen, scene),
  },
  {
    code: 'something-else-answers',
    title: 'Something else than API Gateway answers',
    symptom:
      'The answer lacks the headers that API Gateway puts on every answer (`x-amzn-RequestId`, `x-amz-apigw-id`).',
    cause: "A proxy, a firewall's block page or another server answers in its place.",
    remedy: 'The body and the `Server` header usually say who it is.',
    command: '{curl}',
    explains: (seen, scene) => failedWith(seen, 'not-api-gateway') && !leadsElsewhere(seen, scene),
    looksAt: {
      controls: ['unknown-api'],
      more: (members) => [
        ...new Set(members.flatMap(({ bodyExcerpt }) => (bodyExcerpt ? [`body: ${bodyExcerpt.slice(0, 120)}`] : []))),
      ],
    },
  },
];
