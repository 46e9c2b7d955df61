// Where the endpoints of a target are: from EC2, from a kept answer, or from the configuration alone. Answers outlive a
// run, so that a warm Lambda asks seldom, and goes on probing when EC2 cannot be asked.

import type { EC2Client } from '@aws-sdk/client-ec2';
import { CanaryError, type Problem, problemOf } from '../domain/canary-error.ts';
import { groupByEndpoint, parseDnsEntry } from '../domain/endpoint.ts';
import type { Discovery } from '../domain/report.ts';
import type { EndpointSource, Target } from '../domain/target.ts';
import { describeEndpoints } from './describe.ts';
import { type Reading, readEndpoints } from './endpoints.ts';

/** How fresh an answer must be: `kept` may be as old as the target allows, `fresh` is asked for now. */
export type Freshness = 'kept' | 'fresh';

/** Finds the endpoints of a target. Never throws for what EC2 does: `source: 'none'` and `problem` say it. */
export type Discover = (target: Target, freshness: Freshness, signal: AbortSignal) => Promise<Discovery>;

interface Kept {
  readonly reading: Reading;
  readonly askedAtMs: number;
}

// With an answer in hand, EC2 may take this long and no longer, in milliseconds: an EC2 that cannot be reached must not
// take the time of the probes.
const PATIENCE_MS = 2_000;
// An answer older than this is no longer in hand: a slow EC2 must not keep it for ever.
const TRUSTED_MS = 3_600_000;

/** Makes a discovery with its own memory. `ec2` is called for a client only when EC2 is asked; `now` in milliseconds. */
export function createDiscovery(ec2: (target: Target) => EC2Client, now: () => number): Discover {
  const memory = new Map<string, Kept>();
  return async (target, freshness, signal) => {
    if (target.endpoints.kind === 'names') return named(target.endpoints.names);
    const key = JSON.stringify([target.api.region, target.endpoints]);
    const kept = memory.get(key);
    const ageMs = kept === undefined ? 0 : now() - kept.askedAtMs;
    const ageSeconds = Math.round(ageMs / 1000);
    if (freshness === 'kept' && kept !== undefined && ageMs <= target.discovery.maxAgeMs) {
      return { source: 'remembered', ageSeconds, ...kept.reading };
    }
    const trusted = kept !== undefined && ageMs <= TRUSTED_MS;
    const patienceMs = trusted ? Math.min(target.timeouts.awsMs, PATIENCE_MS) : target.timeouts.awsMs;
    const answer = await ask(ec2, target, AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]));
    if (answer.problem === undefined) {
      memory.set(key, { reading: answer.reading, askedAtMs: now() });
      return { source: 'ec2', ageSeconds: 0, ...answer.reading };
    }
    if (kept === undefined) return { source: 'none', ageSeconds: 0, ...answer.reading, problem: answer.problem };
    const { endpoints, notices } = kept.reading;
    return {
      source: 'last-known-good',
      ageSeconds,
      endpoints,
      notices: [...answer.reading.notices, ...notices],
      problem: answer.problem,
    };
  };
}

interface Answer {
  readonly reading: Reading;
  readonly problem?: Problem;
}

async function ask(ec2: (target: Target) => EC2Client, target: Target, signal: AbortSignal): Promise<Answer> {
  const { endpoints: source, api } = target;
  if (source.kind === 'names') throw new CanaryError('internal', 'EC2 is not asked for endpoints that are named');
  try {
    const described = await describeEndpoints(ec2(target), { source, region: api.region }, signal);
    const reading = readEndpoints(described, { region: api.region, named: source.kind === 'ids' ? source.ids : [] });
    return reading.endpoints.length > 0 ? { reading } : { reading, problem: nothingUsable(reading, source) };
  } catch (error) {
    return { reading: { endpoints: [], notices: [] }, problem: problemOf(error) };
  }
}

// A VPC may list any number of endpoints; all of them are in the notices.
const MAX_REASONS = 5;

function nothingUsable({ notices }: Reading, source: Exclude<EndpointSource, { kind: 'names' }>): Problem {
  const where = source.kind === 'ids' ? source.ids.join(', ') : source.vpcId;
  const unusable = notices.some(({ code }) => code !== 'endpoint-missing');
  const why = [
    ...notices.slice(0, MAX_REASONS).map(({ subject, message }) => `${subject}: ${message}`),
    ...(notices.length > MAX_REASONS ? [`and ${notices.length - MAX_REASONS} more`] : []),
  ].join('; ');
  return problemOf(
    unusable
      ? new CanaryError('endpoint-unusable', `no endpoint of ${where} can be probed (${why})`)
      : new CanaryError('endpoint-not-found', `EC2 found no interface endpoint for execute-api by ${where}`),
  );
}

function named(names: readonly string[]): Discovery {
  const entries = names.map(parseDnsEntry);
  // Names do not tell the address families; IPv4 is what every endpoint has unless it was made for IPv6 alone.
  const endpoints = groupByEndpoint(entries).map((endpoint) => ({
    ...endpoint,
    families: [4] as const,
    privateFamilies: [4] as const,
  }));
  return { source: 'configuration', ageSeconds: 0, endpoints, notices: [] };
}
