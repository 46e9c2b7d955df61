// The API's own name and the alias: names that lead to the endpoint only where private DNS, a hosted zone or an
// association makes them.

import type { Observation } from '../../domain/observation.ts';
import type { ObservedRule } from '../rule.ts';
import { goes, type Scene, VPCE_WAYS } from '../scene.ts';
import { causeOfForbidden } from './forbidden.ts';
import { leadsElsewhere, leadsOutside } from './leads-elsewhere.ts';
import {
  aliasIsHidden,
  endpointResolves,
  isHiddenInVpc,
  isMissing,
  isPrivateDnsOutside,
  privateDns,
  privateNameIsMissing,
} from './missing-names.ts';

export const PRIVATE_NAME_RULES: readonly ObservedRule[] = [
  {
    code: 'private-dns-off',
    title: 'Private DNS is off: the default name does not exist here',
    symptom:
      '`private-dns` fails because the name does not exist; the other ways pass. EC2 says that private DNS is off.',
    cause:
      'Private DNS of the endpoint is off: it was made so, or it was switched off. Where a hosted zone of your own serves the name instead, that zone has lost its record or its association with this VPC.',
    remedy:
      'If a hosted zone of your own should serve the name, mend its record (apex and wildcard, as alias to the endpoint) or its association. Else switch private DNS on, minding that it leads every execute-api name of the Region to the endpoint, public APIs included; or leave `private-dns` out of `accessMethods`.',
    command: 'aws route53 list-hosted-zones-by-vpc --vpc-id {vpc} --vpc-region {region}',
    explains: (seen, scene) => privateNameIsMissing(seen, scene) && privateDns(scene) === 'off',
    looksAt: { endpoint: ['privateDns'], changes: ['private-dns', 'endpoint'] },
  },
  {
    code: 'private-dns-pending',
    title: 'Private DNS is being switched on: its hosted zone is not ready',
    symptom:
      '`private-dns` fails because the name does not exist, and EC2 gives `ZONEIDPENDING` for the private names.',
    cause: 'AWS is making the hidden hosted zone of the endpoint. It usually takes a few minutes.',
    remedy:
      'Wait some minutes. If it stays so, another endpoint or hosted zone in the VPC may hold the same name: EC2 tells in `LastError`.',
    command:
      "aws ec2 describe-vpc-endpoints --region {region} --vpc-endpoint-ids {endpoint} --query 'VpcEndpoints[].[State,LastError,DnsEntries]'",
    explains: (seen, scene) => privateNameIsMissing(seen, scene) && privateDns(scene) === 'pending',
    looksAt: { endpoint: ['state', 'privateDns'], changes: ['private-dns', 'state', 'endpoint'] },
  },
  {
    code: 'private-name-missing',
    title: 'The private name does not exist here, though private DNS is not off',
    symptom:
      '`private-dns`, and the alias with it, fail because the names do not exist. EC2 does not say that private DNS is off.',
    cause:
      "One of four, which look the same from here. A Route 53 Resolver rule forwards `execute-api.REGION.amazonaws.com` to a server that does not know the name: a rule wins over private DNS. A hosted zone of your own covers the name and has no such record: Route 53 asks nobody else then; beside private DNS that can only be a zone of the API's own name. The VPC's attributes `enableDnsSupport` or `enableDnsHostnames` are off. Or the resolver is not the VPC's own and does not forward to it.",
    remedy:
      "See whether a Resolver rule of the VPC covers the name, and take it off or let it lead to the VPC's own resolver. If none does, list the VPC's hosted zones (`aws route53 list-hosted-zones-by-vpc`), then look at the VPC's DNS attributes and at the DHCP options that name the resolver.",
    command:
      "aws route53resolver list-resolver-rule-associations --region {region} --filters 'Name=VPCId,Values={vpc}' --query 'ResolverRuleAssociations[].[ResolverRuleId,Name,Status]'",
    onPremises: {
      cause:
        'The name is forwarded to the VPC, since the alias of an associated endpoint, which public DNS has, is missing with it. There one of three hides both: a Resolver rule of the VPC forwards `execute-api.REGION.amazonaws.com` to a server that does not know the name; a hosted zone of your own covers it and has no such record; the VPC of the inbound endpoint is not the one that has the endpoint, or has its DNS attributes off. A zone for that domain in the resolver here, without the record, looks the same.',
      remedy:
        'See whether the canary in the VPC finds the name. If not, begin there, with the Resolver rules and the hosted zones of the VPC. If it does, compare the VPC of the inbound endpoint with it, then look at the zones of the resolver here.',
    },
    explains: (seen, scene) =>
      isHiddenInVpc('run', scene) &&
      ((privateNameIsMissing(seen, scene) && ['on', 'unknown'].includes(privateDns(scene))) ||
        aliasIsHidden(seen, scene)),
    looksAt: { endpoint: ['privateDns'], changes: ['private-dns', 'endpoint'] },
  },
  {
    code: 'private-name-not-forwarded',
    title: 'The private name is not forwarded from here to the VPC',
    symptom: '`private-dns` fails from an on-premises vantage because the name does not exist.',
    cause:
      'The private name exists inside the VPC alone. On-premises resolvers find it only when they forward `execute-api.REGION.amazonaws.com` to an inbound endpoint of Route 53 Resolver in the VPC, or serve a zone of their own: that conditional forwarder, or the record, is missing or was lost. If the canary in the VPC does not find the name either, what is wrong is there.',
    remedy:
      'Forward that domain to the inbound endpoint; or leave the name alone: take `vantage.privateNames` and `private-dns` out of the configuration. The vpce names are in public DNS and work from here.',
    command: 'dig {dig} {name}',
    explains: (seen, scene) =>
      scene.vantage.network === 'on-premises' &&
      !isHiddenInVpc('run', scene) &&
      privateNameIsMissing(seen, scene) &&
      ['on', 'unknown'].includes(privateDns(scene)),
    looksAt: { endpoint: ['privateDns'] },
  },
  {
    code: 'private-name-public',
    title: '{way} leads to a public address, not to the endpoint',
    symptom: "`private-dns` fails, and the name has public addresses, none of them the endpoint's.",
    cause:
      "The query is not answered by the endpoint's hidden hosted zone: the VPC uses a DNS server of its own that does not forward to the VPC's resolver, private DNS is off, or the canary stands outside the endpoint's VPC, where nobody forwards the name. For a custom domain: its public record answers, since no private hosted zone with its record is associated with the VPC.",
    remedy:
      "Let the DNS server forward `{domain}` to the VPC's resolver: inside the VPC its base address plus two, from on-premises an inbound endpoint of Route 53 Resolver. Or switch private DNS on, where it is off.",
    command: 'dig {dig} {name}',
    explains: (seen, scene) =>
      (seen.outcome === 'failed' && leadsOutside(seen, scene)) ||
      // A server that does not see private zones does not see that of a custom domain.
      (goes(seen, 'custom-domain') && isMissing(seen, scene) && isPrivateDnsOutside('run', scene)),
    looksAt: { endpoint: ['privateDns'], changes: ['private-dns', 'endpoint'], more: addressEvidence },
  },
  {
    code: 'private-name-elsewhere',
    title: "{way} leads to addresses that are not the endpoint's",
    symptom:
      '`private-dns` leads to private addresses other than those of the endpoint. It may even pass, through another endpoint.',
    cause:
      'A hosted zone of your own, or private DNS of another endpoint, leads the name elsewhere: to another endpoint in the VPC or in a central one, or to the address of an endpoint that was deleted and made anew. A custom domain may be meant to lead to a load balancer in front of the endpoint: then that is what does not answer.',
    remedy:
      'Find the zone or the endpoint that answers, and lead it here; if it is meant to be so, name that endpoint in `endpoints.vpcEndpointIds`.',
    command:
      "aws ec2 describe-network-interfaces --region {region} --filters 'Name={addressFilter},Values={address}' --query 'NetworkInterfaces[].[NetworkInterfaceId,VpcId,Description]'",
    explains: (seen, scene) => leadsElsewhere(seen, scene) && !(seen.outcome === 'failed' && leadsOutside(seen, scene)),
    looksAt: { changes: ['endpoint', 'names', 'zones', 'subnets'], more: addressEvidence },
  },
  {
    code: 'alias-not-associated',
    title: '{endpoint} is not associated with the API: its alias does not work',
    symptom:
      '`route53-alias` alone fails: the alias does not exist, or it is answered inside the VPC and API Gateway refuses it with `ForbiddenException`.',
    cause:
      'The endpoint is not in the `vpcEndpointIds` of the API, or it was added and the API was not deployed since, or the change has not spread yet. While private DNS is on, its wildcard answers the alias all the same. Where the alias does not exist, a hosted zone of your own that covers the name hides it as well. Where it is refused and nothing else is probed, a missing API or stage, an API key or a WAF rule looks the same.',
    remedy:
      "Associate the endpoint with the API and deploy the API's stage, or leave `route53-alias` out of `accessMethods` when no client uses it.",
    command:
      "aws apigateway get-rest-api --region {region} --rest-api-id {api} --query 'endpointConfiguration.vpcEndpointIds'",
    explains: (seen, scene) =>
      goes(seen, 'route53-alias') &&
      ((isMissing(seen, scene) && !aliasIsHidden(seen, scene) && endpointResolves(seen, scene)) ||
        causeOfForbidden(seen, scene) === 'alias-not-associated'),
    looksAt: { endpoint: ['privateDns'], changes: ['endpoint'] },
  },
];

function addressEvidence(members: readonly Observation[], scene: Scene): readonly string[] {
  const list = (texts: readonly string[]) => [...new Set(texts)].join(' ');
  const own = scene.observations.filter((seen) => goes(seen, ...VPCE_WAYS));
  return [
    `the name leads to ${list(members.flatMap(({ addresses = [] }) => addresses))}`,
    `the endpoint's own names lead to ${list(own.flatMap(({ addresses = [] }) => addresses))}`,
  ];
}
