// Names: causes that are easily taken for each other, and for each, runs on both sides of the border.

import type { Endpoint } from '../../src/domain/endpoint.ts';
import { addressAt, CUSTOM_DOMAIN, FIRST, FOUR_WAYS, NAMED, SECOND } from './facts.ts';
import { saysOfAll } from './near-miss.ts';

const ON_PREMISES = { ...FOUR_WAYS, vantage: { network: 'on-premises' } };
const privateDns = (name: 'off' | 'pending'): Endpoint => ({ ...FIRST, privateDns: name });
const strange = (...addresses: readonly string[]) => ({ is: 'address-untrusted', addresses }) as const;
const lostAt = (...addresses: readonly string[]) => ({ is: 'connect-timeout', addresses }) as const;

saysOfAll({
  'a private name': {
    'that is missing, with private DNS on': { see: { 'private-dns': 'dns-nxdomain' }, says: ['private-name-missing'] },
    'that is missing, with private DNS off': {
      endpoints: [privateDns('off')],
      target: FOUR_WAYS,
      see: { 'private-dns': 'dns-nxdomain' },
      says: ['private-dns-off'],
    },
    'that is missing, with private DNS pending': {
      endpoints: [privateDns('pending')],
      see: { 'private-dns': 'dns-nxdomain' },
      says: ['private-dns-pending'],
    },
    'that is missing, one endpoint of two having private DNS': {
      endpoints: [FIRST, SECOND],
      see: { 'private-dns': 'dns-no-address' },
      says: ['private-name-missing'],
    },
    'that is missing, and EC2 was not asked': {
      endpoints: [NAMED],
      target: FOUR_WAYS,
      see: { 'private-dns': 'dns-nxdomain' },
      says: ['private-name-missing'],
    },
    'that is missing on-premises': {
      target: ON_PREMISES,
      see: { 'private-dns': 'dns-nxdomain' },
      says: ['private-name-not-forwarded'],
    },
    'with the alias, on-premises': {
      target: ON_PREMISES,
      see: { 'private-dns|route53-alias': 'dns-nxdomain' },
      says: ['private-name-not-forwarded', 'alias-not-associated'],
    },
    'with the alias, which a shadowing zone hides': {
      see: { 'private-dns|route53-alias': 'dns-nxdomain' },
      says: ['private-name-missing'],
    },
    'while the alias exists and is refused': {
      see: { 'private-dns': 'dns-nxdomain', 'route53-alias': 'forbidden' },
      says: ['private-name-missing', 'alias-not-associated'],
    },
    'with public addresses': {
      see: { 'private-dns': { is: 'forbidden', addresses: ['3.5.140.2'] } },
      says: ['private-name-public'],
    },
    'with public addresses, to which no credentials are sent': {
      see: { 'private-dns': strange('3.5.140.2') },
      says: ['private-name-public'],
    },
    'with the address zero, to which no credentials are sent': {
      see: { 'private-dns': strange('0.0.0.0') },
      says: ['private-name-elsewhere'],
    },
    'with the broadcast address, to which no credentials are sent': {
      see: { 'private-dns': strange('255.255.255.255') },
      says: ['private-name-elsewhere'],
    },
    'that alone leads to the endpoint, the others being led away': {
      see: { vpce: strange('3.5.140.2') },
      says: ['address-untrusted'],
    },
    'of a custom domain, with public addresses to which no credentials are sent': {
      target: CUSTOM_DOMAIN,
      see: { 'custom-domain': strange('203.0.113.7') },
      says: ['private-name-public'],
    },
    'led away with all others': {
      see: { every: strange('3.5.140.2') },
      says: ['address-untrusted'],
    },
    'of an endpoint that has a public address in one zone': {
      see: {
        'private-dns|route53-alias': strange('203.0.113.7', addressAt(0, 0)),
        'vpce us-west-2b': strange('203.0.113.7'),
      },
      says: ['address-untrusted'],
    },
    'with public and private addresses': {
      see: { 'private-dns': lostAt('3.5.140.2', '10.9.1.7') },
      says: ['private-name-elsewhere'],
    },
    'with an address of the endpoint and one that no zone has': {
      see: { 'private-dns': { is: 'passed', addresses: [addressAt(0, 0), '10.9.1.7'] } },
      says: ['private-name-elsewhere'],
    },
    'with the same, where a zonal name was not resolved': {
      see: {
        'vpce us-west-2b': 'dns-nxdomain',
        'private-dns': { is: 'passed', addresses: [addressAt(0, 0), '10.9.1.7'] },
      },
      says: ['zonal-name-missing'],
    },
    'with one of the two addresses of the endpoint': {
      see: { 'private-dns': { is: 'passed', addresses: [addressAt(0, 1)] } },
      says: [],
    },
    'that leads to another endpoint of the target': {
      endpoints: [FIRST, SECOND],
      see: { 'private-dns': { is: 'passed', addresses: [addressAt(1, 0)] } },
      says: [],
    },
  },
  'a resolver': {
    'that fails for names of the endpoint, too': { see: { every: 'dns-servfail' }, says: ['resolver-failing'] },
    'that fails for the names below one domain': {
      see: { 'private-dns|route53-alias': 'dns-timeout' },
      says: ['forwarding-failing'],
    },
    'that fails for one of two names below a domain': {
      see: { 'private-dns': 'dns-timeout' },
      says: ['resolver-failing'],
    },
    'that fails for one domain and for one name more': {
      see: { 'private-dns|route53-alias': 'dns-timeout', 'vpce-host us-west-2a /pets': 'dns-timeout' },
      says: ['resolver-failing'],
    },
  },
});
