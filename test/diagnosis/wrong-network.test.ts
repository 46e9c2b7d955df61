// Connections, TLS and silence: runs that fit two causes, or another than the first that comes to mind.

import { addressAt, CUSTOM_DOMAIN, FIRST, SECOND } from './facts.ts';
import type { Sight } from './seen.ts';
import { namesAll, resistsAll } from './temptation.ts';

const WITH_DOMAIN = { target: CUSTOM_DOMAIN };
const at = (is: 'connect-timeout' | 'integration-timeout', ...addresses: string[]): Sight => ({ is, addresses });

resistsAll({
  'a firewall goes by the name in the handshake, and the alias passes': {
    see: { vpce: 'tls-reset' },
    controls: { 'api-sni': 'passed' },
    never: ['strict-access-mode'],
  },
  'one zone refuses connections': {
    see: { 'vpce us-west-2b': 'connect-refused' },
    never: ['zone-unreachable'],
  },
  'connecting fails for a reason that nobody knows': {
    see: { every: 'unknown' },
    never: ['no-route', 'endpoint-unreachable', 'zone-unreachable'],
  },
  'the certificate of a load balancer in front of the custom domain has ended': {
    target: CUSTOM_DOMAIN,
    see: { 'custom-domain': { is: 'tls-expired', addresses: ['10.0.7.7'] } },
    never: ['private-name-elsewhere'],
  },
  'one endpoint of two is dead, and the private name leads to it': {
    endpoints: [FIRST, SECOND],
    see: { second: 'connect-timeout', 'private-dns': at('connect-timeout', addressAt(1, 0), addressAt(1, 1)) },
    never: ['zone-unreachable'],
  },
  'every name is presented the certificate of something else': {
    see: { every: { is: 'tls-name-mismatch' } },
    never: ['vpce-certificate-mismatch'],
  },
  'a firewall opens TLS of the custom domain, too': {
    ...WITH_DOMAIN,
    see: { every: 'tls-untrusted' },
    never: ['certificate-untrusted'],
  },
  'a firewall resets TLS on the way to one endpoint of two': {
    endpoints: [FIRST, SECOND],
    see: { 'vpce second': 'tls-reset' },
    never: ['strict-access-mode'],
  },
  'one endpoint of two refuses, and no control was sent': {
    endpoints: [FIRST, SECOND],
    controls: 'none',
    see: { 'vpce second': 'forbidden' },
    never: ['strict-access-mode'],
  },
  'TLS is reset with either name in the handshake': {
    see: { vpce: 'tls-reset' },
    controls: { 'api-sni': 'tls-reset' },
    never: ['strict-access-mode'],
  },
  'one zone takes requests and loses them, and the others serve the same resource': {
    see: { 'vpce us-west-2b': 'request-timeout' },
    never: ['backend-slow'],
  },
  'the private name alone gets no answer': {
    see: { 'private-dns': 'request-timeout' },
    never: ['backend-slow'],
  },
  'one endpoint of two is dead, and the private name leads to the other': {
    endpoints: [FIRST, SECOND],
    see: { second: 'connect-timeout' },
    never: ['zone-unreachable'],
  },
  'one zone refuses handshakes that the others accept': {
    see: { 'vpce us-west-2b': 'tls-alert' },
    never: ['tls-refused'],
  },
});

namesAll({
  "one zone is out of reach, by the canary's own side perhaps": {
    code: 'zone-unreachable',
    see: { 'vpce us-west-2b': 'connect-timeout' },
    names: [/subnet/, /canary/],
  },
  'nothing is reached from on-premises': {
    code: 'endpoint-unreachable',
    target: { vantage: { network: 'on-premises' } },
    see: { every: 'connect-timeout' },
    names: [/security group/, /VPN|Direct Connect/],
  },
});
