// The VPC endpoint as EC2 would describe it, for the simulated AWS services.
// It must not repeat names: those come from the topology.
import type { AwsWorld } from './aws/world.ts';
import { secrets } from './credentials.ts';
import type { Faults } from './faults.ts';
import { dnsNames, type Topology } from './topology.ts';

// All vpce names of a Region are in one public hosted zone; the private ones are in a hidden zone of the endpoint's own.
const PUBLIC_ZONE_ID = 'Z1YSA3EXCYUU9Z';
const PRIVATE_ZONE_ID = 'Z06320943MMOWYG6MAVL9';
// What EC2 lists until the hidden zone is made.
const PENDING_ZONE_ID = 'ZONEIDPENDING';

/** Reads the faults anew on every call, so that a change of scenario shows in the next answer. */
export function describeToAws(topology: Topology, faults: () => Faults): AwsWorld {
  return {
    region: topology.region,
    accountId: topology.accountId,
    secrets,
    faults,
    endpoints: () => {
      const { privateDns, endpointState, addresses } = faults();
      const privateZoneId = privateDns === 'pending' ? PENDING_ZONE_ID : PRIVATE_ZONE_ID;
      return [
        {
          id: topology.endpointId,
          state: endpointState,
          privateDns: privateDns !== 'off',
          serviceName: `com.amazonaws.${topology.region}.execute-api`,
          vpcId: topology.vpcId,
          ipAddressType: addresses,
          zones: topology.zones.map((zone) => zone.name),
          dnsEntries: dnsNames(topology, privateDns !== 'off').map((dnsName) => ({
            dnsName,
            hostedZoneId: dnsName.endsWith(topology.vpceApex) ? PUBLIC_ZONE_ID : privateZoneId,
          })),
          securityGroupIds: ['sg-0123456789abcdef0'],
          subnetIds: topology.zones.map((_, index) => `subnet-${index.toString(16).padStart(17, '0')}`),
        },
      ];
    },
  };
}
