// Answers: runs that fit two causes, or another than the first that comes to mind. Neither may be named alone.

import { CUSTOM_DOMAIN, FIRST, SECOND } from './facts.ts';
import { namesAll, resistsAll } from './temptation.ts';

const WITH_DOMAIN = { target: CUSTOM_DOMAIN };
const refusedEverywhere = { 'undeployed-path': 'forbidden', 'api-sni': 'forbidden' } as const;

const only = (way: string) => ({ target: { accessMethods: [way] }, see: { every: 'forbidden' } as const });

resistsAll({
  "the same pattern at two endpoints, and the API's name as SNI is served at one": {
    endpoints: [FIRST, SECOND],
    see: { vpce: 'forbidden' },
    controls: { 'api-sni first': 'passed', 'api-sni second': 'forbidden' },
    never: ['strict-access-mode'],
  },
  'a proxy answers for one way, and the others are refused': {
    see: { 'private-dns': 'not-api-gateway', every: 'forbidden' },
    controls: { 'undeployed-path': 'forbidden', 'api-sni': 'forbidden' },
    never: ['alias-not-associated', 'host-not-recognised'],
  },
  'the custom domain is denied, and the default names are refused': {
    ...WITH_DOMAIN,
    see: { custom: 'access-denied', default: 'forbidden' },
    controls: { 'undeployed-path': 'forbidden', 'api-sni': 'forbidden' },
    never: ['custom-domain-policy-denies'],
  },
  'every way is refused, and a path that is not deployed is denied by a policy: the stage is there': {
    see: { every: 'forbidden' },
    controls: { 'undeployed-path': 'access-denied', 'api-sni': 'forbidden' },
    never: ['api-or-stage-missing'],
  },
  'vpce-host alone is probed and refused, and passes with another SNI': {
    ...only('vpce-host'),
    controls: { 'api-sni': 'passed' },
    never: ['api-key-or-waf'],
  },
  'vpce-host alone is probed, and the access mode is STRICT': {
    ...only('vpce-host'),
    controls: { 'undeployed-path': 'forbidden', 'api-sni': 'passed' },
    never: ['api-or-stage-missing'],
  },
  'the alias alone is probed and refused, and the stage is deployed': {
    ...only('route53-alias'),
    controls: {},
    never: ['api-key-or-waf'],
  },
  'every method asks for an API key, and the custom domain is refused as all': {
    ...WITH_DOMAIN,
    see: { every: 'forbidden' },
    controls: { 'api-sni': 'forbidden' },
    never: ['custom-domain-not-associated'],
  },
  'only the way that needs no Host is served': {
    see: { 'private-dns|route53-alias|vpce-host': 'forbidden' },
    controls: { 'api-sni': 'forbidden' },
    never: ['alias-not-associated'],
  },
  'the custom domain alone is probed and refused, the default endpoint being disabled': {
    target: { ...CUSTOM_DOMAIN, accessMethods: ['custom-domain'] },
    see: { every: 'forbidden' },
    controls: { 'undeployed-path': 'forbidden' },
    never: ['api-or-stage-missing'],
  },
  'the endpoint policy denies what comes by the custom domain': {
    ...WITH_DOMAIN,
    see: {
      custom: {
        is: 'access-denied',
        bodyExcerpt: '{"Message":"User: anonymous is not authorized because no VPC endpoint policy allows it"}',
      },
    },
    never: ['custom-domain-policy-denies'],
  },
  'the older wording of an explicit deny does not say whose': {
    see: {
      every: {
        is: 'access-denied',
        bodyExcerpt: '{"Message":"User: anonymous is not authorized with an explicit deny"}',
      },
    },
    never: ['resource-policy-denies-explicitly'],
  },
  'a resource is missing by the custom domain and deployed by the default names': {
    ...WITH_DOMAIN,
    see: { 'custom /pets/1': 'missing-authentication-token' },
    never: ['route-missing'],
  },
  'a resource is missing in one zone and served in the others': {
    see: { 'vpce us-west-2b /pets/1': 'missing-authentication-token' },
    never: ['route-missing'],
  },
});

namesAll({
  'vpce-api-id alone is probed and refused: the access mode perhaps': {
    code: 'api-or-stage-missing',
    ...only('vpce-api-id'),
    controls: refusedEverywhere,
    names: [/stage/, /STRICT/],
  },
  'the custom domain alone is probed and refused, and the stage is deployed: an API key perhaps': {
    code: 'custom-domain-not-associated',
    target: { ...CUSTOM_DOMAIN, accessMethods: ['custom-domain'] },
    see: { every: 'forbidden' },
    controls: {},
    names: [/associat/, /API key/],
  },
  'every way is refused, the default endpoint is disabled perhaps': {
    code: 'api-or-stage-missing',
    see: { every: 'forbidden' },
    controls: refusedEverywhere,
    names: [/stage/, /default endpoint/],
  },
  'every way is refused, by a WAF rule for the whole stage perhaps': {
    code: 'api-or-stage-missing',
    see: { every: 'forbidden' },
    controls: refusedEverywhere,
    names: [/WAF/],
  },
  'every way is refused, and no control tells an API key': {
    code: 'api-or-stage-missing',
    see: { every: 'forbidden' },
    controls: 'none',
    names: [/API key/],
  },
  'the custom domain serves, another API perhaps': {
    code: 'default-endpoint-disabled',
    ...WITH_DOMAIN,
    see: { default: 'forbidden' },
    controls: refusedEverywhere,
    names: [/disabled|enable/, /another API|`api.id`/],
  },
  'only the SNI is refused, and vpce-api-id was not asked': {
    code: 'host-not-recognised',
    target: { accessMethods: ['private-dns', 'vpce-host'] },
    see: { 'vpce-host': 'forbidden' },
    controls: { 'api-sni': 'passed' },
    names: [/Host/, /STRICT/],
  },
  'the custom domain alone is not served by any path': {
    code: 'no-route-answers',
    target: { ...CUSTOM_DOMAIN, accessMethods: ['custom-domain'] },
    see: { every: 'missing-authentication-token' },
    names: [/deployed/, /base path/],
  },
});
