// The placeholders of the rules' texts, filled from the observations that a rule explains.

import type { Observation } from '../domain/observation.ts';
import { fewOf, unique } from './places.ts';
import { endpointsOf, type Scene, zoneOf } from './scene.ts';

/** Placeholder -> what stands for it in the runbook, where there is no run to fill it from. */
export const PLACEHOLDERS = {
  api: 'API_ID',
  stage: 'STAGE',
  region: 'REGION',
  endpoint: 'VPCE_ID',
  vpc: 'VPC_ID',
  groups: 'SECURITY_GROUP_ID',
  zone: 'ZONE',
  name: 'NAME',
  domain: 'DOMAIN',
  sni: 'SNI',
  address: 'ADDRESS',
  port: 'PORT',
  socket: 'ADDRESS:PORT',
  addressFilter: 'private-ip-address',
  resolver: 'RESOLVER',
  dig: '@RESOLVER',
  resource: 'RESOURCE',
  way: 'ACCESS_METHOD',
  family: 'FAMILY',
  count: 'N',
  days: 'DAYS',
  state: 'STATE',
  curl: 'private-api-canary probe --config FILE',
} as const satisfies Record<string, string>;

type Placeholder = keyof typeof PLACEHOLDERS;

const PATTERN = /\{(\w+)\}/g;

/** Every placeholder of a text, those that nobody knows included. */
export function placeholdersIn(text: string): readonly string[] {
  return [...text.matchAll(PATTERN)].map(([, name = '']) => name);
}

/** What stands for a placeholder where its value is not known. */
export function wordOf(name: string): string | undefined {
  return name === 'addressFilter' ? undefined : (PLACEHOLDERS as Readonly<Record<string, string>>)[name];
}

/** Puts values in the place of placeholders. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(PATTERN, (whole, name: string) => values[name] ?? whole);
}

/** The values for one diagnosis; what the run does not know stays the runbook's word. */
export function valuesFor(members: readonly Observation[], scene: Scene): Readonly<Record<Placeholder, string>> {
  const [first] = members;
  const endpoints = first === undefined ? scene.endpoints : members.flatMap((member) => endpointsOf(member, scene));
  const [endpoint] = endpoints;
  const zones = unique(members.flatMap(({ zone, address }) => zone ?? zoneOf(address ?? '', scene) ?? []));
  const daysLeft = members.flatMap(({ tls }) => tls?.daysLeft ?? []);
  const known: Partial<Record<Placeholder, string | undefined>> = {
    api: scene.target.api.id,
    stage: scene.target.api.stage,
    region: scene.target.api.region,
    endpoint: unique(endpoints.map(({ id }) => id)).join(' ') || first?.endpoint,
    vpc: endpoint?.vpcId,
    groups: unique(endpoints.flatMap(({ securityGroupIds = [] }) => securityGroupIds)).join(' ') || undefined,
    zone: zones.join(', ') || first?.address,
    name: first?.route.dial || undefined,
    domain: first?.route.dial.split('.').slice(1).join('.') || undefined,
    sni: first?.route.sni || undefined,
    address: first?.address,
    port: String(scene.target.port),
    socket: first?.address === undefined ? undefined : `${bracketed(first.address)}:${scene.target.port}`,
    addressFilter: first?.family === 6 ? 'ipv6-addresses.ipv6-address' : undefined,
    resolver: first?.resolver,
    dig: first?.resolver === undefined ? undefined : digServer(first.resolver),
    resource: fewOf(unique(members.map(({ resource }) => resource))) || undefined,
    way: unique(members.map(({ accessMethod }) => accessMethod)).join(', ') || undefined,
    family: first === undefined ? undefined : String(first.family),
    count: String(members.length),
    days: daysLeft.length === 0 ? undefined : String(Math.min(...daysLeft)),
    state: endpoint?.state,
    curl: members.find(({ curl }) => curl !== '')?.curl,
  };
  return { ...PLACEHOLDERS, ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) };
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/** dig takes a server's port as an option of its own. */
function digServer(resolver: string): string {
  const parts = /^\[?(?<host>[^[\]]*?)\]?(?::(?<port>\d+))?$/.exec(resolver)?.groups;
  // An IPv6 address without brackets has no port behind it.
  const plain = resolver.split(':').length > 2 && !resolver.startsWith('[');
  if (plain || parts?.port === undefined) return `@${plain ? resolver : (parts?.host ?? resolver)}`;
  return parts.port === '53' ? `@${parts.host}` : `@${parts.host} -p ${parts.port}`;
}
