// What the simulated AWS answers from: the region, the account, the VPC endpoints and the faults.
// The world is read anew for every request, so that a scenario may change it while the server runs.

/** How a service behaves: as AWS does, refusing the caller, limiting the rate, or resetting the connection. */
export type AwsFault = 'ok' | 'denied' | 'throttled' | 'unavailable';

/** One interface VPC endpoint, in the words EC2 uses on the wire. */
export interface AwsEndpoint {
  readonly id: string;
  /** Wire form, such as `available` or `pendingAcceptance`. */
  readonly state: string;
  readonly privateDns: boolean;
  readonly serviceName: string;
  readonly vpcId: string;
  readonly ipAddressType: 'ipv4' | 'dualstack' | 'ipv6';
  readonly zones: readonly string[];
  readonly dnsEntries: readonly { dnsName: string; hostedZoneId: string }[];
  readonly securityGroupIds: readonly string[];
  readonly subnetIds: readonly string[];
}

/** What stands behind the two APIs. */
export interface AwsWorld {
  readonly region: string;
  readonly accountId: string;
  endpoints(): readonly AwsEndpoint[];
  faults(): { readonly ec2: AwsFault; readonly cloudwatch: AwsFault };
}
