// TCP connections: which addresses answer, and what those that do not have in common.

import type { Observation } from '../../domain/observation.ts';
import { perScene } from '../per-scene.ts';
import type { ObservedRule } from '../rule.ts';
import {
  connected,
  endpointsOf,
  everything,
  failedAt,
  failedWith,
  isReached,
  ofSameWay,
  ownAddresses,
  type Scene,
  wasTried,
  zoneOf,
} from '../scene.ts';
import { leadsElsewhere } from './leads-elsewhere.ts';

// EC2's states in which an endpoint serves nobody; `Partial` is documented nowhere and left out.
const NOT_AVAILABLE = ['pendingacceptance', 'pending', 'deleting', 'deleted', 'rejected', 'failed', 'expired'];

/** A connection was tried and not made. */
const isUnanswered = (seen: Observation) => failedAt(seen, 'connect') && !failedWith(seen, 'address-untrusted');

/** The probe did not get through, and EC2 says that its endpoint is not available. */
export function isUnavailable(seen: Observation, scene: Scene): boolean {
  const endpoints = endpointsOf(seen, scene);
  return (
    (isUnanswered(seen) || failedWith(seen, 'dns-nxdomain', 'dns-no-address')) &&
    endpoints.length > 0 &&
    endpoints.every(({ state = '' }) => NOT_AVAILABLE.includes(state))
  );
}

/** Nothing gets through in this family to this endpoint, and the other family gets through by the same way. */
export const isFamilyFault = perScene((seen: Observation, scene): boolean => {
  if (!isUnanswered(seen) && !failedWith(seen, 'dns-no-address')) return false;
  const isPeer = (other: Observation) =>
    seen.endpoint === undefined || other.endpoint === undefined || other.endpoint === seen.endpoint;
  const own = everything(scene).filter((other) => other.family === seen.family && isPeer(other) && wasTried(other));
  const other = ofSameWay(seen, scene).filter((peer) => peer.family !== seen.family);
  return own.every((peer) => failedAt(peer, 'dns') || isUnanswered(peer)) && other.some(connected);
});

/** The connection was not made, for no reason that the name or the endpoint's state gives. */
function isUnconnected(seen: Observation, scene: Scene): boolean {
  return (
    isUnanswered(seen) &&
    !isUnavailable(seen, scene) &&
    !isFamilyFault(seen, scene) &&
    !leadsElsewhere(seen, scene) &&
    !isReached(seen.address, scene)
  );
}

/** The endpoint to which a connection goes: its own, or the one whose address it is. */
function ownerOf({ endpoint, address = '', family }: Observation, scene: Scene): string | undefined {
  return endpoint ?? scene.endpoints.find(({ id }) => ownAddresses(scene, family, id).has(address))?.id;
}

/** Some other address of the same endpoint and family was reached. */
function othersAreReached(seen: Observation, scene: Scene): boolean {
  return isEndpointReached(`${seen.family} ${ownerOf(seen, scene)}`, scene);
}

const isEndpointReached = perScene((key: string, scene): boolean =>
  everything(scene).some(
    (other) => `${other.family} ${ownerOf(other, scene)}` === key && connected(other) && !leadsElsewhere(other, scene),
  ),
);

const DESCRIBE =
  "aws ec2 describe-vpc-endpoints --region {region} --vpc-endpoint-ids {endpoint} --query 'VpcEndpoints[].[State,FailureReason,LastError,SubnetIds,Groups]'";

export const CONNECTION_RULES: readonly ObservedRule[] = [
  {
    code: 'endpoint-not-available',
    title: '{endpoint} is {state}, not available',
    symptom: 'Names are missing or connections are not made, and EC2 gives a state other than `available`.',
    cause:
      'The endpoint was just made (it takes some minutes), waits for its acceptance, failed, or is being deleted. After an endpoint is made anew, its id, names and addresses are others: policies, associations and hosted zones that name the old one must follow.',
    remedy: 'Wait while it is pending; else see the reason that EC2 gives, and make the endpoint anew.',
    command: DESCRIBE,
    explains: (seen, scene) => isUnavailable(seen, scene) && !leadsElsewhere(seen, scene),
    looksAt: { endpoint: ['state', 'privateDns'], changes: ['endpoint', 'state', 'private-dns'] },
  },
  {
    code: 'one-family-unreachable',
    title: 'IPv{family} does not get through to the endpoint; the other family does',
    symptom: 'Every probe over one address family fails at DNS or connecting; the same ways pass over the other.',
    cause:
      'The names have records of a family for which there is no way: no IPv6 route or rule in security groups, subnets without IPv6, or a Lambda function for which IPv6 is not switched on. Clients that prefer that family fail or wait.',
    remedy:
      "Make the way for that family (routes, security groups, `Ipv6` of the canary), or let the endpoint's DNS record type be the other family alone.",
    command:
      "aws ec2 describe-vpc-endpoints --region {region} --vpc-endpoint-ids {endpoint} --query 'VpcEndpoints[].[IpAddressType,DnsOptions.DnsRecordIpType,Groups]'",
    onPremises: {
      cause:
        'The names have records of a family that is not routed between here and the VPC: a tunnel of a VPN carries one family, a Direct Connect virtual interface needs a BGP session for each. Or a firewall, or the security groups of the endpoint, know the on-premises addresses of the other family alone. Clients that prefer this family fail or wait.',
      remedy:
        "Make the way for that family (routes, firewall, security groups), or let the endpoint's DNS record type be the other family alone.",
    },
    explains: (seen, scene) => isFamilyFault(seen, scene) && !isUnavailable(seen, scene),
    looksAt: { endpoint: ['securityGroupIds', 'subnetIds'], changes: ['security-groups', 'subnets', 'names'] },
  },
  {
    code: 'zone-unreachable',
    title: '{zone} of {endpoint} does not answer; other zones do',
    symptom:
      "Connections to the endpoint's address in one zone fail through every way; other addresses of the endpoint answer.",
    cause:
      "The endpoint's subnet in that zone: a network ACL or route table that was changed, an interface that is gone, or trouble of the Availability Zone. Or the canary's own side: the way from its subnet to that zone. While DNS leaves an unhealthy interface out, regional and private names still pass; a network ACL is no matter of health, and clients that get this address fail now and then.",
    remedy:
      "Compare the network ACL and route table of the zone's subnet with those of a zone that passes. If they are the same, remove the zone's subnet from the endpoint until AWS is well there.",
    command:
      "aws ec2 describe-network-interfaces --region {region} --filters 'Name={addressFilter},Values={address}' --query 'NetworkInterfaces[].[Status,SubnetId,AvailabilityZone,Groups]'",
    onPremises: {
      cause:
        "The endpoint's subnet in that zone: a network ACL or route table that was changed, an interface that is gone, or trouble of the Availability Zone. Or the way from here to that subnet alone: a route that is not advertised or not propagated to its route table, a firewall that knows the addresses of the other zones only, an attachment of a transit gateway without that zone. A network ACL is no matter of health: DNS goes on giving the address, and clients that get it fail now and then.",
      remedy:
        "Ask whether the same zone answers inside the VPC. If it does, compare the routes and firewall rules for its subnet with those of a zone that passes; if it does not, compare the network ACLs, and remove the zone's subnet from the endpoint until AWS is well there.",
    },
    explains: (seen, scene) =>
      isUnconnected(seen, scene) &&
      failedWith(seen, 'connect-timeout', 'connect-unreachable') &&
      othersAreReached(seen, scene),
    per: (seen, scene) => `${ownerOf(seen, scene)} ${zoneOf(seen.address ?? '', scene) ?? seen.zone ?? seen.address}`,
    looksAt: { endpoint: ['subnetIds'], changes: ['subnets', 'zones', 'security-groups'] },
  },
  {
    code: 'endpoint-unreachable',
    title: 'Nothing answers at {endpoint}: packets are dropped',
    symptom: 'Names resolve, and connections to every address of the endpoint end without an answer.',
    cause:
      "Packets are dropped: a security group of the endpoint does not let the canary in on port 443, the canary's own does not let it out, or a network ACL does not let the answers back (ports 1024 to 65535). From one place these look the same.",
    remedy:
      "Start with the endpoint's security groups: they must allow TCP {port} from the clients. Then the canary's egress, then the network ACLs of both subnets.",
    command: 'aws ec2 describe-security-groups --region {region} --group-ids {groups}',
    onPremises: {
      cause:
        'Packets are lost between here and the endpoint: Direct Connect or the VPN is down, or a route is not advertised (that of the VPC to here, or that of this network to the VPC, which the answers need); a firewall on either side drops TCP 443; the security groups of the endpoint, or a network ACL, do not let the on-premises addresses in. From one place these look the same.',
      remedy:
        "See whether the canary in the VPC gets through. If it does, look first whether the endpoint's security groups allow TCP {port} from the on-premises addresses, then at the state of Direct Connect or the VPN and at the routes of both directions. If it does not, it is the endpoint.",
    },
    explains: (seen, scene) =>
      isUnconnected(seen, scene) && failedWith(seen, 'connect-timeout') && !othersAreReached(seen, scene),
    looksAt: {
      endpoint: ['state', 'securityGroupIds', 'subnetIds'],
      changes: ['security-groups', 'subnets', 'state', 'endpoint'],
    },
  },
  {
    code: 'endpoint-refuses',
    title: 'Connections to {endpoint} are refused',
    symptom: 'Names resolve, and connections to an address are refused or reset at once.',
    cause:
      'Security groups and network ACLs drop, they do not refuse. So a firewall on the way rejects the connection, another port than 443 is dialled, or the addresses now belong to something else, as after an endpoint was deleted.',
    remedy: 'See who has the address now, and which devices are on the way to it; check `connection.port`.',
    command:
      "aws ec2 describe-network-interfaces --region {region} --filters 'Name={addressFilter},Values={address}' --query 'NetworkInterfaces[].[NetworkInterfaceId,InterfaceType,Description]'",
    explains: (seen, scene) => isUnconnected(seen, scene) && failedWith(seen, 'connect-refused', 'connect-reset'),
    looksAt: { endpoint: ['state'], changes: ['endpoint', 'names', 'subnets'] },
  },
  {
    code: 'no-route',
    title: 'This host has no route to {address}',
    symptom: 'Connections fail at once: the host, or a router, says that the network cannot be reached.',
    cause:
      "The canary's own network: a route that is missing, a VPN or Direct Connect that is down, a peering or transit gateway without the way back. The endpoint is not asked at all.",
    remedy:
      "See the route tables of the VPC for the canary's subnet and the endpoint's addresses; on a host, `ip route get` with the address.",
    command:
      "aws ec2 describe-route-tables --region {region} --filters 'Name=vpc-id,Values={vpc}' --query 'RouteTables[].[RouteTableId,Associations[].SubnetId,Routes]'",
    onPremises: {
      cause:
        "The way from here into the VPC: Direct Connect or the VPN is down and its routes were withdrawn, the VPC's addresses are not advertised to this network, or this host's own route is missing. The endpoint is not asked at all.",
      remedy:
        'See which route this host takes to the address, then whether the router at the end of Direct Connect or the VPN has one: the state of the BGP session or the tunnel tells why not.',
      command: 'ip route get {address}',
    },
    explains: (seen, scene) =>
      isUnconnected(seen, scene) && failedWith(seen, 'connect-unreachable') && !othersAreReached(seen, scene),
    looksAt: { endpoint: ['subnetIds'] },
  },
];
