// The set-ups whose bills docs/cost.md shows: the PetStore on an endpoint in two zones, and what one may choose of it.

import { costInputOf, type Planned, type Share } from '../src/cli/plan-cost.ts';
import type { AccessMethodId } from '../src/domain/access-method.ts';
import { type Endpoint, groupByEndpoint, parseDnsEntry } from '../src/domain/endpoint.ts';
import { plan } from '../src/domain/plan.ts';
import { parseTarget, type TargetInput } from '../src/domain/target.ts';
import type { CostInput } from '../src/report/cost-input.ts';

const VPCE = 'vpce-01234567abcdef012';
const DNS_NAMES = ['', '-us-west-2a', '-us-west-2b'].map(
  (zone) => `${VPCE}-01234567${zone}.execute-api.us-west-2.vpce.amazonaws.com`,
);
const ENDPOINTS: readonly Endpoint[] = groupByEndpoint(DNS_NAMES.map(parseDnsEntry)).map((named) => ({
  ...named,
  families: [4],
  privateFamilies: [4],
}));
/** All four that a private API without a custom domain has; every set-up names them, so that each sends the same. */
const ACCESS_METHODS: readonly AccessMethodId[] = ['private-dns', 'route53-alias', 'vpce-host', 'vpce-api-id'];

/** EC2 is not asked. */
export const BY_NAMES = { endpoints: { dnsNames: DNS_NAMES } };
/** Metrics go to the log. */
export const BY_LOG = { publish: 'emf' } as const;

/** The example with these keys in its configuration. */
export function planned(more: Partial<TargetInput> = {}): Planned {
  const target = parseTarget({
    api: { id: '01234567ab', stage: 'test', region: 'us-west-2', name: 'pets' },
    endpoints: { vpcEndpointIds: [VPCE] },
    accessMethods: ACCESS_METHODS,
    ...more,
  });
  return { target, endpoints: ENDPOINTS, probes: plan(target, ENDPOINTS) };
}

/** A host on-premises, compared with the canary in the VPC: the ways that work there. */
const FROM_ELSEWHERE: Partial<TargetInput> = {
  accessMethods: ['route53-alias', 'vpce-host', 'vpce-api-id'],
  vantage: { name: 'dc1', network: 'on-premises' },
};

type Setup = (everySeconds: number) => CostInput;

export function setup(more: Partial<TargetInput> = {}, share?: Share): Setup {
  return (everySeconds) => costInputOf(planned(more), everySeconds, share);
}

export function withoutEndpoints(input: CostInput): CostInput {
  return { ...input, interfaceEndpoints: { services: [], zones: 0 } };
}

/** The columns of the tables. */
export const SETUPS: readonly { readonly title: string; readonly input: Setup }[] = [
  { title: 'default', input: (everySeconds) => withoutEndpoints(setup()(everySeconds)) },
  { title: 'own endpoints', input: setup() },
  { title: '`dnsNames` and `emf`', input: setup({ ...BY_NAMES, ...BY_LOG }) },
  { title: 'own endpoints and phases', input: setup({ metrics: { phases: true } }) },
  { title: 'each further API', input: setup({}, 'further-api') },
  { title: 'each other vantage', input: setup(FROM_ELSEWHERE, 'further-api') },
];
