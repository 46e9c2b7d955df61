// Every way in which a private API is known to fail, as the pattern of outcomes that it leaves, and what is said of it.
// Data only. The numbers are those of the project's list of patterns.

import { CUSTOM_DOMAIN, DUAL_STACK, FIRST, FOUR_WAYS, SECOND, type World } from './facts.ts';
import type { Sight } from './seen.ts';

export interface Pattern extends World {
  /** What is wrong in the world. */
  readonly because: string;
  /** Codes of all diagnoses, most important first. */
  readonly says: readonly string[];
  /** Where causes look the same, the text of the first diagnosis names each. */
  readonly names?: readonly RegExp[];
}

const WITH_DOMAIN = { target: CUSTOM_DOMAIN };
const OFF = { ...FIRST, privateDns: 'off' } as const;
const PENDING = { ...FIRST, privateDns: 'pending' } as const;

const led = (is: 'passed' | 'forbidden' | 'connect-timeout' | 'connect-refused', ...addresses: string[]): Sight => ({
  is,
  addresses,
});
const denied = (because: string): Sight => ({
  is: 'access-denied',
  bodyExcerpt: `{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-west-2:********4690:01234567ab/test/GET/pets${because}"}`,
});
const MOCK = { resources: [{ path: '/' }, { path: '/pets' }] };

export const PATTERNS: Readonly<Record<string, Pattern>> = {
  '1, off': {
    because: 'private DNS is off',
    endpoints: [OFF],
    target: FOUR_WAYS,
    see: { 'private-dns': 'dns-nxdomain' },
    says: ['private-dns-off'],
  },
  '1, pending': {
    because: 'the hidden hosted zone is being made',
    endpoints: [PENDING],
    see: { 'private-dns': 'dns-nxdomain' },
    says: ['private-dns-pending'],
  },
  '1, attributes': {
    because: "the VPC's enableDnsSupport or enableDnsHostnames is false",
    see: { 'private-dns': 'dns-nxdomain' },
    says: ['private-name-missing'],
    names: [/hosted zone/, /DNS attributes/, /DHCP options|resolver/],
  },
  '2, refused': {
    because: 'a DNS server of the VPC answers from public DNS',
    see: { 'private-dns': led('forbidden', '3.5.140.2') },
    says: ['private-name-public'],
  },
  '2, silent': {
    because: 'the same, without a way to the internet',
    see: { 'private-dns': led('connect-timeout', '3.5.140.2') },
    says: ['private-name-public'],
    names: [/DNS server/, /private DNS/],
  },
  '3': {
    because: 'a hosted zone of the VPC shadows the name and has no record',
    see: { 'private-dns|route53-alias': 'dns-nxdomain' },
    says: ['private-name-missing'],
    names: [/hosted zone/],
  },
  '4, another endpoint': {
    because: 'the name leads to another endpoint',
    see: { 'private-dns': led('passed', '10.9.1.7', '10.9.2.7') },
    says: ['private-name-elsewhere'],
    names: [/zone/, /endpoint/],
  },
  '4, stale': {
    because: 'a hosted zone leads to an endpoint that was made anew',
    see: { 'private-dns': led('connect-timeout', '10.9.1.7') },
    says: ['private-name-elsewhere'],
  },
  '5': {
    because: 'the endpoint is not associated with the API',
    endpoints: [OFF],
    see: { 'route53-alias': 'dns-nxdomain' },
    says: ['alias-not-associated'],
    names: [/associate/i, /deploy/],
  },
  '6': {
    because: 'the same, answered by the wildcard of private DNS',
    see: { 'route53-alias': 'forbidden' },
    says: ['alias-not-associated'],
  },
  '7': {
    because: 'the Host header is rewritten on the way',
    see: { 'vpce-host': 'forbidden' },
    controls: { 'api-sni': 'forbidden' },
    says: ['host-not-recognised'],
  },
  '8': {
    because: 'x-apigw-api-id is taken away on the way',
    see: { 'vpce-api-id': 'forbidden' },
    says: ['api-id-header-lost'],
  },
  '9, stage missing': {
    because: 'API or stage is missing, or the default endpoint is disabled',
    see: { every: 'forbidden' },
    controls: { 'undeployed-path': 'forbidden', 'api-sni': 'forbidden' },
    says: ['api-or-stage-missing'],
  },
  '9, default endpoint disabled': {
    because: 'the default endpoint is disabled and the custom domain serves',
    ...WITH_DOMAIN,
    see: { default: 'forbidden' },
    controls: { 'undeployed-path': 'forbidden', 'api-sni': 'forbidden' },
    says: ['default-endpoint-disabled'],
  },
  '10': {
    because: 'one route is not deployed, or asks for a signature',
    see: { '/pets/1': 'missing-authentication-token' },
    says: ['route-missing'],
    names: [/not deployed/i, /signature/],
  },
  '11, by every way': {
    because: 'every method is AWS_IAM, or other paths are deployed',
    see: { every: 'missing-authentication-token' },
    says: ['no-route-answers'],
    names: [/deployed/i, /signature/],
  },
  '11, by the custom domain': {
    because: 'the base path is mapped elsewhere',
    ...WITH_DOMAIN,
    see: { custom: 'missing-authentication-token' },
    says: ['custom-domain-base-path-wrong'],
    names: [/base path/],
  },
  '12': {
    because: 'no statement of the resource policy allows the call',
    see: { every: denied(' because no resource-based policy allows the execute-api:Invoke action') },
    says: ['resource-policy-does-not-allow'],
  },
  '13': {
    because: 'a Deny of the resource policy names another endpoint',
    see: { every: denied(' with an explicit deny in a resource-based policy') },
    says: ['resource-policy-denies-explicitly'],
  },
  '14, in the new wording': {
    because: 'the policy of one endpoint leaves the API out',
    endpoints: [FIRST, SECOND],
    see: { second: denied(' because no VPC endpoint policy allows the execute-api:Invoke action') },
    says: ['endpoint-policy-denies'],
  },
  '14, in the old wording': {
    because: 'the policy of the endpoint or that of the API',
    see: { every: denied('') },
    says: ['policy-denies'],
    names: [/endpoint's policy|that of the endpoint/, /the API/],
  },
  '15': {
    because: 'an Authorization header is taken for a signature',
    see: { every: 'signature-refused' },
    says: ['signature-refused'],
  },
  '16': {
    because: 'a security group or network ACL drops',
    see: { every: 'connect-timeout' },
    says: ['endpoint-unreachable'],
    names: [/security group/, /network ACL/],
  },
  '16, not available': {
    because: 'the endpoint is being deleted',
    endpoints: [{ ...FIRST, state: 'deleting' }],
    see: { every: 'connect-timeout' },
    says: ['endpoint-not-available'],
  },
  '17': {
    because: 'one zone drops',
    see: { 'vpce us-west-2b': 'connect-timeout' },
    says: ['zone-unreachable'],
    names: [/network ACL/, /route table/],
  },
  '18': {
    because: "the endpoint's subnet in a zone was removed",
    see: { 'vpce us-west-2b': 'dns-nxdomain' },
    says: ['zonal-name-missing'],
  },
  '20': {
    because: 'a stale record leads to an interface of something else',
    see: { 'private-dns': led('connect-refused', '10.0.9.9') },
    says: ['private-name-elsewhere'],
  },
  '21': {
    because: 'the access mode is STRICT',
    see: { 'vpce|route53-alias': 'forbidden' },
    controls: { 'api-sni': 'passed' },
    says: ['strict-access-mode'],
  },
  '22': {
    because: 'the security policy asks for TLS 1.3',
    see: { every: 'tls-alert' },
    says: ['tls-refused'],
    names: [/policy/],
  },
  '23': {
    because: 'a load balancer before the endpoint presents the certificate of other names',
    see: {
      vpce: { is: 'tls-name-mismatch', tls: certificateOf('DNS:*.execute-api.us-west-2.amazonaws.com') },
    },
    controls: { 'api-sni': 'passed' },
    says: ['vpce-certificate-mismatch'],
  },
  '24': {
    because: 'a firewall opens TLS',
    see: { every: 'tls-untrusted' },
    says: ['tls-intercepted'],
  },
  '25': {
    because: 'the custom domain has no record',
    ...WITH_DOMAIN,
    see: { 'custom-domain': 'dns-nxdomain' },
    says: ['custom-domain-record-missing'],
  },
  '26': {
    because: 'the custom domain is not associated, or lacks the base path',
    ...WITH_DOMAIN,
    see: { custom: 'forbidden' },
    says: ['custom-domain-not-associated'],
    names: [/associat/, /base path/],
  },
  '27': {
    because: 'the policy of the domain name denies',
    ...WITH_DOMAIN,
    see: { custom: denied('') },
    says: ['custom-domain-policy-denies'],
  },
  '28': {
    because: 'the default certificate is presented for the custom domain',
    ...WITH_DOMAIN,
    see: {
      'custom-domain': {
        is: 'tls-name-mismatch',
        tls: certificateOf('DNS:*.execute-api.us-west-2.amazonaws.com'),
      },
    },
    says: ['custom-domain-certificate'],
  },
  '29': {
    because: 'the backend is slow, the mock answers',
    target: MOCK,
    see: { '/pets': 'integration-timeout' },
    says: ['backend-slow'],
  },
  '30': {
    because: 'the VPC link leads nowhere',
    target: MOCK,
    see: { '/pets': 'integration-unreachable' },
    says: ['backend-unreachable'],
  },
  '31': {
    because: 'the integration is misconfigured',
    target: MOCK,
    see: { '/pets': 'integration-failed' },
    says: ['integration-fails'],
  },
  '32': {
    because: 'the function fails',
    target: MOCK,
    see: { '/pets': { is: 'integration-failed', status: 502 } },
    says: ['function-fails'],
  },
  '33': {
    because: 'the backend fails and API Gateway passes that on',
    target: MOCK,
    see: { '/pets': 'backend-error' },
    says: ['backend-error'],
  },
  '34': {
    because: 'the failure of the backend is mapped to a success',
    target: MOCK,
    see: { '/pets': 'body-mismatch' },
    says: ['wrong-answer'],
  },
  '35': {
    because: 'a limit is reached',
    see: { every: 'throttled' },
    says: ['throttled'],
  },
  '36': {
    because: 'one method asks for an API key',
    target: MOCK,
    see: { '/pets': 'forbidden' },
    says: ['api-key-or-waf'],
    names: [/API key/, /WAF/],
  },
  '37': {
    because: 'a WAF rule blocks now and then',
    see: { 'vpce-host us-west-2a /pets': 'forbidden', 'vpce-api-id us-west-2b /pets/1': 'forbidden' },
    says: ['refused-now-and-then'],
    names: [/WAF/, /deploy/],
  },
  '38, bursts': {
    because: 'the resolver drops questions',
    see: { 'private-dns /pets': 'dns-timeout', 'vpce us-west-2a /pets/1': 'dns-servfail' },
    says: ['resolver-failing'],
  },
  '38, one domain': {
    because: 'the domain is forwarded to a server that does not answer',
    see: { 'private-dns|route53-alias': 'dns-servfail' },
    says: ['forwarding-failing'],
  },
  '39': {
    because: 'there is no way for IPv6',
    endpoints: [DUAL_STACK],
    see: { 'every IPv6': 'connect-timeout' },
    says: ['one-family-unreachable'],
    names: [/routes/, /security groups/, /`Ipv6` of the canary/],
  },
  '40': {
    because: 'EC2 cannot be reached, and an older answer is used',
    discovery: {
      source: 'last-known-good',
      problem: { code: 'ec2-failed', message: 'EC2: no answer within 2000 ms', hint: 'Add an interface endpoint.' },
    },
    says: ['discovery-failed'],
  },
  '42': {
    because: 'the endpoint was just made anew',
    endpoints: [{ ...PENDING, state: 'pending' }],
    see: { 'private-dns': 'dns-nxdomain', every: 'connect-timeout' },
    says: ['endpoint-not-available'],
  },
};

function certificateOf(names: string) {
  const protocol = { protocol: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256', issuer: 'CN=Amazon RSA 2048 M02' };
  return { ...protocol, subject: `CN=${names.slice(4)}`, names, daysLeft: 61 };
}
