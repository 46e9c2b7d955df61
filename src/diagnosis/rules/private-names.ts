// The API's own name and the alias: names that lead to the endpoint only where private DNS, a hosted zone or an
// association makes them.

import type { Observation } from '../../domain/observation.ts';
import { perScene } from '../per-scene.ts';
import type { ObservedRule } from '../rule.ts';
import { everything, failedWith, goes, nameOf, resolved, type Scene, VPCE_WAYS, wasTried } from '../scene.ts';
import { isFamilyFault, isUnavailable } from './connection.ts';
import { causeOfForbidden } from './forbidden.ts';
import { leadsElsewhere, leadsOutside } from './leads-elsewhere.ts';

/** A name that does not exist for this resolver, or has no address of any family, whenever it is asked for. */
export function isMissing(seen: Observation, scene: Scene): boolean {
  return (
    failedWith(seen, 'dns-nxdomain', 'dns-no-address') &&
    !isUnavailable(seen, scene) &&
    !isFamilyFault(seen, scene) &&
    !isResolvedElsewhere(nameOf(seen), scene)
  );
}

const isResolvedElsewhere = perScene((name: string, scene): boolean =>
  everything(scene).some((other) => nameOf(other) === name && resolved(other)),
);

/** What EC2 says of private DNS, over all endpoints. `unknown` where the configuration names the DNS names. */
function privateDns({ endpoints }: Scene): 'on' | 'pending' | 'off' | 'unknown' {
  const said = endpoints.map((endpoint) => endpoint.privateDns ?? 'unknown');
  return (['on', 'unknown', 'pending', 'off'] as const).find((state) => said.includes(state)) ?? 'unknown';
}

/** Not one of the endpoints' own names exists, though they were asked for: then no name tells of itself. */
const isEveryNameGone = perScene((_: 'run', scene): boolean => {
  const own = scene.observations.filter((seen) => goes(seen, ...VPCE_WAYS) && wasTried(seen));
  return own.length > 0 && own.every((seen) => isMissing(seen, scene));
});

/** A private or custom name is missing, and not with all the others. */
export function isMissingAlone(seen: Observation, scene: Scene): boolean {
  return isMissing(seen, scene) && !isEveryNameGone('run', scene);
}

function privateNameIsMissing(seen: Observation, scene: Scene): boolean {
  return goes(seen, 'private-dns') && isMissingAlone(seen, scene);
}

/** A zone that hides the API's own name hides the alias with it: both are below `execute-api.REGION`. */
function aliasIsHidden(seen: Observation, scene: Scene): boolean {
  return (
    goes(seen, 'route53-alias') &&
    isMissingAlone(seen, scene) &&
    ['on', 'unknown'].includes(privateDns(scene)) &&
    scene.vantage.network === 'vpc' &&
    scene.observations.some((other) => privateNameIsMissing(other, scene))
  );
}

/** Some name of the endpoint itself, which are all in public DNS, has an address for this resolver. */
function endpointResolves({ endpoint }: Observation, scene: Scene): boolean {
  return scene.observations.some(
    (other) => goes(other, ...VPCE_WAYS) && other.endpoint === endpoint && resolved(other),
  );
}

export const PRIVATE_NAME_RULES: readonly ObservedRule[] = [
  {
    code: 'private-dns-off',
    title: 'Private DNS is off: the default name does not exist here',
    symptom:
      '`private-dns` fails because the name does not exist; the other ways pass. EC2 says that private DNS is off.',
    cause:
      'The endpoint was made without private DNS, or it was switched off. Clients that use the default name cannot find the API.',
    remedy:
      'Switch private DNS on at the endpoint, or let clients use another way and leave `private-dns` out of `accessMethods`. Mind that private DNS leads every execute-api name of the Region to the endpoint, public APIs included.',
    command:
      "aws ec2 describe-vpc-endpoints --region {region} --vpc-endpoint-ids {endpoint} --query 'VpcEndpoints[].[PrivateDnsEnabled,VpcId]'",
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
      "One of three, which look the same from here: a hosted zone of your own (`execute-api.REGION.amazonaws.com`, or a parent of it) is associated with the VPC and has no such record: Route 53 then answers that the name does not exist and asks nobody else. Or the VPC's attributes `enableDnsSupport` or `enableDnsHostnames` are off. Or the resolver is not the VPC's own and does not forward to it.",
    remedy:
      'List the hosted zones of the VPC: one that covers the name needs the record (apex and wildcard, as alias to the endpoint), or must be dissociated. If there is none, look at the DNS attributes of the VPC, then at the DHCP options that name the resolver.',
    command: 'aws route53 list-hosted-zones-by-vpc --vpc-id {vpc} --vpc-region {region}',
    explains: (seen, scene) =>
      scene.vantage.network === 'vpc' &&
      ((privateNameIsMissing(seen, scene) && ['on', 'unknown'].includes(privateDns(scene))) ||
        aliasIsHidden(seen, scene)),
    looksAt: { endpoint: ['privateDns'], changes: ['private-dns', 'endpoint'] },
  },
  {
    code: 'private-name-not-forwarded',
    title: 'The private name is not forwarded from here to the VPC',
    symptom: '`private-dns` fails from an on-premises vantage because the name does not exist.',
    cause:
      'The private name exists inside the VPC alone. On-premises resolvers find it only when they forward `execute-api.REGION.amazonaws.com` to an inbound endpoint of Route 53 Resolver in the VPC, or serve a zone of their own.',
    remedy:
      'Forward that domain to the inbound endpoint, or leave `private-dns` out: the vpce names are in public DNS and work from here.',
    command: 'dig {dig} {name}',
    explains: (seen, scene) =>
      scene.vantage.network === 'on-premises' &&
      privateNameIsMissing(seen, scene) &&
      ['on', 'unknown'].includes(privateDns(scene)),
    looksAt: { endpoint: ['privateDns'] },
  },
  {
    code: 'private-name-public',
    title: '{way} leads to a public address, not to the endpoint',
    symptom: "`private-dns` fails, and the name has public addresses, none of them the endpoint's.",
    cause:
      "The query is not answered by the endpoint's hidden hosted zone: the VPC uses a DNS server of its own that does not forward to the VPC's resolver, private DNS is off, or the canary stands in another VPC. For a custom domain: its public record answers, since no private hosted zone with its record is associated with the VPC.",
    remedy:
      "Let the DNS server forward `execute-api.{region}` to the VPC's resolver (the VPC's base address plus two), or switch private DNS on.",
    command: 'dig {dig} {name}',
    explains: (seen, scene) => seen.outcome === 'failed' && leadsOutside(seen, scene),
    looksAt: { endpoint: ['privateDns'], changes: ['private-dns', 'endpoint'], more: addressEvidence },
  },
  {
    code: 'private-name-elsewhere',
    title: "{way} leads to addresses that are not the endpoint's",
    symptom:
      '`private-dns` leads to private addresses other than those of the endpoint. It may even pass, through another endpoint.',
    cause:
      'A hosted zone of your own, or private DNS of another endpoint, leads the name elsewhere: to another endpoint in the VPC or in a central one, or to the address of an endpoint that was deleted and made anew.',
    remedy:
      'Find the zone or the endpoint that answers, and lead it here; if it is meant to be so, name that endpoint in `endpoints.vpcEndpointIds`.',
    command:
      "aws ec2 describe-network-interfaces --region {region} --filters 'Name={addressFilter},Values={address}' --query 'NetworkInterfaces[].[NetworkInterfaceId,VpcId,Description]'",
    explains: (seen, scene) =>
      // A custom domain may well be served by a load balancer in front of the endpoint.
      (seen.outcome === 'failed' || (seen.outcome === 'passed' && goes(seen, 'private-dns'))) &&
      leadsElsewhere(seen, scene) &&
      !(seen.outcome === 'failed' && leadsOutside(seen, scene)),
    looksAt: { changes: ['endpoint', 'names', 'zones', 'subnets'], more: addressEvidence },
  },
  {
    code: 'alias-not-associated',
    title: '{endpoint} is not associated with the API: its alias does not work',
    symptom:
      '`route53-alias` alone fails: the alias does not exist, or it is answered inside the VPC and API Gateway refuses it with `ForbiddenException`.',
    cause:
      'The endpoint is not in the `vpcEndpointIds` of the API, or it was added and the API was not deployed since, or the change has not spread yet. While private DNS is on, its wildcard answers the alias all the same. Where the alias does not exist, a hosted zone of your own that covers the name hides it as well. Where it is refused and nothing else is probed, an API key or a WAF rule looks the same.',
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

function addressEvidence(members: readonly Observation[], scene: Scene): readonly string[] {
  const list = (texts: readonly string[]) => [...new Set(texts)].join(' ');
  const own = scene.observations.filter((seen) => goes(seen, ...VPCE_WAYS));
  return [
    `the name leads to ${list(members.flatMap(({ addresses = [] }) => addresses))}`,
    `the endpoint's own names lead to ${list(own.flatMap(({ addresses = [] }) => addresses))}`,
  ];
}
