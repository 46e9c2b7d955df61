// What can happen to a request or its answer on the way. Data only.
import type { Scenario } from './scenario.ts';

export const requestPath = {
  'host-rewritten': {
    description: 'A proxy on the way rewrites the Host header to the name that was dialled.',
    faults: { proxy: 'rewrites-host' },
  },
  'api-id-stripped': {
    description: 'A proxy on the way takes the x-apigw-api-id header away.',
    faults: { proxy: 'strips-api-id' },
  },
  'authorization-added': {
    description:
      'A proxy adds what looks like a signature and is none; the endpoint, with a policy of its own, refuses it.',
    faults: { proxy: 'adds-authorization' },
  },
  'proxy-answers': {
    description: 'A proxy on the way answers by itself: 403 and a page of its own.',
    faults: { proxy: 'answers' },
  },
  'endpoint-silent': {
    description: 'Requests are taken and never answered.',
    faults: { answers: 'none' },
  },
  'zone-silent': {
    description: 'Requests over the alphabetically first zone are taken and never answered.',
    faults: { answers: 'none-in-first-zone' },
  },
  'answer-cut': {
    description: 'Every connection ends in the middle of the answer.',
    faults: { answers: 'cut' },
  },
  'answer-too-large': {
    description: 'Every answer has a body of 2 MiB.',
    faults: { answers: 'too-large' },
  },
} as const satisfies Readonly<Record<string, Scenario>>;
