// Seen from on-premises: what is told of names that nobody forwards, or that are lost in the VPC, and what stands in
// between there.

import { CUSTOM_DOMAIN, FOUR_WAYS } from './facts.ts';
import { saysOfAll } from './near-miss.ts';
import { namesAll } from './temptation.ts';

const THERE = { vantage: { network: 'on-premises' } };
const FORWARDED = { vantage: { network: 'on-premises', privateNames: 'forwarded' } };
const GONE = { 'private-dns|route53-alias': 'dns-nxdomain' } as const;

saysOfAll({
  'private names, forwarded,': {
    'are found': { target: FORWARDED, says: [] },
    'are not, and the alias is': {
      target: FORWARDED,
      see: { 'private-dns': 'dns-nxdomain' },
      says: ['private-name-not-forwarded'],
    },
    'are not, nor is the alias: somebody asked the VPC': {
      target: FORWARDED,
      see: GONE,
      says: ['private-name-missing'],
    },
    'are not answered for': {
      target: { ...FORWARDED, ...CUSTOM_DOMAIN },
      see: { 'private-dns|route53-alias|custom-domain': 'dns-servfail' },
      says: ['forwarding-failing'],
    },
    'are not answered for, nor is anything else': {
      target: FORWARDED,
      see: { every: 'dns-servfail' },
      says: ['resolver-failing'],
    },
    'are found, and that of the domain is not': {
      target: { ...FORWARDED, ...CUSTOM_DOMAIN },
      see: { 'custom-domain': 'dns-nxdomain' },
      says: ['custom-domain-record-missing'],
    },
    'lead to public addresses': {
      target: FORWARDED,
      see: { 'private-dns': { is: 'connect-timeout', addresses: ['3.5.140.2'] } },
      says: ['private-name-public'],
    },
  },
  'private names, not forwarded,': {
    'are asked for all the same': {
      target: { ...THERE, ...FOUR_WAYS },
      see: { 'private-dns': 'dns-nxdomain' },
      says: ['private-name-not-forwarded'],
    },
    'are asked for all the same, and the alias is missing, too': {
      target: { ...THERE, ...FOUR_WAYS },
      see: GONE,
      says: ['private-name-not-forwarded', 'alias-not-associated'],
    },
  },
  'the private name, as a control,': {
    'is answered by API Gateway from its public side': {
      target: THERE,
      controls: { 'private-name': { is: 'forbidden', addresses: ['3.5.140.2'] } },
      says: [],
    },
    'answers, and nothing else does: it does not stand for the endpoint': {
      target: THERE,
      see: { every: 'request-timeout' },
      controls: { 'private-name': 'passed', 'unknown-api|undeployed-path': 'request-timeout' },
      says: ['endpoint-silent'],
    },
    'is not answered for, and neither is the alias': {
      target: THERE,
      see: { 'route53-alias': 'dns-servfail' },
      controls: { 'private-name': 'dns-nxdomain' },
      says: ['forwarding-failing'],
    },
  },
});

namesAll({
  'packets are dropped': {
    target: THERE,
    see: { every: 'connect-timeout' },
    code: 'endpoint-unreachable',
    names: [/Direct Connect/, /VPN/, /advertised/, /security groups of the endpoint/, /firewall/],
  },
  'there is no route': {
    target: THERE,
    see: { every: 'connect-unreachable' },
    code: 'no-route',
    names: [/Direct Connect/, /BGP|withdrawn/, /this host's own route/],
  },
  'the inbound endpoint does not answer': {
    target: FORWARDED,
    see: { 'private-dns|route53-alias': 'dns-timeout' },
    code: 'forwarding-failing',
    names: [/inbound endpoint/, /UDP and TCP 53/, /way to its subnets/],
  },
  'nobody forwards': {
    target: FORWARDED,
    see: { 'private-dns': 'dns-nxdomain' },
    code: 'private-name-not-forwarded',
    names: [/conditional forwarder/, /`vantage\.privateNames`/],
  },
  'one zone is cut off': {
    target: THERE,
    see: { 'vpce us-west-2b': 'connect-timeout' },
    code: 'zone-unreachable',
    names: [/network ACL/, /advertised/, /transit gateway/],
  },
  'and inside the VPC it is other things': {
    see: { every: 'connect-timeout' },
    code: 'endpoint-unreachable',
    names: [/the canary's own does not let it out/],
  },
});
