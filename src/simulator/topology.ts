// The names and addresses of the simulated VPC, endpoint and API, worked out once.
// Written from AWS's naming alone; it must not import the canary's own name building, which it is there to check.

/** Where one interface of the endpoint stands. */
export interface Zone {
  /** Availability zone name, such as `us-west-2a`. */
  readonly name: string;
  /** Loopback address that plays the interface's private address. */
  readonly address: string;
}

/** Which loopback addresses play which part. */
export interface Addresses {
  readonly zones: readonly Zone[];
  /** Another endpoint of the same VPC that serves the API, too. */
  readonly otherEndpoint: string;
  /** Belonged to an endpoint that is gone: nothing listens there. */
  readonly stale: string;
  /** `::1`, which plays the IPv6 addresses of all interfaces; undefined where the system does not have it. */
  readonly ipv6: string | undefined;
}

/** Everything that has a name in the simulated VPC. All names are lower case and without a trailing dot. */
export interface Topology {
  readonly region: string;
  readonly accountId: string;
  readonly vpcId: string;
  readonly api: {
    readonly id: '01234567ab';
    readonly stage: 'test';
    readonly region: 'us-west-2';
    readonly name: 'pets';
  };
  readonly endpointId: 'vpce-01234567abcdef012';
  readonly zones: readonly Zone[];
  readonly otherEndpoint: Zone;
  readonly staleAddress: string;
  readonly ipv6Address: string | undefined;
  /** What public DNS answers for the API's own name. */
  readonly publicAddress: string;
  /** The private custom domain and the base path that leads to the stage. */
  readonly customDomain: { readonly name: string; readonly basePath: string };
  /** Apex of the private hosted zone with the custom domain's record. */
  readonly customDomainZone: string;
  /** `execute-api.R.S`: the private zone's apex, to which its wildcard points. */
  readonly privateApex: string;
  /** `execute-api.R.vpce.S`: the parent of the endpoint's public names. */
  readonly vpceApex: string;
  /** `{api}-{vpce}`: the first label of the Route 53 alias. */
  readonly aliasLabel: string;
  readonly regionalName: string;
  /** Zone name -> the zonal vpce name. */
  readonly zonalNames: Readonly<Record<string, string>>;
}

/** Lays the endpoint out over the zones, in the order given. */
export function layOut({ zones, otherEndpoint, stale, ipv6 }: Addresses): Topology {
  const api = { id: '01234567ab', stage: 'test', region: 'us-west-2', name: 'pets' } as const;
  const endpointId = 'vpce-01234567abcdef012';
  const vpceApex = `execute-api.${api.region}.vpce.amazonaws.com`;
  const vpceLabel = `${endpointId}-01234567`;
  return {
    region: api.region,
    accountId: '111122223333',
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    api,
    endpointId,
    zones,
    otherEndpoint: { name: zones[0]?.name ?? '', address: otherEndpoint },
    staleAddress: stale,
    ipv6Address: ipv6,
    // MCAST-TEST-NET (RFC 6676): documentation only, so that nobody's address is meant. It is multicast: systems refuse
    // a TCP connection to it at once, and no packet leaves the machine.
    publicAddress: '233.252.0.10',
    customDomain: { name: 'pets.internal.example.com', basePath: 'v1' },
    customDomainZone: 'internal.example.com',
    privateApex: `execute-api.${api.region}.amazonaws.com`,
    vpceApex,
    aliasLabel: `${api.id}-${endpointId}`,
    regionalName: `${vpceLabel}.${vpceApex}`,
    zonalNames: Object.fromEntries(zones.map(({ name }) => [name, `${vpceLabel}-${name}.${vpceApex}`])),
  };
}

/** The zone that a zonal fault hits: the alphabetically first. */
export function firstZone(topology: Topology): string {
  return topology.zones.map((zone) => zone.name).toSorted()[0] ?? '';
}

/** Public names as EC2 lists them, regional first and zonal in no useful order, then the private ones. */
export function dnsNames(topology: Topology, privateDns: boolean): readonly string[] {
  const publicNames = [topology.regionalName, ...Object.values(topology.zonalNames)];
  return privateDns ? [...publicNames, topology.privateApex, `*.${topology.privateApex}`] : publicNames;
}
