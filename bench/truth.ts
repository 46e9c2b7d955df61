// How true the reported times are, and what a probe costs: the canary, blackbox_exporter and curl against the same far
// side, in turn, the wire watched. Rounds are whole, so that a slow minute of the machine falls on all of them.

import { type Blackbox, startBlackbox } from './blackbox.ts';
import { type RunningCanary, startCanary } from './canary.ts';
import { curlRun } from './curl.ts';
import { type RunningEndpoint, startEndpoint } from './endpoint.ts';
import { median, medianSpread, type Spread, spreadOf } from './statistics.ts';
import { configurationOf } from './target.ts';
import { type Truth, watched } from './wire-clock.ts';

/** One tool in one situation; medians of all rounds, in milliseconds. */
export interface Accuracy {
  /** Reported total less the time on the wire, without its sign. */
  readonly error: Spread;
  readonly reported: Spread;
  readonly wire: Spread;
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Probes that could not be compared, in all rounds. */
  readonly leftOut: number;
}

/** Each tool that is installed, under load and one probe at a time. */
export interface TruthResult {
  readonly source: Truth['source'];
  readonly canary: { readonly load: Accuracy; readonly alone: Accuracy; readonly firstRun: Accuracy };
  readonly blackbox?: { readonly load: Accuracy; readonly alone: Accuracy };
  readonly curl?: { readonly alone: Accuracy };
}

/** What the Lambda function is started with; see `infra/canary-function.ts`. */
export const NODE_OPTIONS = ['--max-semi-space-size=1'] as const;
export const ANSWER_MS = 20;
const PROBES = 240;
const ALONE = 20;
// Until Node's compilers have seen enough; the exporter has nothing to compile, and gets the same.
const WARM_UPS = 6;

export async function measureTruth(rounds: number, tell: (what: string) => void): Promise<TruthResult> {
  await using endpoint = await startEndpoint(ANSWER_MS);
  await using canary = startCanary(NODE_OPTIONS);
  await using blackbox = await startBlackbox(endpoint, PROBES);
  tell('first run of a process');
  const firstRun = await canaryLoad(canary, endpoint);
  for (let round = 1; round < WARM_UPS; round += 1) {
    tell(`warming up ${round} of ${WARM_UPS - 1}`);
    await canary.run({ configuration: configurationOf(endpoint), endpoints: PROBES });
    await blackbox?.run(PROBES, 5);
  }
  const seen: Round[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    tell(`truth, round ${round} of ${rounds}`);
    seen.push(await oneRound(canary, blackbox, endpoint));
  }
  const [blackboxLoad, blackboxAlone] = [pick(seen, 'blackboxLoad'), pick(seen, 'blackboxAlone')];
  const curl = pick(seen, 'curl');
  return {
    source: firstRun.source,
    canary: {
      load: summary(pick(seen, 'load')),
      alone: summary(pick(seen, 'alone')),
      firstRun: summary([firstRun]),
    },
    ...(blackboxLoad.length === 0 ? {} : { blackbox: { load: summary(blackboxLoad), alone: summary(blackboxAlone) } }),
    ...(curl.length === 0 ? {} : { curl: { alone: summary(curl) } }),
  };
}

interface Compared {
  readonly source: Truth['source'];
  readonly error: Spread;
  readonly reported: Spread;
  readonly wire: Spread;
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly leftOut: number;
}

interface Round {
  readonly load: Compared;
  readonly alone: Compared;
  readonly blackboxLoad?: Compared;
  readonly blackboxAlone?: Compared;
  readonly curl?: Compared;
}

async function oneRound(
  canary: RunningCanary,
  blackbox: Blackbox | undefined,
  endpoint: RunningEndpoint,
): Promise<Round> {
  const load = await canaryLoad(canary, endpoint);
  const alone = await canaryAlone(canary, endpoint);
  const curl = await timed(endpoint, () => curlRun(endpoint, ALONE));
  if (blackbox === undefined) return { load, alone, ...(curl === undefined ? {} : { curl }) };
  const everyMs = load.wallMs / PROBES;
  const blackboxLoad = await timed(endpoint, () => blackbox.run(PROBES, everyMs));
  const blackboxAlone = await timed(endpoint, () => blackbox.run(ALONE, 4 * ANSWER_MS));
  return {
    load,
    alone,
    ...(blackboxLoad === undefined ? {} : { blackboxLoad }),
    ...(blackboxAlone === undefined ? {} : { blackboxAlone }),
    ...(curl === undefined ? {} : { curl }),
  };
}

/** All names in one run, as the canary paces it. */
async function canaryLoad(canary: RunningCanary, endpoint: RunningEndpoint): Promise<Compared> {
  const order = { configuration: configurationOf(endpoint), endpoints: PROBES };
  const { result, truth } = await watched(endpoint, () => canary.run(order));
  const { observations, wallMs, cpuMs } = result;
  return { ...comparedWithWire(observations, truth), wallMs, cpuMs: cpuMs / PROBES };
}

/** One name after the other, each in a run of its own. */
async function canaryAlone(canary: RunningCanary, endpoint: RunningEndpoint): Promise<Compared> {
  const { result: runs, truth } = await watched(endpoint, async () => {
    const done = [];
    for (let index = 0; index < ALONE; index += 1) {
      const order = { configuration: configurationOf(endpoint), endpoints: 1, first: index };
      done.push(await canary.run(order));
    }
    return done;
  });
  const sum = (key: 'wallMs' | 'cpuMs') => runs.reduce((all, each) => all + each[key], 0);
  const observations = runs.flatMap((each) => each.observations);
  return { ...comparedWithWire(observations, truth), wallMs: sum('wallMs'), cpuMs: sum('cpuMs') / ALONE };
}

type Observations = Awaited<ReturnType<RunningCanary['run']>>['observations'];

/** The canary's total begins with its DNS query. */
function comparedWithWire(observations: Observations, truth: Truth) {
  const pairs = observations.flatMap(({ route, outcome, timesMs, failure }) => {
    if (outcome !== 'passed' || timesMs === undefined) throw new Error(`a probe failed: ${failure?.message}`);
    const wire = truth.probes.get(route.dial);
    if (wire === undefined) return [];
    const { total, dns = 0 } = timesMs;
    return wire.fromQueryMs === undefined
      ? [{ reported: total - dns, wire: wire.fromConnectMs }]
      : [{ reported: total, wire: wire.fromQueryMs }];
  });
  return compared(pairs, truth, observations.length);
}

async function timed(
  endpoint: RunningEndpoint,
  measure: () => Promise<{ readonly totals: ReadonlyMap<string, number>; readonly cpuMs: number } | undefined>,
): Promise<Compared | undefined> {
  const startedAt = performance.now();
  let wallMs = 0;
  const { result, truth } = await watched(endpoint, async () => {
    const done = await measure();
    wallMs = performance.now() - startedAt;
    return done;
  });
  if (result === undefined) return undefined;
  const pairs = [...result.totals].flatMap(([name, reported]) => {
    const wire = truth.probes.get(name)?.fromConnectMs;
    return wire === undefined ? [] : [{ reported, wire }];
  });
  return { ...compared(pairs, truth, result.totals.size), cpuMs: result.cpuMs, wallMs };
}

function compared(
  pairs: readonly { readonly reported: number; readonly wire: number }[],
  truth: Truth,
  probes: number,
): Pick<Compared, 'source' | 'error' | 'reported' | 'wire' | 'leftOut'> {
  return {
    source: truth.source,
    error: spreadOf(pairs.map(({ reported, wire }) => Math.abs(reported - wire))),
    reported: spreadOf(pairs.map(({ reported }) => reported)),
    wire: spreadOf(pairs.map(({ wire }) => wire)),
    leftOut: probes - pairs.length,
  };
}

function pick(rounds: readonly Round[], key: keyof Round): readonly Compared[] {
  return rounds.map((round) => round[key]).filter((each) => each !== undefined);
}

function summary(rounds: readonly Compared[]): Accuracy {
  return {
    error: medianSpread(rounds.map(({ error }) => error)),
    reported: medianSpread(rounds.map(({ reported }) => reported)),
    wire: medianSpread(rounds.map(({ wire }) => wire)),
    cpuMs: median(rounds.map(({ cpuMs }) => cpuMs)),
    wallMs: median(rounds.map(({ wallMs }) => wallMs)),
    leftOut: rounds.reduce((sum, { leftOut }) => sum + leftOut, 0),
  };
}
