// What an interface VPC endpoint for execute-api is, and how its DNS entries are read: by pattern, never by position,
// since EC2 lists zones in no fixed order and private names only where private DNS is on.

import { type EndpointId, type HostName, IDENTIFIERS, type Region, type ZoneName } from './identifiers.ts';

/** IP version of a route: which record type is asked for and which address is dialled. */
export type Family = 4 | 6;

/** Private DNS of an endpoint. `pending`: EC2 has not made the hidden hosted zone yet (`ZONEIDPENDING`). */
export type PrivateDns = 'on' | 'off' | 'pending';

/** One interface VPC endpoint for execute-api, as EC2 describes it or as its DNS names alone tell. */
export interface Endpoint {
  readonly id: EndpointId;
  readonly region: Region;
  /** Domain of the partition: `amazonaws.com`, `amazonaws.com.cn`, … Read from the DNS names, never assumed. */
  readonly dnsSuffix: string;
  /** Absent only when the configuration lists zonal names alone. */
  readonly regionalName?: HostName;
  readonly zones: readonly EndpointZone[];
  /** Record types that the public (vpce) names carry. */
  readonly families: readonly Family[];
  /** Record types that the private names carry. */
  readonly privateFamilies: readonly Family[];
  /** Absent when only DNS names are known: they do not tell. */
  readonly privateDns?: PrivateDns;
  /** EC2's `State` in lower case. Absent when EC2 was not asked. */
  readonly state?: string;
  readonly vpcId?: string;
  readonly subnetIds?: readonly string[];
  readonly securityGroupIds?: readonly string[];
}

/** One zonal DNS name of an endpoint. */
export interface EndpointZone {
  readonly zone: ZoneName;
  readonly name: HostName;
}

/** One DNS entry, recognised. */
export type DnsEntry =
  | {
      readonly kind: 'regional';
      readonly name: HostName;
      readonly id: EndpointId;
      readonly region: Region;
      readonly dnsSuffix: string;
    }
  | {
      readonly kind: 'zonal';
      readonly name: HostName;
      readonly id: EndpointId;
      readonly region: Region;
      readonly dnsSuffix: string;
      readonly zone: ZoneName;
    }
  | { readonly kind: 'private'; readonly name: string }
  | { readonly kind: 'unknown'; readonly name: string };

// The domain of each partition of AWS, as the endpoint rules of its SDKs list them. Whoever has another domain can have
// names in it that look like an endpoint's, and would get the API's requests.
const DNS_SUFFIX = [
  ...['amazonaws.com', 'amazonaws.com.cn', 'amazonaws.eu'],
  ...['c2s.ic.gov', 'sc2s.sgov.gov', 'cloud.adc-e.uk', 'csp.hci.ic.gov'],
]
  .map((suffix) => suffix.replaceAll('.', '\\.'))
  .join('|');
// Shape seen in commercial, China, GovCloud and local-zone accounts: id, eight letters or digits, zone name, service,
// Region, "vpce", the partition's domain.
const VPCE_NAME = new RegExp(
  `^(?<id>vpce-[0-9a-f]{8,17})-[a-z0-9]{8}(?:-(?<zone>[a-z]{2,4}(?:-[a-z0-9]+)+-\\d[a-z]))?\\.execute-api\\.(?<region>[a-z0-9-]+)\\.vpce\\.(?<suffix>${DNS_SUFFIX})$`,
);
const PRIVATE_NAME = new RegExp(`^(?:\\*\\.)?execute-api\\.[a-z0-9-]+\\.(?:${DNS_SUFFIX})$`);

/** Recognises one DNS name of an endpoint. A final dot and upper case are accepted. Never throws. */
export function parseDnsEntry(text: string): DnsEntry {
  const name = text.toLowerCase().replace(/\.$/, '');
  // A label of more than 63 characters is in no DNS name.
  const parts = IDENTIFIERS.hostName.pattern.test(name) ? VPCE_NAME.exec(name)?.groups : undefined;
  if (parts?.id !== undefined && parts.region !== undefined && parts.suffix !== undefined) {
    const common = {
      name: name as HostName,
      id: parts.id as EndpointId,
      region: parts.region as Region,
      dnsSuffix: parts.suffix,
    };
    return parts.zone === undefined
      ? { kind: 'regional', ...common }
      : { kind: 'zonal', ...common, zone: parts.zone as ZoneName };
  }
  // `execute-api.R.api.aws` and other newer domains are not names by which a private API is known to answer.
  return PRIVATE_NAME.test(name) ? { kind: 'private', name } : { kind: 'unknown', name };
}

/** What DNS names alone say about one endpoint: everything but private DNS, state and network. */
export interface NamedEndpoint {
  readonly id: EndpointId;
  readonly region: Region;
  readonly dnsSuffix: string;
  readonly regionalName?: HostName;
  readonly zones: readonly EndpointZone[];
}

/** Groups recognised names by endpoint, each name once; zones in alphabetical order. */
export function groupByEndpoint(entries: readonly DnsEntry[]): readonly NamedEndpoint[] {
  const vpce = entries.filter((entry) => entry.kind === 'regional' || entry.kind === 'zonal');
  const distinct = new Map(vpce.map((entry) => [entry.name, entry])).values();
  return [...Map.groupBy(distinct, (entry) => entry.id).values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const regional = own.find((entry) => entry.kind === 'regional');
    const zones = own.filter((entry) => entry.kind === 'zonal').map(({ zone, name }) => ({ zone, name }));
    return {
      id: first.id,
      region: first.region,
      dnsSuffix: first.dnsSuffix,
      ...(regional === undefined ? {} : { regionalName: regional.name }),
      zones: zones.sort((a, b) => (a.zone < b.zone ? -1 : 1)),
    };
  });
}
