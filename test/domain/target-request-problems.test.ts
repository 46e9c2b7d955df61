// What is wrong with what is asked of the API, one kind of problem at a time.

import { describe, expect, test } from 'vitest';
import { CanaryError } from '../../src/domain/canary-error.ts';
import { parseTarget } from '../../src/domain/target.ts';
import { OTHER_ENDPOINT_ID } from '../report/report-builder.ts';
import { MINIMAL, thrownBy, vpceName } from './examples.ts';

const DENIED = { expect: { denied: true } };
const HIDDEN_TEXT = 'a string that is not shown';
const HIDDEN_OBJECT = 'an object that is not shown';
const HEADER = 'headers by their names in lower case, none of them one that the canary or HTTP itself sets';
const NO_NAME = "not the name of a header: 1 to 100 lower-case letters, digits and !#$%&'*+-.^_`|~";
const ENV = 'the name of an environment variable, such as "PETS_API_KEY", and none of those of AWS ("AWS_…")';
const SECRET = 'the name or ARN of a secret in Secrets Manager';
const EITHER = 'exactly one of `env`, `secretId`';
const header = (source: unknown, name = 'x-api-key') => ({ auth: { headers: { [name]: source } } });

describe('every kind of problem is told by itself', () => {
  const PROBLEMS: Readonly<Record<string, { readonly more: object; readonly problem: string }>> = {
    'method that changes something': {
      more: { resources: [{ path: '/a', method: 'DELETE' }] },
      problem: 'resources[0].method: given "DELETE"; accepted: one of GET, HEAD',
    },
    'HEAD twice': {
      more: {
        resources: [{ path: '/a', method: 'HEAD' }, { path: '/a' }, { path: '/a', method: 'HEAD', auth: 'none' }],
      },
      problem: 'resources[2].path: given "/a"; accepted: each path once for a method',
    },
    'GET twice, once in words': {
      more: { resources: [{ path: '/a' }, { path: '/a', method: 'GET', auth: 'none' }] },
      problem: 'resources[1].path: given "/a"; accepted: each path once for a method',
    },
    'HEAD with a body to look at': {
      more: { resources: [{ path: '/a', method: 'HEAD', expect: { body: ['id'] } }] },
      problem:
        'resources[0].expect.body: given ["id"]; accepted: nothing with the method HEAD: its answers have no body',
    },
    'HEAD and a path one character too long': {
      more: { resources: [{ path: `/${'a'.repeat(1019)}`, method: 'HEAD' }] },
      problem: `resources[0].path: given a string of 1020 characters that is not shown; accepted: with the method HEAD, a path of at most 1019 characters`,
    },
    'other auth of a resource': {
      more: { resources: [{ path: '/a', auth: 'Bearer abc' }] },
      problem: `resources[0].auth: given ${HIDDEN_TEXT}; accepted: "none"; without this key, the \`auth\` of the target`,
    },
    'denied as a wish': {
      more: { resources: [{ path: '/a', expect: { denied: false } }] },
      problem: 'resources[0].expect.denied: given false; accepted: true',
    },
    'denied with a status': {
      more: { resources: [{ path: '/a', expect: { denied: true, status: [403] } }] },
      problem:
        'resources[0].expect: given {"denied":true,"status":[403]}; accepted: no `status` and no `body` where `denied` is expected',
    },
    'denied with a body': {
      more: { resources: [{ path: '/a', expect: { denied: true, body: ['id'] } }] },
      problem:
        'resources[0].expect: given {"denied":true,"body":["id"]}; accepted: no `status` and no `body` where `denied` is expected',
    },
    'routes by nothing': {
      more: { routes: [DENIED] },
      problem: 'routes[0]: given {}; accepted: `accessMethod`, `endpoint` or both',
    },
    'route without an expectation': {
      more: { routes: [{ accessMethod: 'vpce-host' }] },
      problem: 'routes[0].expect: given nothing; accepted: an object with the keys denied',
    },
    'route with an expectation of another kind': {
      more: { routes: [{ accessMethod: 'vpce-host', expect: { denied: true, status: [403] } }] },
      problem: 'routes[0].expect.status: no such key; known here: denied',
    },
    'route that does not exist': {
      more: { routes: [{ accessMethod: 'vpn', ...DENIED }] },
      problem:
        'routes[0].accessMethod: given "vpn"; accepted: one of private-dns, route53-alias, vpce-host, vpce-api-id, custom-domain, vpce-custom-domain',
    },
    'route that is not probed': {
      more: { accessMethods: ['vpce-host'], routes: [{ accessMethod: 'vpce-api-id', ...DENIED }] },
      problem: 'routes[0].accessMethod: given "vpce-api-id"; accepted: one of those in `accessMethods`',
    },
    'route of a custom domain that is none': {
      more: { routes: [{ accessMethod: 'vpce-custom-domain', ...DENIED }] },
      problem:
        'routes[0].accessMethod: given "vpce-custom-domain"; accepted: this way only together with "customDomain"',
    },
    'route of an endpoint that is not probed': {
      more: { routes: [{ endpoint: OTHER_ENDPOINT_ID, ...DENIED }] },
      problem: `routes[0].endpoint: given "${OTHER_ENDPOINT_ID}"; accepted: one of those in \`endpoints.vpcEndpointIds\``,
    },
    'endpoint of a way that has none': {
      more: { routes: [{ accessMethod: 'private-dns', endpoint: MINIMAL.endpoints.vpcEndpointIds[0], ...DENIED }] },
      problem: `routes[0].endpoint: given "${MINIMAL.endpoints.vpcEndpointIds[0]}"; accepted: no endpoint with private-dns, which leads to whichever DNS answers`,
    },
    'no routes': {
      more: { routes: [] },
      problem: 'routes: given []; accepted: a list of 1 to 50 routes, each once',
    },
    'auth of nothing': {
      more: { auth: {} },
      problem: `auth: given ${HIDDEN_OBJECT}; accepted: \`iam\`, \`headers\` or both; without \`auth\` requests carry nothing`,
    },
    'auth as text': {
      more: { auth: 'Bearer abc' },
      problem: `auth: given ${HIDDEN_TEXT}; accepted: an object with the keys iam, headers`,
    },
    'iam as text': {
      more: { auth: { iam: 'AKIDEXAMPLE', ...header({ env: 'A' }).auth } },
      problem: `auth.iam: given ${HIDDEN_TEXT}; accepted: true or false`,
    },
    'key that auth does not have': {
      more: { auth: { iam: true, token: 'abc' } },
      problem: 'auth.token: no such key; known here: iam, headers',
    },
    'headers as a list': {
      more: { auth: { iam: true, headers: ['x-api-key: abc'] } },
      problem: `auth.headers: given a list that is not shown; accepted: ${HEADER}`,
    },
    'header with its value': {
      more: header('abc'),
      problem: `auth.headers.x-api-key: given ${HIDDEN_TEXT}; accepted: an object with the keys env, secretId, jsonKey`,
    },
    'header in upper case': {
      more: header({ env: 'A' }, 'X-Api-Key'),
      problem: 'auth.headers.X-Api-Key: names of headers are given in lower case here',
    },
    'header in upper case, with other characters than letters': {
      more: header({ env: 'A' }, 'X_Api.Key'),
      problem: 'auth.headers.X_Api.Key: names of headers are given in lower case here',
    },
    'header in upper case, too long': {
      more: header({ env: 'A' }, 'X'.repeat(101)),
      problem: `auth.headers.${'X'.repeat(101)}: ${NO_NAME}`,
    },
    'header that says where a request goes': {
      more: header({ env: 'A' }, 'host'),
      problem: 'auth.headers.host: not a header to configure: the canary or HTTP itself sets it',
    },
    'header with a line break': {
      more: header({ env: 'A' }, 'a\nb'),
      problem: `auth.headers.a…: ${NO_NAME}`,
    },
    'header that says where a request goes, in capital letters': {
      more: header({ env: 'A' }, 'Host'),
      problem: 'auth.headers.Host: not a header to configure: the canary or HTTP itself sets it',
    },
    'header without a name': {
      more: header({ env: 'A' }, ''),
      problem: `auth.headers."": ${NO_NAME}`,
    },
    'authorization beside a signature': {
      more: { auth: { iam: true, headers: { authorization: { env: 'A' } } } },
      problem: `auth.headers.authorization: given ${HIDDEN_OBJECT}; accepted: only without \`iam\`, whose signature is sent in this header`,
    },
    'header from nowhere': {
      more: header({}),
      problem: `auth.headers.x-api-key: given ${HIDDEN_OBJECT}; accepted: ${EITHER}`,
    },
    'header from two places': {
      more: header({ env: 'A', secretId: 'a' }),
      problem: `auth.headers.x-api-key: given ${HIDDEN_OBJECT}; accepted: ${EITHER}`,
    },
    'variable that is a secret itself': {
      more: header({ env: 'sk-0123456789' }),
      problem: `auth.headers.x-api-key.env: given ${HIDDEN_TEXT}; accepted: ${ENV}`,
    },
    'variable of AWS': {
      more: header({ env: 'AWS_SECRET_ACCESS_KEY' }),
      problem: `auth.headers.x-api-key.env: given ${HIDDEN_TEXT}; accepted: ${ENV}`,
    },
    'secret with spaces': {
      more: header({ secretId: 'my secret' }),
      problem: `auth.headers.x-api-key.secretId: given ${HIDDEN_TEXT}; accepted: ${SECRET}`,
    },
    'key of a variable': {
      more: header({ env: 'A', jsonKey: 'token' }),
      problem: `auth.headers.x-api-key.jsonKey: given ${HIDDEN_TEXT}; accepted: this key only together with \`secretId\``,
    },
    'header with its value beside where it comes from': {
      more: header({ env: 'A', value: 'abc' }),
      problem: 'auth.headers.x-api-key.value: no such key; known here: env, secretId, jsonKey',
    },
    'private names that are forwarded inside the VPC': {
      more: { vantage: { network: 'vpc', privateNames: 'forwarded' } },
      problem: 'vantage.privateNames: given "forwarded"; accepted: this key only with the network "on-premises"',
    },
    'private names as a truth value': {
      more: { vantage: { network: 'on-premises', privateNames: true } },
      problem: 'vantage.privateNames: given true; accepted: one of forwarded, not-forwarded',
    },
    'address type that EC2 tells': {
      more: { endpoints: { ...MINIMAL.endpoints, ipAddressType: 'ipv6' } },
      problem: 'endpoints.ipAddressType: given "ipv6"; accepted: this key only together with "dnsNames"',
    },
    'address type that does not exist': {
      more: { endpoints: { dnsNames: [vpceName()], ipAddressType: 'both' } },
      problem: 'endpoints.ipAddressType: given "both"; accepted: one of ipv4, dualstack, ipv6',
    },
  };

  test.each(Object.entries(PROBLEMS))('%s', (_name, { more, problem }) => {
    const error = thrownBy(() => parseTarget({ ...MINIMAL, ...more }));
    expect(error).toBeInstanceOf(CanaryError);
    expect((error as CanaryError).message.split('\n')).toEqual(['The configuration has 1 problem:', `  ${problem}`]);
  });
});
