// What can be wrong with names: private DNS, the records of the endpoint and its alias, the resolver. Data only.
import { type Scenario, withPrivateDns, withSignature } from './scenario.ts';

export const names = {
  'private-name-missing': {
    description: 'Private DNS is off, and a client goes on using the private name: it does not exist.',
    faults: { privateDns: 'off' },
    configuration: withPrivateDns,
  },
  'private-dns-pending': {
    description: 'Private DNS was switched on, and its hidden hosted zone is not made yet.',
    faults: { privateDns: 'pending' },
  },
  'private-name-shadowed': {
    description: 'A Resolver rule forwards the names below execute-api to a server that does not know them.',
    faults: { privateName: 'shadowed' },
  },
  'private-name-public': {
    description: "The VPC asks a DNS server that does not see private zones: the API's name has public addresses.",
    faults: { privateName: 'public' },
  },
  'private-name-other-endpoint': {
    description: "A hosted zone of the account leads the API's name to another endpoint, which serves it as well.",
    faults: { privateName: 'other-endpoint' },
  },
  'private-name-stale': {
    description: "A hosted zone of the account leads the API's name to an address that the endpoint no longer has.",
    faults: { privateName: 'stale' },
  },
  'alias-not-associated': {
    description:
      'The endpoint is not associated with the API; inside the VPC the wildcard answers the alias all the same.',
    faults: { alias: 'not-associated' },
  },
  'alias-missing': {
    description: 'The endpoint is not associated with the API, and private DNS is off: the alias does not exist.',
    faults: { alias: 'not-associated', privateDns: 'off' },
  },
  'zonal-name-missing': {
    description: 'The name of the alphabetically first zone is gone from DNS, though EC2 still lists it.',
    faults: { publicNames: 'first-zone-missing' },
  },
  'endpoint-names-missing': {
    description: "None of the endpoint's own names exists in DNS, though EC2 still lists them.",
    faults: { publicNames: 'missing' },
  },
  'endpoint-names-misled': {
    description: "Somebody leads the endpoint's own names to a public address, and every method wants a signature.",
    faults: { publicNames: 'misled', authorization: 'iam' },
    configuration: withSignature,
  },
  'dns-servfail': {
    description: 'The resolver answers SERVFAIL to every query.',
    faults: { dns: 'servfail' },
  },
  'dns-silent': {
    description: 'The resolver answers nothing.',
    faults: { dns: 'silent' },
  },
  'private-names-servfail': {
    description: "The resolver answers SERVFAIL for the API's own names alone: those that it forwards.",
    faults: { dns: 'servfail-private' },
  },
  'inbound-endpoint-down': {
    description: 'On-premises DNS forwards private names to a Resolver inbound endpoint that does not answer.',
    faults: { forwarding: 'down' },
  },
} as const satisfies Readonly<Record<string, Scenario>>;
