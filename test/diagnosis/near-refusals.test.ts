// Refusals that are wanted, that are missing, and that are those of a caller: for each, runs on both sides of the border.

import { describe, expect, it } from 'vitest';
import { CUSTOM_DOMAIN, codesFor, FIRST, SECOND, STRICT_ROUTES, textOf, verdictOn, type World } from './facts.ts';
import { saysOfAll } from './near-miss.ts';

const HARDENED = { routes: STRICT_ROUTES };
const DENIED = { expect: { denied: true } };
const ONE_WAY = { routes: [{ accessMethod: 'vpce-host', ...DENIED }] };
const DOMAIN_BESIDE = { ...CUSTOM_DOMAIN, accessMethods: ['vpce-host', 'custom-domain'] };
const SIGNED = { auth: { iam: true } };
const KEYED = { auth: { headers: { 'x-api-key': { env: 'PETS_API_KEY' } } } };
const REFUSED_ALIKE = { 'undeployed-path': 'forbidden', 'api-sni': 'forbidden' } as const;
const said = (message: string, errorType = 'InvalidSignatureException') =>
  ({ is: 'signature-refused', errorType, bodyExcerpt: `{"message":"${message}"}` }) as const;
const LATE = said(
  'Signature expired: 20261122T030405Z is now earlier than 20261122T030905Z (20261122T031405Z - 5 min.)',
);
const EARLY = said(
  'Signature not yet current: 20261122T031405Z is still later than 20261122T030905Z (20261122T030405Z + 5 min.)',
);
const UNTOLD = { ...LATE, bodyExcerpt: '' };
const UNKNOWN_KEY = said('The security token included in the request is invalid.', 'UnrecognizedClientException');

saysOfAll({
  'what must be refused': {
    'is refused': { target: HARDENED, says: [] },
    'is let in, by every way with another SNI': {
      target: HARDENED,
      see: { 'vpce|route53-alias': 'not-denied' },
      says: ['access-mode-softened'],
    },
    'is let in, by one of the ways': {
      target: HARDENED,
      see: { 'vpce-host': 'not-denied' },
      says: ['access-mode-softened'],
    },
    'is let in, and the configuration names one way': {
      target: ONE_WAY,
      see: { 'vpce-host': 'not-denied' },
      says: ['policy-softened'],
    },
    'is let in, and the configuration names the other way': {
      target: { routes: [{ accessMethod: 'vpce-api-id', ...DENIED }] },
      see: { 'vpce-api-id': 'not-denied' },
      says: ['policy-softened'],
    },
    'is let in by both ways, at one endpoint': {
      endpoints: [FIRST, SECOND],
      target: {
        routes: ['vpce-host', 'vpce-api-id'].map((accessMethod) => ({ accessMethod, endpoint: SECOND.id, ...DENIED })),
      },
      see: { 'second vpce': 'not-denied' },
      says: ['policy-softened'],
    },
    "is let in by the API's own name, where the access mode refuses the others": {
      target: { ...HARDENED, resources: [{ path: '/pets' }, { path: '/admin', ...DENIED }] },
      see: { 'private-dns /admin': 'not-denied' },
      says: ['policy-softened'],
    },
    'is let in, at one endpoint': {
      endpoints: [FIRST, SECOND],
      target: { routes: [{ endpoint: SECOND.id, ...DENIED }] },
      see: { second: 'not-denied' },
      says: ['policy-softened'],
    },
    'is let in, one resource of two': {
      target: { resources: [{ path: '/pets' }, { path: '/admin', ...DENIED }] },
      see: { '/admin': 'not-denied' },
      says: ['policy-softened'],
    },
    'cannot be reached': { target: HARDENED, see: { every: 'connect-timeout' }, says: ['endpoint-unreachable'] },
    'is throttled': { target: HARDENED, see: { 'vpce-host': 'throttled' }, says: ['throttled'] },
    'is answered by a proxy': {
      target: HARDENED,
      see: { 'vpce-host': 'not-api-gateway' },
      says: ['something-else-answers'],
    },
    'is let in at another endpoint, to which the name leads': {
      target: { routes: [{ accessMethod: 'private-dns', ...DENIED }] },
      see: { 'private-dns': { is: 'not-denied', addresses: ['10.9.1.7'] } },
      says: ['private-name-elsewhere'],
    },
  },
  'beside what is refused, as it has to be,': {
    'the API is gone': {
      target: HARDENED,
      see: { 'private-dns': 'forbidden' },
      controls: REFUSED_ALIKE,
      says: ['api-or-stage-missing'],
    },
    'the custom domain is refused': {
      target: {
        ...HARDENED,
        ...CUSTOM_DOMAIN,
        accessMethods: ['vpce-host', 'vpce-api-id', 'custom-domain'],
        routes: STRICT_ROUTES.slice(1),
      },
      see: { 'custom-domain': 'forbidden' },
      controls: REFUSED_ALIKE,
      says: ['custom-domain-not-associated'],
    },
    'a route is missing': {
      target: HARDENED,
      see: { 'private-dns /pets/1': 'missing-authentication-token' },
      says: ['route-missing'],
    },
    'every route is missing': {
      target: HARDENED,
      see: { 'private-dns': 'missing-authentication-token' },
      says: ['no-route-answers'],
    },
    'the backend is silent': {
      target: HARDENED,
      see: { 'private-dns': 'request-timeout' },
      says: ['backend-slow'],
    },
    'no route is known of those that are to be served': {
      target: { resources: [{ path: '/pets' }, { path: '/admin', ...DENIED }] },
      see: { '/pets': 'missing-authentication-token' },
      says: ['no-route-answers'],
    },
    'a resource is refused that one of these ways lets in': {
      target: ONE_WAY,
      see: { 'vpce-host /pets': 'not-denied', 'vpce-host': 'passed', '/pets/1': 'forbidden' },
      says: ['api-key-or-waf', 'policy-softened'],
    },
    'the Host header is lost': {
      target: { routes: [{ accessMethod: 'route53-alias', ...DENIED }] },
      see: { 'private-dns|vpce-host': 'forbidden' },
      controls: { 'api-sni': 'forbidden' },
      says: ['host-not-recognised'],
    },
    "the domain's routes are missing, and nothing tells what the default names know": {
      target: { ...DOMAIN_BESIDE, ...ONE_WAY },
      see: { 'custom-domain': 'missing-authentication-token' },
      says: ['no-route-answers'],
    },
    'the domain is denied, and nothing tells whether the default names are': {
      target: { ...DOMAIN_BESIDE, ...ONE_WAY },
      see: { 'custom-domain': 'access-denied' },
      says: ['policy-denies'],
    },
    'the API is gone, and its name is public': {
      target: { accessMethods: ['private-dns', 'vpce-host', 'vpce-api-id'], ...ONE_WAY },
      see: { 'private-dns': { is: 'forbidden', addresses: ['3.5.140.2'] }, 'vpce-api-id': 'forbidden' },
      controls: REFUSED_ALIKE,
      says: ['api-or-stage-missing'],
    },
    "everything is refused, the API's own name as it has to be": {
      target: {
        accessMethods: ['private-dns', 'vpce-host', 'vpce-api-id'],
        routes: [{ accessMethod: 'private-dns', ...DENIED }],
      },
      see: { vpce: 'forbidden' },
      controls: 'none',
      says: ['api-or-stage-missing'],
    },
    'one more way is refused that is not to be: STRICT, as it seems': {
      target: { routes: STRICT_ROUTES.filter(({ accessMethod }) => accessMethod === 'vpce-host') },
      see: { 'vpce-api-id': 'forbidden' },
      says: ['strict-access-mode'],
    },
    'one more way is refused, with another code': {
      target: { routes: STRICT_ROUTES.filter(({ accessMethod }) => accessMethod === 'vpce-host') },
      see: { 'vpce-api-id': 'access-denied' },
      says: ['policy-denies'],
    },
  },
  'a signature is refused,': {
    'the key being unknown': { target: SIGNED, see: { every: UNKNOWN_KEY }, says: ['credentials-refused'] },
    'the key having ended': {
      target: SIGNED,
      see: { every: said('The security token included in the request is expired', 'ExpiredTokenException') },
      says: ['credentials-refused'],
    },
    'being too late': { target: SIGNED, see: { every: LATE }, says: ['clock-skewed'] },
    'being too early': { target: SIGNED, see: { every: EARLY }, says: ['clock-skewed'] },
    'being too late, as the answers with a body say': {
      target: { ...SIGNED, resources: [{ path: '/pets' }, { method: 'HEAD', path: '/pets/1' }] },
      see: { '/pets/1': UNTOLD, every: LATE },
      says: ['clock-skewed'],
    },
    'and nobody says why: the answers have no body': {
      target: SIGNED,
      see: { every: UNTOLD },
      says: ['signature-refused'],
    },
    'as unknown keys are, where another one was too late': {
      target: SIGNED,
      see: { '/pets/1': { ...UNKNOWN_KEY, bodyExcerpt: '' }, every: LATE },
      says: ['credentials-refused', 'clock-skewed'],
    },
    'not being that of the request': {
      target: SIGNED,
      see: { 'vpce-host': said('The request signature we calculated does not match the signature you provided.') },
      says: ['signature-refused'],
    },
    'at another endpoint, to which the name leads': {
      target: SIGNED,
      see: { 'private-dns': { ...UNKNOWN_KEY, addresses: ['10.9.1.7'] } },
      says: ['private-name-elsewhere'],
    },
    'and the canary made none': { see: { every: LATE }, says: ['signature-refused'] },
    'and the canary made none: keys': { see: { every: UNKNOWN_KEY }, says: ['signature-refused'] },
  },
  'a caller is refused': {
    'by its own policy': {
      target: SIGNED,
      see: {
        every: {
          is: 'access-denied',
          bodyExcerpt: 'because no identity-based policy allows the execute-api:Invoke action',
        },
      },
      says: ['caller-not-allowed'],
    },
    'by its own policy, explicitly': {
      target: SIGNED,
      see: { every: { is: 'access-denied', bodyExcerpt: 'with an explicit deny in an identity-based policy' } },
      says: ['caller-not-allowed'],
    },
    'by its own policy, at the custom domain alone': {
      target: { ...SIGNED, ...CUSTOM_DOMAIN },
      see: { custom: { is: 'access-denied', bodyExcerpt: 'because no identity-based policy allows the action' } },
      says: ['caller-not-allowed'],
    },
    'by an authorizer, in nearly the same words': {
      see: {
        every: {
          is: 'access-denied',
          bodyExcerpt:
            'User is not authorized to access this resource with an explicit deny in an identity-based policy',
        },
      },
      says: ['authorizer-refuses'],
    },
    'for its key': { target: KEYED, see: { '/pets/1': 'forbidden' }, says: ['api-key-refused'] },
    'for want of a key': { see: { '/pets/1': 'forbidden' }, says: ['api-key-or-waf'] },
    'for want of a key, though it signs': { target: SIGNED, see: { '/pets/1': 'forbidden' }, says: ['api-key-or-waf'] },
  },
});

describe('the evidence', () => {
  it.for([
    [
      LATE,
      'the clock of the canary is 10 min late: signed at 20261122T030405Z, and it was 20261122T031405Z for API Gateway',
    ],
    [
      EARLY,
      'the clock of the canary is 10 min early: signed at 20261122T031405Z, and it was 20261122T030405Z for API Gateway',
    ],
  ] as const)('says by how much the clock is wrong (%#)', ([sight, line]) => {
    const [diagnosis] = verdictOn({ target: SIGNED, see: { every: sight } }).diagnoses;
    expect(diagnosis?.evidence).toContain(line);
  });

  it('tells what passes by being refused from what is served', () => {
    const [diagnosis] = verdictOn({ target: HARDENED, see: { 'private-dns /pets/1': 'body-mismatch' } }).diagnoses;
    const shown = diagnosis?.evidence.filter((line) => /^(?:pass|refused)/.test(line));
    expect(shown).toEqual([
      'pass: GET /pets',
      expect.stringMatching(/^refused, as expected: route53-alias, vpce-host, .* and \d more$/),
    ]);
  });
});

describe('the state', () => {
  const STATES: Readonly<Record<string, readonly [state: string, world: World]>> = {
    'healthy: all is refused that has to be, and the rest served': ['healthy', { target: HARDENED }],
    'healthy: nobody is to be served, and nobody is': [
      'healthy',
      { target: { resources: [{ path: '/pets', ...DENIED }] } },
    ],
    'degraded: somebody is served who must not be': [
      'degraded',
      { target: { resources: [{ path: '/pets', ...DENIED }] }, see: { every: 'not-denied' } },
    ],
    'degraded: somebody is refused who has to be, another one not reached': [
      'degraded',
      { target: { resources: [{ path: '/pets', ...DENIED }] }, see: { 'vpce us-west-2a': 'connect-timeout' } },
    ],
    'unreachable: nobody is served who should be, though others are refused': [
      'unreachable',
      { target: HARDENED, see: { 'private-dns': 'forbidden' } },
    ],
    'unreachable: nobody is served who should be, though somebody is who must not be': [
      'unreachable',
      { target: HARDENED, see: { 'vpce-host': 'not-denied', 'private-dns': 'connect-timeout' } },
    ],
    'unreachable: the policies of two endpoints are exchanged': [
      'unreachable',
      {
        endpoints: [FIRST, SECOND],
        target: { routes: [{ endpoint: SECOND.id, ...DENIED }] },
        see: { second: 'not-denied', 'first|private-dns': 'access-denied' },
      },
    ],
    'unreachable: nobody is to be served, and nobody answers': [
      'unreachable',
      { target: { resources: [{ path: '/pets', ...DENIED }] }, see: { every: 'connect-timeout' } },
    ],
  };

  it.for(Object.entries(STATES))('%s', ([, [state, world]]) => {
    expect(verdictOn(world).state).toBe(state);
  });
});

it('the line for a phone says how many passed by being refused', () => {
  expect(verdictOn({ target: HARDENED }).summary).toBe(
    'pets/test healthy from vpc: all 16 probes passed, 14 of them by being refused',
  );
});

it('names `auth` where the canary sends nothing and something is asked for', () => {
  expect(textOf({ see: { every: 'missing-authentication-token' } }, 'no-route-answers')).toContain('`auth.iam`');
  expect(textOf({ see: { '/pets': 'missing-authentication-token' } }, 'route-missing')).toContain('`auth.iam`');
  expect(textOf({ see: { '/pets': 'forbidden' } }, 'api-key-or-waf')).toContain('`auth.headers.x-api-key`');
  expect(textOf({ see: { every: 'unauthorized' } }, 'authorizer-refuses')).toContain('`auth.headers.authorization`');
  expect(codesFor({ see: { every: 'unauthorized' } })).toEqual(['authorizer-refuses']);
});
