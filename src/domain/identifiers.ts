// Identifiers that come from outside, parsed once and branded. Nothing else in the program looks at their spelling.

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Id of a REST API, as in its default host name: `01234567ab`. */
export type ApiId = Branded<'ApiId'>;
/** Name of a deployed stage, as in the invoke URL: `test`. */
export type StageName = Branded<'StageName'>;
/** Region name: `us-west-2`. */
export type Region = Branded<'Region'>;
/** Id of an interface VPC endpoint: `vpce-01234567abcdef012`. */
export type EndpointId = Branded<'EndpointId'>;
/** Id of a VPC: `vpc-0a1b2c3d4e5f60718`. */
export type VpcId = Branded<'VpcId'>;
/** Name of an Availability Zone, as it stands in zonal DNS names: `us-west-2a`, `us-west-2-lax-1a`. Account-specific. */
export type ZoneName = Branded<'ZoneName'>;
/** Fully qualified host name in lower case, without the final dot. */
export type HostName = Branded<'HostName'>;

/** What each identifier looks like, and how to say so to a person. */
export const IDENTIFIERS = {
  apiId: {
    pattern: /^[a-z0-9]{2,63}$/,
    accepted: 'a REST API id: lower-case letters and digits, such as "01234567ab"',
  },
  stageName: {
    pattern: /^[A-Za-z0-9_-]{1,128}$/,
    accepted: 'a stage name: letters, digits, "_" and "-", such as "test"',
  },
  region: { pattern: /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/, accepted: 'a Region name, such as "us-west-2"' },
  endpointId: {
    pattern: /^vpce-(?:[0-9a-f]{17}|[0-9a-f]{8})$/,
    accepted: 'a VPC endpoint id: "vpce-" and 8 or 17 hexadecimal digits, such as "vpce-01234567abcdef012"',
  },
  vpcId: {
    pattern: /^vpc-(?:[0-9a-f]{17}|[0-9a-f]{8})$/,
    accepted: 'a VPC id: "vpc-" and 8 or 17 hexadecimal digits, such as "vpc-0a1b2c3d4e5f60718"',
  },
  hostName: {
    // The last label begins with a letter (RFC 1123, section 2.1): whatever ends in a number is taken for an address.
    pattern: /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    accepted: 'a host name in lower case, such as "pets.internal.example.com"',
  },
} as const satisfies Record<keyof IdentifierTypes, { readonly pattern: RegExp; readonly accepted: string }>;

/** The type that each pattern stands for. */
export interface IdentifierTypes {
  readonly apiId: ApiId;
  readonly stageName: StageName;
  readonly region: Region;
  readonly endpointId: EndpointId;
  readonly vpcId: VpcId;
  readonly hostName: HostName;
}
