// What the simulated AWS answers from: the region, the account, the VPC endpoints, the secrets and the faults.
// The world is read anew for every request, so that a scenario may change it while the server runs.

/** The services that are simulated. */
export type AwsServiceName = 'ec2' | 'cloudwatch' | 'secretsManager';

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

/** What stands behind the APIs. */
export interface AwsWorld {
  readonly region: string;
  readonly accountId: string;
  endpoints(): readonly AwsEndpoint[];
  /** Name -> value of each secret; none when absent. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** A service that is not named works. */
  faults(): Readonly<Partial<Record<AwsServiceName, AwsFault>>>;
}
