// What can be wrong between a client and the interfaces of the endpoint. Data only.
import type { Scenario } from './scenario.ts';

export const network = {
  'zone-down': {
    description: 'The interface in the alphabetically first zone drops every packet; the other names avoid it.',
    faults: { reachable: 'first-zone-down' },
  },
  'zone-drops-packets': {
    description:
      'A network ACL of the alphabetically first zone drops every packet; DNS goes on answering its address.',
    faults: { reachable: 'first-zone-dropped' },
  },
  'endpoint-unreachable': {
    description: 'The security group of the endpoint drops every packet; DNS is fine.',
    faults: { reachable: 'none' },
  },
  'endpoint-pending': {
    description: 'The endpoint was just made anew and is not available yet.',
    faults: { endpointState: 'pending', privateDns: 'pending', reachable: 'none' },
  },
  'endpoint-refuses': {
    description: "Connections to the endpoint's addresses are refused: a firewall rejects them, or nothing is there.",
    faults: { reachable: 'refused' },
  },
  'no-route': {
    description: 'There is no route to the network of the endpoint: VPN, Direct Connect or peering is down.',
    faults: { reachable: 'no-route' },
  },
  'ipv6-unreachable': {
    description: 'The endpoint is dual-stack, and there is no way to its IPv6 addresses.',
    faults: { addresses: 'dualstack', ipv6Route: 'missing' },
  },
} as const satisfies Readonly<Record<string, Scenario>>;
