// What can be wrong behind the API. Data only.
import type { Scenario } from './scenario.ts';

export const backend = {
  'backend-error-as-200': {
    description: "The backend fails and the API's integration maps that to status 200 with an errors body.",
    faults: { backend: 'error-as-200' },
  },
  'maintenance-page': {
    description: 'The backend answers status 200 with a page that says that it is being maintained.',
    faults: { backend: 'maintenance-page' },
  },
  'backend-timeout': {
    description: 'The backend never answers: 504 after 300 ms here, where API Gateway waits 29 s.',
    faults: { backend: 'timeout' },
  },
  'backend-silent': {
    description: 'The backend never answers, and API Gateway waits longer than the canary.',
    faults: { backend: 'silent' },
  },
  'backend-unreachable': {
    description: 'API Gateway cannot reach the backend: 504 at once.',
    faults: { backend: 'unreachable' },
  },
  'integration-misconfigured': {
    description: 'The integration is configured wrongly: 500 from API Gateway.',
    faults: { backend: 'misconfigured' },
  },
  'function-fails': {
    description: 'The Lambda function behind the API fails: 502 from API Gateway.',
    faults: { backend: 'function-fails' },
  },
  'backend-unavailable': {
    description: 'The backend answers 503, and API Gateway passes it on.',
    faults: { backend: 'unavailable' },
  },
  'backend-not-found': {
    description: 'The backend answers 404, and API Gateway passes it on.',
    faults: { backend: 'not-found' },
  },
} as const satisfies Readonly<Record<string, Scenario>>;
