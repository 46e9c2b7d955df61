// The resolver itself: it fails, refuses, or does not answer.

import type { Observation } from '../../domain/observation.ts';
import { perScene } from '../per-scene.ts';
import type { ObservedRule } from '../rule.ts';
import { everything, failedWith, goes, nameOf, resolved, type Scene, VPCE_WAYS, wasTried } from '../scene.ts';
import { isUnavailable } from './connection.ts';

function resolverFailed(seen: Observation, scene: Scene): boolean {
  return (
    failedWith(seen, 'dns-servfail', 'dns-refused', 'dns-timeout', 'dns-unreachable', 'dns-malformed') ||
    isContradicted(seen, scene)
  );
}

/** The resolver denies a name that it gave addresses of the same family for in the same run. */
function isContradicted(seen: Observation, scene: Scene): boolean {
  return (
    failedWith(seen, 'dns-nxdomain', 'dns-no-address') &&
    !isUnavailable(seen, scene) &&
    isKnown(`${seen.family} ${nameOf(seen)}`, scene)
  );
}

const isKnown = perScene((key: string, scene): boolean =>
  everything(scene).some((other) => `${other.family} ${nameOf(other)}` === key && resolved(other)),
);

const parentOf = (seen: Observation) => seen.route.dial.split('.').slice(1).join('.');

const byParent = perScene((_: 'run', scene) => Map.groupBy(everything(scene).filter(wasTried), parentOf));

/** Every name below this domain fails, asked for more than once, while every name of the endpoints resolves: one packet
 * that is lost is no forwarding. */
const isUnansweredDomain = perScene((parent: string, scene): boolean => {
  const asked = byParent('run', scene).get(parent) ?? [];
  const own = everything(scene).filter((other) => goes(other, ...VPCE_WAYS) && wasTried(other));
  return (
    asked.length > 1 && asked.every((other) => resolverFailed(other, scene)) && own.length > 0 && own.every(resolved)
  );
});

function isForwardingFault(seen: Observation, scene: Scene): boolean {
  return !goes(seen, ...VPCE_WAYS) && isUnansweredDomain(parentOf(seen), scene);
}

export const RESOLVER_RULES: readonly ObservedRule[] = [
  {
    code: 'resolver-failing',
    title: 'The resolver {resolver} does not answer as it should',
    symptom: 'Names of several domains, or the same name now and then, end in SERVFAIL, a refusal or silence.',
    cause:
      "The resolver is down, unreachable or overloaded. The VPC's own resolver takes 1,024 packets a second from a network interface and drops the rest without a word; a resolver endpoint or a DNS server of your own may be out of service. A single packet that is lost looks the same. Where a name is denied and given in the same run, servers that do not agree answer in turn, or the record was made just now.",
    remedy:
      'Ask the resolver for another name. If it answers, somebody behind the same interface asks too much: cache, or spread the load. If not, see the DHCP options of the VPC and the health of that server.',
    command: 'dig {dig} {name}',
    onPremises: {
      cause:
        'The resolver is down, unreachable or overloaded, or it cannot reach public DNS, where the names of the endpoint are. A single packet that is lost looks the same. Where a name is denied and given in the same run, servers that do not agree answer in turn, or the record was made just now.',
      remedy:
        'Ask the resolver for another name, inside and outside of AWS. If it answers neither, see to that server; if it answers one, to what it forwards the other to.',
    },
    explains: (seen, scene) => resolverFailed(seen, scene) && !isForwardingFault(seen, scene),
  },
  {
    code: 'forwarding-failing',
    title: 'The resolver gets no answer below {domain}; other names resolve',
    symptom: "Every name below one domain ends in SERVFAIL or silence, while the endpoint's own names resolve.",
    cause:
      'A Resolver rule or a DNS server of your own forwards that domain to a server that does not answer: an outbound endpoint without a way there, or a target that is down.',
    remedy: 'See the Resolver rules of the VPC for the domain, and whether their targets answer.',
    command:
      "aws route53resolver list-resolver-rules --region {region} --query 'ResolverRules[].[Name,DomainName,TargetIps]'",
    onPremises: {
      cause:
        'The resolver here forwards that domain to an inbound endpoint of Route 53 Resolver that does not answer: it is down or was made anew with other addresses, its security group does not let UDP and TCP 53 in from the on-premises resolvers, or the way to its subnets is down, though that to the endpoint is not.',
      remedy:
        'See the status and the addresses of the inbound endpoint, and whether the forwarder here still names them; then its security group; then ask it by hand from the resolver: `dig @ADDRESS {name}`.',
      command:
        "aws route53resolver list-resolver-endpoints --region {region} --filters 'Name=Direction,Values=INBOUND' --query 'ResolverEndpoints[].[Id,Name,Status,StatusMessage,SecurityGroupIds]'",
    },
    explains: (seen, scene) => resolverFailed(seen, scene) && isForwardingFault(seen, scene),
  },
];
