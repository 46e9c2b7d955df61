// Where the endpoints of a target are: from EC2, from a kept answer, or from the configuration alone. Answers outlive a
// run, so that a warm Lambda asks seldom, and goes on probing when EC2 cannot be asked.

import type { EC2Client } from '@aws-sdk/client-ec2';
import { CanaryError, type Problem, problemOf } from '../domain/canary-error.ts';
import { type Family, groupByEndpoint, parseDnsEntry } from '../domain/endpoint.ts';
import type { Discovery } from '../domain/report.ts';
import type { EndpointSource, Target } from '../domain/target.ts';
import { type Reading, readEndpoints } from './endpoints.ts';
import { changesAt, learned, type Memory, NO_MEMORY } from './memory.ts';

/** How fresh an answer must be: `kept` may be as old as the target allows, `fresh` is asked for now. */
export type Freshness = 'kept' | 'fresh';

/** Finds the endpoints of a target. Never throws for what EC2 does: `source: 'none'` and `problem` say it. */
export type Discover = (target: Target, freshness: Freshness, signal: AbortSignal) => Promise<Discovery>;

// With an answer in hand, EC2 may take this long and no longer, in milliseconds: an EC2 that cannot be reached must not
// take the time of the probes.
const PATIENCE_MS = 2_000;
// An answer older than this is no longer in hand: a slow EC2 must not keep it for ever.
const TRUSTED_MS = 3_600_000;
// An answer older than this does not even stand in while EC2 fails. An endpoint keeps its names and addresses for as long
// as it exists; what an old answer misses is endpoints and zones that came since.
const STANDS_IN_MS = 7 * 86_400_000;

/** EC2's client for a target; loading it may take a while. */
type Ec2 = (target: Target) => EC2Client | Promise<EC2Client>;

/** Makes a discovery with its own memory. `ec2` is called for a client only when EC2 is asked; `now` in milliseconds. */
export function createDiscovery(ec2: Ec2, now: () => number): Discover {
  const memories = new Map<string, Memory>();
  return async (target, freshness, signal) => {
    if (target.endpoints.kind === 'names') return named(target.endpoints);
    const key = JSON.stringify([target.api.region, target.endpoints]);
    const recall = () => memories.get(key) ?? NO_MEMORY;
    const { good } = recall();
    const ageMs = good === undefined ? Infinity : now() - good.atMs;
    if (freshness === 'kept' && good !== undefined && isFresh(ageMs, target)) {
      return { source: 'remembered', ageSeconds: seconds(ageMs), ...good.reading, ...changesAt(recall(), now()) };
    }
    const patience = AbortSignal.timeout(patienceMs(target, ageMs));
    const answer = await ask(ec2, target, AbortSignal.any([signal, patience]));
    const atMs = now();
    // Another run may have asked the same in the meantime.
    if (answer.reading !== undefined) memories.set(key, learned(recall(), { reading: answer.reading, atMs }));
    const { problem } = answer;
    const known =
      good === undefined || problem === undefined
        ? withoutMemory(answer)
        : standingIn(good.reading, ageMs, { ...answer, problem });
    return { ...known, ...changesAt(recall(), atMs) };
  };
}

// A clock that was set back makes an answer of the future, whose age nobody knows.
function isFresh(ageMs: number, { discovery }: Target): boolean {
  return ageMs >= 0 && ageMs <= discovery.maxAgeMs;
}

function seconds(ageMs: number): number {
  return Math.max(0, Math.round(ageMs / 1000));
}

function patienceMs({ timeouts }: Target, ageMs: number): number {
  return ageMs <= TRUSTED_MS ? Math.min(timeouts.awsMs, PATIENCE_MS) : timeouts.awsMs;
}

function withoutMemory({ reading = { endpoints: [], notices: [] }, problem }: Answer): Discovery {
  return problem === undefined
    ? { source: 'ec2', ageSeconds: 0, ...reading }
    : { source: 'none', ageSeconds: 0, ...reading, problem };
}

/** The last good answer in place of one that has a problem, unless it is too old. */
function standingIn(last: Reading, ageMs: number, answer: Answer & { readonly problem: Problem }): Discovery {
  const { reading, problem } = answer;
  if (ageMs > STANDS_IN_MS) {
    const old = `the last answer is ${Math.floor(ageMs / 86_400_000)} days old, and no longer stands in`;
    return withoutMemory({ ...answer, problem: { ...problem, message: `${problem.message}; ${old}` } });
  }
  return {
    source: 'last-known-good',
    ageSeconds: seconds(ageMs),
    endpoints: last.endpoints,
    notices: [...(reading?.notices ?? []), ...last.notices],
    problem,
  };
}

/** `reading` is absent when EC2 did not answer; both are there when there is nothing to probe in the answer. */
interface Answer {
  readonly reading?: Reading;
  readonly problem?: Problem;
}

async function ask(ec2: Ec2, target: Target, signal: AbortSignal): Promise<Answer> {
  const { endpoints: source, api } = target;
  if (source.kind === 'names') throw new CanaryError('internal', 'EC2 is not asked for endpoints that are named');
  try {
    const { describeEndpoints } = await import('./describe.ts');
    const described = await describeEndpoints(await ec2(target), { source, region: api.region }, signal);
    const reading = readEndpoints(described, { region: api.region, named: source.kind === 'ids' ? source.ids : [] });
    return reading.endpoints.length > 0 ? { reading } : { reading, problem: nothingUsable(reading, source) };
  } catch (error) {
    return { problem: problemOf(error) };
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

// Names do not tell the address families; IPv4 is what every endpoint has unless it was made for IPv6 alone.
const FAMILIES = { ipv4: [4], dualstack: [4, 6], ipv6: [6] } as const satisfies Record<string, readonly Family[]>;

function named({ names, ipAddressType = 'ipv4' }: Extract<EndpointSource, { kind: 'names' }>): Discovery {
  const families = FAMILIES[ipAddressType];
  const endpoints = groupByEndpoint(names.map(parseDnsEntry)).map((endpoint) => ({
    ...endpoint,
    families,
    privateFamilies: families,
  }));
  return { source: 'configuration', ageSeconds: 0, endpoints, notices: [] };
}
