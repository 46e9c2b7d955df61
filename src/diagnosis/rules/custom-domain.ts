// The private custom domain: its record, its association, its certificate, its base path.

import type { Observation } from '../../domain/observation.ts';
import { perScene } from '../per-scene.ts';
import type { ObservedRule } from '../rule.ts';
import { failedWith, goes, type Scene } from '../scene.ts';
import { causeOfForbidden } from './forbidden.ts';
import { leadsElsewhere } from './leads-elsewhere.ts';
import { isMissingAlone } from './missing-names.ts';
import { isBasePathFault } from './unknown-routes.ts';

const ASSOCIATIONS =
  "aws apigateway get-domain-name-access-associations --region {region} --query 'items[].[domainNameArn,accessAssociationSource]'";

/** The endpoint knows no certificate for the domain. */
function presentsDefault(seen: Observation, scene: Scene): boolean {
  return (
    goes(seen, 'custom-domain') &&
    failedWith(seen, 'tls-name-mismatch') &&
    seen.tls?.names.includes('.execute-api.') === true &&
    !leadsElsewhere(seen, scene)
  );
}

/** The domain as Host is refused as well, over a name whose certificate is right. */
const isRefusedByHost = perScene((_: 'run', scene): boolean =>
  scene.observations.some(
    (seen) => goes(seen, 'vpce-custom-domain') && causeOfForbidden(seen, scene) === 'custom-domain-not-associated',
  ),
);

export const CUSTOM_DOMAIN_RULES: readonly ObservedRule[] = [
  {
    code: 'custom-domain-record-missing',
    title: '{name} has no record for this resolver',
    symptom: '`custom-domain` fails because the name does not exist or has no address.',
    cause:
      'The hosted zone of the domain has no alias to the endpoint, or is not associated with this VPC; from on-premises, nobody forwards the domain to where it is known.',
    remedy:
      "Make an alias record to the endpoint's regional name (A, and AAAA where it is dual-stack) in a private zone of the VPC.",
    command: 'aws route53 list-hosted-zones-by-vpc --vpc-id {vpc} --vpc-region {region}',
    onPremises: {
      cause:
        'The resolver here does not forward the domain to an inbound endpoint of Route 53 Resolver in the VPC, and has no record of its own for it; or the hosted zone in the VPC has no alias to the endpoint, or is not associated with the VPC of the inbound endpoint.',
      remedy:
        'Forward the domain to the inbound endpoint, or make a record here that leads to the regional name of the endpoint. If the canary in the VPC does not find the name either, begin with the hosted zone.',
      command: 'dig {dig} {name}',
    },
    explains: (seen, scene) => goes(seen, 'custom-domain') && isMissingAlone(seen, scene),
  },
  {
    code: 'custom-domain-not-associated',
    title: 'The custom domain is not associated, or lacks the base path',
    symptom:
      'The custom domain is refused with `ForbiddenException`, with the default certificate or without; the default names pass.',
    cause:
      'There is no access association between the domain name and the endpoint, or it is younger than some 15 minutes; or the base path is mapped to no API. Where the custom domain alone is probed, an API or stage that is missing, an API key and a WAF rule look the same.',
    remedy: 'Make the association and wait; then see the base path mappings of the domain.',
    command: ASSOCIATIONS,
    explains: (seen, scene) =>
      causeOfForbidden(seen, scene) === 'custom-domain-not-associated' ||
      (presentsDefault(seen, scene) && isRefusedByHost('run', scene)),
  },
  {
    code: 'custom-domain-certificate',
    title: 'The endpoint presents its default certificate for {sni}',
    symptom: '`custom-domain` fails in TLS: the certificate is one of execute-api, not of the domain.',
    cause: 'The domain is not provisioned yet, or is not associated with the endpoint: both take some 15 minutes.',
    remedy: 'See the status of the domain name and of its access association; wait, or make them.',
    command:
      "aws apigateway get-domain-names --region {region} --query 'items[].[domainName,domainNameId,domainNameStatus,domainNameStatusMessage]'",
    explains: (seen, scene) => presentsDefault(seen, scene) && !isRefusedByHost('run', scene),
  },
  {
    code: 'custom-domain-base-path-wrong',
    title: "The custom domain's base path leads to another API or stage",
    symptom: 'The custom domain answers `MissingAuthenticationTokenException` where the default names pass.',
    cause: 'The base path is mapped to another API or stage, or `customDomain.basePath` is not the one that is mapped.',
    remedy:
      'Compare the base path mappings of the domain (`aws apigateway get-base-path-mappings` with its name and `domainNameId`) with the configuration.',
    command:
      "aws apigateway get-domain-names --region {region} --query 'items[].[domainName,domainNameId,routingMode]'",
    explains: isBasePathFault,
  },
];
