// What can be wrong with a caller that proves who it is. Data only.
import { type Scenario, withApiKey, withSignature } from './scenario.ts';

export const callers = {
  'credentials-refused': {
    description: 'Every method wants a signature, and AWS does not know the access key with which the canary signs.',
    faults: { authorization: 'iam', callers: 'unknown' },
    configuration: withSignature,
  },
  'caller-not-allowed': {
    description: 'Every method wants a signature; the one of the canary is right, and no policy allows it to call.',
    faults: { authorization: 'iam', callers: 'not-allowed' },
    configuration: withSignature,
  },
  'clock-skewed': {
    description: 'Every method wants a signature, and the clock of the canary is ten minutes late.',
    faults: { authorization: 'iam', clock: 'ahead' },
    configuration: withSignature,
  },
  'api-key-refused': {
    description: 'Every method wants an API key, and the one that the canary sends is disabled.',
    faults: { authorization: 'api-key', apiKey: 'refused' },
    configuration: withApiKey,
  },
} as const satisfies Readonly<Record<string, Scenario>>;
