// Connections, silence and certificates: causes that are easily taken for each other, and for each, runs on both sides of the border.

import type { Endpoint } from '../../src/domain/endpoint.ts';
import { addressAt, CUSTOM_DOMAIN, DUAL_STACK, FIRST, SECOND } from './facts.ts';
import { saysOfAll } from './near-miss.ts';

const state = (name: string): Endpoint => ({ ...FIRST, state: name });
const ONE_ZONE: Endpoint = { ...FIRST, zones: FIRST.zones.slice(0, 1) };
const lostAt = (...addresses: readonly string[]) => ({ is: 'connect-timeout', addresses }) as const;

saysOfAll({
  'a connection': {
    'that is lost in one zone': { see: { 'vpce us-west-2b': 'connect-timeout' }, says: ['zone-unreachable'] },
    'that is lost in one zone, to which the private name leads': {
      see: { 'vpce us-west-2b': 'connect-timeout', 'private-dns': lostAt(addressAt(0, 1), addressAt(0, 0)) },
      says: ['zone-unreachable'],
    },
    'that is lost in every zone': { see: { every: 'connect-timeout' }, says: ['endpoint-unreachable'] },
    'that is lost at an endpoint of one zone': {
      endpoints: [ONE_ZONE],
      see: { every: 'connect-timeout' },
      says: ['endpoint-unreachable'],
    },
    'that is lost in a zone of each endpoint': {
      endpoints: [FIRST, SECOND],
      see: { 'vpce us-west-2b': 'connect-timeout' },
      says: ['zone-unreachable', 'zone-unreachable'],
    },
    'that is lost now and then at the same address': {
      see: { 'vpce-host us-west-2a /pets': 'connect-timeout' },
      says: ['unexplained'],
    },
    'that is refused everywhere': { see: { every: 'connect-refused' }, says: ['endpoint-refuses'] },
    'for which there is no route': { see: { every: 'connect-unreachable' }, says: ['no-route'] },
    'that is lost, the endpoint being rejected': {
      endpoints: [state('rejected')],
      see: { every: 'connect-timeout' },
      says: ['endpoint-not-available'],
    },
    'that is lost, the endpoint being in a state that nobody documents': {
      endpoints: [state('partial')],
      see: { every: 'connect-timeout' },
      says: ['endpoint-unreachable'],
    },
    'that is lost, EC2 saying only afterwards that the endpoint is deleted': {
      endpointsNow: [state('deleted')],
      see: { every: 'connect-timeout' },
      says: ['endpoint-not-available'],
    },
    'that is lost over IPv6': {
      endpoints: [DUAL_STACK],
      see: { 'every IPv6': 'connect-unreachable' },
      says: ['one-family-unreachable'],
    },
    'that is lost over IPv6 in one zone': {
      endpoints: [DUAL_STACK],
      see: { 'vpce us-west-2b IPv6': 'connect-timeout' },
      says: ['zone-unreachable'],
    },
    'that no credentials are sent over, EC2 saying only afterwards that the endpoint is deleted': {
      endpointsNow: [state('deleted')],
      see: { every: { is: 'address-untrusted', addresses: ['203.0.113.7'] } },
      says: ['address-untrusted'],
    },
    'that no credentials are sent over with IPv6': {
      endpoints: [DUAL_STACK],
      see: { 'every IPv6': { is: 'address-untrusted', addresses: ['ff02::1'] } },
      says: ['address-untrusted'],
    },
    'that no credentials are sent over to one zone': {
      see: { 'vpce us-west-2b': { is: 'address-untrusted', addresses: ['203.0.113.7'] } },
      says: ['address-untrusted'],
    },
    'that is lost over both families': {
      endpoints: [DUAL_STACK],
      see: { every: 'connect-timeout' },
      says: ['endpoint-unreachable'],
    },
  },
  silence: {
    'of the endpoint': { see: { every: 'request-timeout' }, says: ['endpoint-silent'] },
    'of the backend, the controls being answered': {
      see: { every: 'request-timeout' },
      controls: { 'unknown-api': 'passed', 'undeployed-path': 'passed', 'api-sni': 'request-timeout' },
      says: ['backend-slow'],
    },
    'without controls': { see: { every: 'request-timeout' }, controls: 'none', says: ['endpoint-silent'] },
    'for one resource, without controls': {
      see: { '/pets': 'request-timeout' },
      controls: 'none',
      says: ['backend-slow'],
    },
  },
  'a certificate': {
    'of Amazon that is not trusted': {
      see: { every: { is: 'tls-untrusted', ...issuedBy('CN=Amazon RSA 2048 M02,O=Amazon,C=US') } },
      says: ['certificate-untrusted'],
    },
    'of somebody else that is not trusted': { see: { every: 'tls-untrusted' }, says: ['tls-intercepted'] },
    'of the custom domain that is not trusted': {
      target: CUSTOM_DOMAIN,
      see: { 'custom-domain': 'tls-untrusted' },
      says: ['certificate-untrusted'],
    },
  },
});

function issuedBy(issuer: string) {
  const names = 'DNS:*.execute-api.us-west-2.amazonaws.com';
  return { tls: { protocol: 'TLSv1.3', cipher: 'TLS_AES_128_GCM_SHA256', subject: 'CN=x', issuer, names } };
}
