// What API Gateway refuses by itself: stage, routes, policies, authorization, limits. Data only.
import { type Scenario, withCustomDomain } from './scenario.ts';

export const api = {
  'strict-access-mode': {
    description: "The API's endpoint access mode is STRICT: only private DNS and custom domains are served.",
    faults: { accessMode: 'strict' },
  },
  'default-endpoint-disabled': {
    description: 'The default endpoint is disabled: the API answers on its custom domain alone.',
    faults: { defaultEndpoint: 'disabled' },
    configuration: withCustomDomain,
  },
  'stage-missing': {
    description: 'The stage is not deployed.',
    faults: { stage: 'missing' },
  },
  'route-missing': {
    description: 'GET /pets/{id} is not deployed; GET /pets is.',
    faults: { petRoute: 'missing' },
  },
  'resource-policy-denies': {
    description: "The API's resource policy does not allow this endpoint.",
    faults: { resourcePolicy: 'denies' },
  },
  'resource-policy-explicit-deny': {
    description: "The API's resource policy denies every endpoint but another one.",
    faults: { resourcePolicy: 'denies-explicitly' },
  },
  'policy-denies-old-wording': {
    description: 'Some policy does not allow the call, and the message does not say which.',
    faults: { resourcePolicy: 'denies-in-old-words' },
  },
  'endpoint-policy-denies': {
    description: "The endpoint's policy does not allow this API.",
    faults: { endpointPolicy: 'denies' },
  },
  'iam-on-every-method': {
    description: 'Every method of the API wants a signature.',
    faults: { authorization: 'iam' },
  },
  'api-key-required': {
    description: 'Every method of the API wants an API key.',
    faults: { authorization: 'api-key' },
  },
  'api-key-on-one-route': {
    description: 'GET /pets/{id} wants an API key.',
    faults: { authorization: 'api-key-on-pet-route' },
  },
  'authorizer-refuses': {
    description: 'An authorizer refuses every call.',
    faults: { authorization: 'authorizer-refuses' },
  },
  'waf-blocks-some': {
    description: 'A WAF rule blocks some requests and not others.',
    faults: { waf: 'blocks-some' },
  },
  throttled: {
    description: 'The stage is throttled.',
    faults: { limits: 'throttled' },
  },
  'quota-exceeded': {
    description: "The quota of the usage plan behind the authorizer's key is used up.",
    faults: { limits: 'quota-exceeded' },
  },
  'validator-refuses': {
    description: 'The request validator refuses every request.',
    faults: { validator: 'refuses' },
  },
} as const satisfies Readonly<Record<string, Scenario>>;
