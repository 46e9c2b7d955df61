// Names: runs that fit two causes, or another than the first that comes to mind. Neither may be named alone.

import { addressAt, CUSTOM_DOMAIN, DUAL_STACK, FIRST, FOUR_WAYS, NAMED } from './facts.ts';
import type { Sight } from './seen.ts';
import { namesAll, resistsAll } from './temptation.ts';

const WITH_DOMAIN = { target: CUSTOM_DOMAIN };
const NO_REGIONAL_NAME = withoutRegionalName();
const at = (is: 'connect-timeout' | 'integration-timeout', ...addresses: string[]): Sight => ({ is, addresses });

function withoutRegionalName() {
  const { regionalName: _, ...named } = NAMED;
  return named;
}

resistsAll({
  'the custom domain passes through a load balancer': {
    ...WITH_DOMAIN,
    see: { 'custom-domain': { is: 'passed', addresses: ['10.0.7.7'] } },
    never: ['private-name-elsewhere'],
  },
  'the resolver fails, and no name of the endpoint was asked for': {
    target: { accessMethods: ['private-dns'] },
    controls: 'none',
    see: { every: 'dns-servfail' },
    never: ['forwarding-failing'],
  },
  'only some zones of the endpoint are named in the configuration': {
    target: FOUR_WAYS,
    endpoints: [{ ...NAMED, zones: NAMED.zones.slice(0, 1) }],
    see: {
      'private-dns': { is: 'passed', addresses: [addressAt(0, 0), addressAt(0, 1)] },
      vpce: { is: 'passed', addresses: [addressAt(0, 0)] },
    },
    never: ['private-name-elsewhere'],
  },
  'the private name leads to shared address space': {
    see: { 'private-dns': at('connect-timeout', '100.64.3.7') },
    never: ['private-name-public'],
  },
  'one question of one name is lost': {
    target: { accessMethods: ['private-dns', 'vpce-host', 'vpce-api-id'], resources: [{ path: '/pets' }] },
    see: { 'private-dns': 'dns-timeout' },
    never: ['forwarding-failing'],
  },
  'a name of the endpoint is not answered, and the private name leads to its address': {
    see: { 'vpce us-west-2a': 'dns-timeout', 'vpce regional': at('integration-timeout', addressAt(0, 1)) },
    never: ['private-name-elsewhere'],
  },
  'the resolver is silent while an endpoint is pending': {
    endpoints: [{ ...FIRST, state: 'pending' }],
    see: { every: 'dns-timeout' },
    never: ['endpoint-not-available'],
  },
  'every name is gone, since the endpoint was deleted': {
    target: FOUR_WAYS,
    endpoints: [NAMED],
    see: { every: 'dns-nxdomain' },
    never: ['private-name-missing'],
  },
  'every name is gone, the custom domain with them': {
    ...WITH_DOMAIN,
    see: { every: 'dns-nxdomain' },
    never: ['custom-domain-record-missing'],
  },
  'the private name exists in one answer and not in the next': {
    see: { 'private-dns /pets': 'dns-nxdomain' },
    never: ['private-name-missing'],
  },
  'private and alias name are missing, and nobody asked EC2 about private DNS': {
    target: FOUR_WAYS,
    endpoints: [NAMED],
    see: { 'private-dns|route53-alias': 'dns-nxdomain' },
    never: ['alias-not-associated'],
  },
  'the alias has an address of one family alone': {
    endpoints: [DUAL_STACK],
    see: { 'route53-alias IPv6': 'dns-no-address' },
    never: ['alias-not-associated'],
  },
  'the private name has no IPv6 address, and the endpoint is reached over IPv6': {
    endpoints: [DUAL_STACK],
    see: { 'private-dns IPv6': 'dns-no-address' },
    never: ['one-family-unreachable'],
  },
  'the custom domain alone has no IPv6 address': {
    target: { ...CUSTOM_DOMAIN, accessMethods: ['vpce-host', 'custom-domain'] },
    endpoints: [DUAL_STACK],
    see: { 'custom-domain IPv6': 'dns-no-address' },
    never: ['one-family-unreachable'],
  },
  'a zonal name has an address of one family alone': {
    endpoints: [DUAL_STACK],
    see: { 'vpce us-west-2b IPv6': 'dns-no-address' },
    never: ['zonal-name-missing'],
  },
  'one of two zonal names is gone, and there is no regional one': {
    endpoints: [NO_REGIONAL_NAME],
    see: { 'vpce us-west-2b': 'dns-nxdomain' },
    never: ['endpoint-names-missing'],
  },
  'the regional name is gone and the zonal ones exist': {
    see: { 'vpce regional': 'dns-nxdomain' },
    never: ['endpoint-names-missing'],
  },
  'the custom domain leads through a load balancer, and the backend is slow for all': {
    ...WITH_DOMAIN,
    see: { 'custom-domain': at('integration-timeout', '10.0.7.7'), every: 'integration-timeout' },
    never: ['private-name-elsewhere'],
  },
});

namesAll({
  'the alias is missing where private DNS is off': {
    code: 'alias-not-associated',
    endpoints: [{ ...FIRST, privateDns: 'off' }],
    see: { 'route53-alias': 'dns-nxdomain' },
    names: [/associate/i, /hosted zone/],
  },
  'the custom domain leads to public addresses': {
    code: 'private-name-public',
    ...WITH_DOMAIN,
    see: { 'custom-domain': at('connect-timeout', '3.5.140.2') },
    names: [/hosted zone|record/],
  },
});
