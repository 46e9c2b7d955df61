// The documented ways into a private API, as one table. A new way in is a new row here and nothing else.
// Name to dial, SNI, Host and path are independent fields: a client that infers one from another tests something else.

import type { ApiId, EndpointId, Region } from './identifiers.ts';

/** The names a row may choose from. `dialled` is the endpoint's public DNS hostname, regional or zonal. */
export interface Names {
  readonly apiId: ApiId;
  readonly region: Region;
  readonly dnsSuffix: string;
  readonly endpointId: EndpointId;
  readonly dialled: string;
  /** Empty when no private custom domain is configured; then no row that uses it is planned. */
  readonly domain: string;
}

/** One way in. */
export interface AccessMethod {
  /** For a person, in a few words. */
  readonly title: string;
  /** `target`: planned once; `endpoint`: once for each endpoint; `endpoint-names`: for its regional and every zonal name. */
  readonly per: 'target' | 'endpoint' | 'endpoint-names';
  /** When it is planned without being named in the configuration. */
  readonly default: 'private-dns-on' | 'always' | 'custom-domain-configured';
  /** Whose DNS records the dialled name belongs to: they decide which address families exist. */
  readonly records: 'private' | 'vpce';
  readonly dial: (names: Names) => string;
  readonly sni: (names: Names) => string;
  readonly host: (names: Names) => string;
  readonly headers: (names: Names) => Readonly<Record<string, string>>;
  readonly pathPrefix: 'stage' | 'base-path';
}

const apiName = (names: Names) => `${names.apiId}.execute-api.${names.region}.${names.dnsSuffix}`;
const aliasName = (names: Names) => `${names.apiId}-${names.endpointId}.execute-api.${names.region}.${names.dnsSuffix}`;
const dialledName = (names: Names) => names.dialled;
const domainName = (names: Names) => names.domain;
const noHeaders = () => ({});

export const ACCESS_METHODS = {
  'private-dns': {
    title: 'private DNS name',
    per: 'target',
    default: 'private-dns-on',
    records: 'private',
    dial: apiName,
    sni: apiName,
    host: apiName,
    headers: noHeaders,
    pathPrefix: 'stage',
  },
  'route53-alias': {
    title: 'Route 53 alias of API and endpoint',
    per: 'endpoint',
    default: 'always',
    records: 'vpce',
    dial: aliasName,
    sni: aliasName,
    host: aliasName,
    headers: noHeaders,
    pathPrefix: 'stage',
  },
  'vpce-host': {
    title: "endpoint's public DNS hostname with a Host header",
    per: 'endpoint-names',
    default: 'always',
    records: 'vpce',
    dial: dialledName,
    sni: dialledName,
    host: apiName,
    headers: noHeaders,
    pathPrefix: 'stage',
  },
  'vpce-api-id': {
    title: "endpoint's public DNS hostname with an x-apigw-api-id header",
    per: 'endpoint-names',
    default: 'always',
    records: 'vpce',
    dial: dialledName,
    sni: dialledName,
    host: dialledName,
    headers: (names) => ({ 'x-apigw-api-id': names.apiId }),
    pathPrefix: 'stage',
  },
  'custom-domain': {
    title: 'private custom domain name',
    per: 'target',
    default: 'custom-domain-configured',
    records: 'private',
    dial: domainName,
    sni: domainName,
    host: domainName,
    headers: noHeaders,
    pathPrefix: 'base-path',
  },
  'vpce-custom-domain': {
    title: "endpoint's public DNS hostname with the custom domain as Host",
    per: 'endpoint-names',
    default: 'custom-domain-configured',
    records: 'vpce',
    dial: dialledName,
    sni: dialledName,
    host: domainName,
    headers: noHeaders,
    pathPrefix: 'base-path',
  },
} as const satisfies Record<string, AccessMethod>;

export type AccessMethodId = keyof typeof ACCESS_METHODS;

/** Every access method, in the order in which it is planned and shown. */
export const ACCESS_METHOD_IDS = Object.keys(ACCESS_METHODS) as readonly AccessMethodId[];
