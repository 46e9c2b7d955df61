// The endpoint's own (vpce) names, which are in public DNS as long as the endpoint is there.

import type { ObservedRule } from '../rule.ts';
import { goes, VPCE_WAYS } from '../scene.ts';
import { aliasIsHidden, endpointResolves, isEveryNameGone, isMissing } from './missing-names.ts';

export const ENDPOINT_NAME_RULES: readonly ObservedRule[] = [
  {
    code: 'zonal-name-missing',
    title: 'The name of {zone} is gone from DNS',
    symptom: 'A zonal name of the endpoint does not exist; other names of the endpoint do.',
    cause:
      "The endpoint's subnet in that zone was just removed, and what the canary knows of it is older; or the names come from the configuration and are out of date.",
    remedy:
      'See whether the endpoint still has a subnet in the zone; correct `endpoints.dnsNames` where they are configured.',
    command:
      "aws ec2 describe-vpc-endpoints --region {region} --vpc-endpoint-ids {endpoint} --query 'VpcEndpoints[].[State,SubnetIds,DnsEntries[].DnsName]'",
    explains: (seen, scene) =>
      goes(seen, ...VPCE_WAYS) && seen.zone !== undefined && isMissing(seen, scene) && endpointResolves(seen, scene),
    per: ({ endpoint, zone }) => `${endpoint} ${zone}`,
    looksAt: { endpoint: ['state', 'subnetIds'], changes: ['zones', 'subnets', 'names', 'endpoint'] },
  },
  {
    code: 'endpoint-names-missing',
    title: 'None of the names of {endpoint} exists for this resolver',
    symptom: "The endpoint's own names, regional and zonal, do not exist or have no address.",
    cause:
      'The endpoint was deleted, and what the canary knows of it is older. Or the resolver does not see public DNS, or takes private addresses out of public answers (protection against DNS rebinding, common in on-premises resolvers).',
    remedy:
      'Ask EC2 for the endpoint first. If it is there, ask another resolver for the name: the vpce names are in public DNS everywhere.',
    command:
      "aws ec2 describe-vpc-endpoints --region {region} --vpc-endpoint-ids {endpoint} --query 'VpcEndpoints[].State'",
    explains: (seen, scene) =>
      isMissing(seen, scene) &&
      (goes(seen, ...VPCE_WAYS, 'route53-alias')
        ? !endpointResolves(seen, scene) && !aliasIsHidden(seen, scene)
        : isEveryNameGone('run', scene)),
    looksAt: { endpoint: ['state'], changes: ['endpoint', 'state', 'names'] },
  },
];
