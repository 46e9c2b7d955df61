// Where API Gateway is to refuse: hardened as the configuration expects it, and softened since. Data only.
import type { Scenario } from './scenario.ts';

const withStrictMode = {
  routes: [
    { accessMethod: 'route53-alias', expect: { denied: true } },
    { accessMethod: 'vpce-host', expect: { denied: true } },
    { accessMethod: 'vpce-api-id', expect: { denied: true } },
  ],
} as const;

const withDenial = {
  resources: [
    { path: '/pets', expect: { denied: true } },
    { path: '/pets/1', expect: { denied: true } },
  ],
} as const;

export const expectedRefusals = {
  'strict-as-expected': {
    description: "The API's endpoint access mode is STRICT, and the canary expects what that refuses to be refused.",
    faults: { accessMode: 'strict' },
    configuration: withStrictMode,
  },
  'policy-refuses-as-expected': {
    description: "The API's resource policy denies this endpoint, and the canary expects it to.",
    faults: { resourcePolicy: 'denies-explicitly' },
    configuration: withDenial,
  },
  'access-mode-softened': {
    description: "The API's endpoint access mode is BASIC, and the canary expects STRICT.",
    faults: { accessMode: 'basic' },
    configuration: withStrictMode,
  },
  'policy-softened': {
    description: "The API's resource policy lets this endpoint in, and the canary expects it not to.",
    faults: { resourcePolicy: 'allows' },
    configuration: withDenial,
  },
} as const satisfies Readonly<Record<string, Scenario>>;
