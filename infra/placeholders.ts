// A target in a CDK program may hold tokens: values that CloudFormation knows only when it deploys. The configuration's
// schema looks at spelling, so that it is shown a well-spelled stand-in for each.

import { Token } from 'aws-cdk-lib';
import { parseDnsEntry } from '../src/domain/endpoint.ts';

interface Place {
  /** From the target on; empty for the target itself. */
  readonly keys: readonly string[];
  /** In the innermost list around it: items of a list must differ. */
  readonly index: number;
}

// By the last key of a value's place in the configuration; list items have their list's.
const STAND_INS: Readonly<Record<string, (index: number, region: string) => string>> = {
  id: () => '0123456789',
  stage: () => 'stage',
  region: (_, region) => region,
  vpcId: () => 'vpc-0123456789abcdef0',
  vpcEndpointIds: (index) => endpointId(index),
  dnsNames: (index, region) => `${endpointId(index)}-01234567.execute-api.${region}.vpce.amazonaws.com`,
  name: () => 'name.example.com',
  basePath: () => 'base-path',
  path: (index) => `/path-${index}`,
  secretId: (index) => `secret-${index}`,
};

/** A copy of a configuration without tokens: each is replaced by something spelled as its place demands, in the Region
 * that the rest of the configuration tells. What is `undefined` is left out, as JSON leaves it out. Throws where the
 * canary has to know a value when the template is made. */
export function withStandIns(target: unknown, region: string): unknown {
  return replaced(target, { keys: [], index: 0 }, region);
}

function replaced(value: unknown, { keys, index }: Place, region: string): unknown {
  if (Token.isUnresolved(value)) {
    const standIn = STAND_INS[keys.at(-1) ?? ''];
    if (standIn === undefined) throw new Error(`${placeText(keys)} must be known when the template is made`);
    return Array.isArray(value) ? [standIn(0, region)] : standIn(index, region);
  }
  if (Array.isArray(value)) return value.map((item, position) => replaced(item, { keys, index: position }, region));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(
    members.map(([name, part]) => [name, replaced(part, { keys: [...keys, name], index }, region)]),
  );
}

function placeText(keys: readonly string[]): string {
  return keys.length === 0 ? 'the target' : keys.join('.');
}

function endpointId(index: number): string {
  return `vpce-${String(index).padStart(17, '0')}`;
}

/** The Region that a configuration tells, by itself or by the names of its endpoints. Nothing when only CloudFormation
 * knows it. Never throws, whatever it is given. */
export function knownRegion(target: unknown): string | undefined {
  const region = member(member(target, 'api'), 'region');
  if (typeof region === 'string' && !Token.isUnresolved(region)) return region;
  const names = member(member(target, 'endpoints'), 'dnsNames');
  const entries = (Array.isArray(names) ? names : []).filter(isKnownText).map(parseDnsEntry);
  return entries.flatMap((entry) => ('region' in entry ? entry.region : []))[0];
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

function isKnownText(value: unknown): value is string {
  return typeof value === 'string' && !Token.isUnresolved(value);
}
