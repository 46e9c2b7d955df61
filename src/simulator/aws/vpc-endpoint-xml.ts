// One VPC endpoint as EC2 writes it: the members of `vpcEndpointSet/item`.

import { createHash } from 'node:crypto';
import type { AwsEndpoint, AwsWorld } from './world.ts';
import { element, text } from './xml.ts';

const CREATED = '2025-09-19T15:19:19.266Z';
const FULL_ACCESS = JSON.stringify({ Statement: [{ Action: '*', Effect: 'Allow', Principal: '*', Resource: '*' }] });

export function endpointItem(endpoint: AwsEndpoint, world: AwsWorld): string {
  return element(
    'item',
    text('vpcEndpointId', endpoint.id),
    text('vpcEndpointType', 'Interface'),
    text('vpcId', endpoint.vpcId),
    text('serviceName', endpoint.serviceName),
    text('state', endpoint.state),
    text('policyDocument', FULL_ACCESS),
    element('routeTableIdSet'),
    itemSet('subnetIdSet', endpoint.subnetIds),
    element('groupSet', ...endpoint.securityGroupIds.map(groupItem)),
    text('ipAddressType', endpoint.ipAddressType),
    element('dnsOptions', text('dnsRecordIpType', endpoint.ipAddressType)),
    text('privateDnsEnabled', endpoint.privateDns),
    text('requesterManaged', false),
    // An endpoint has one network interface in each of its subnets.
    itemSet(
      'networkInterfaceIdSet',
      endpoint.subnetIds.map((subnet) => networkInterfaceId(endpoint.id, subnet)),
    ),
    element('dnsEntrySet', ...endpoint.dnsEntries.map(dnsItem)),
    text('creationTimestamp', CREATED),
    element('tagSet'),
    text('ownerId', world.accountId),
    text('serviceRegion', world.region),
  );
}

function dnsItem(entry: AwsEndpoint['dnsEntries'][number]): string {
  return element('item', text('dnsName', entry.dnsName), text('hostedZoneId', entry.hostedZoneId));
}

function groupItem(id: string): string {
  return element('item', text('groupId', id), text('groupName', 'default'));
}

function itemSet(name: string, values: readonly string[]): string {
  return element(name, ...values.map((value) => text('item', value)));
}

function networkInterfaceId(endpointId: string, subnetId: string): string {
  return `eni-${createHash('sha256').update(`${endpointId} ${subnetId}`).digest('hex').slice(0, 17)}`;
}
