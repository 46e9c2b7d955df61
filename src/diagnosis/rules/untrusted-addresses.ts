// Names that lead to where no credentials are sent.

import type { ObservedRule } from '../rule.ts';
import { failedWith } from '../scene.ts';
import { leadsElsewhere } from './leads-elsewhere.ts';

export const UNTRUSTED_ADDRESS_RULES: readonly ObservedRule[] = [
  {
    code: 'address-untrusted',
    title: 'No credentials for {address}: a name leads outside of the trusted networks',
    symptom:
      'A name leads to an address outside of `connection.trustedNetworks`, and the request would have carried a signature or a secret. Nothing was sent there; requests without `auth` were.',
    cause:
      'The VPC has addresses that are not private ones, as from a public CIDR block of its own, and the configuration does not name it. Or somebody else answers for the name: the resolver, or a server that it asks, gives wrong addresses, by mistake or by intent.',
    remedy:
      "See whether the VPC, or what stands in front of the endpoint, has this address. If so, list its CIDR block in `connection.trustedNetworks`, and with it every other one that names lead to: the list replaces the default. If not, leave the list alone, and find out which server made up the answer: compare that of {resolver} with the VPC's own resolver and with public DNS.",
    command:
      "aws ec2 describe-vpcs --region {region} --vpc-ids {vpc} --query 'Vpcs[].[CidrBlockAssociationSet[].CidrBlock,Ipv6CidrBlockAssociationSet[].Ipv6CidrBlock]'",
    explains: (seen, scene) => failedWith(seen, 'address-untrusted') && !leadsElsewhere(seen, scene),
    looksAt: { changes: ['endpoint', 'names', 'subnets'] },
  },
];
