// What a cold start costs on this machine: every time in a process of its own, the measurements in turn, so that a slow
// minute falls on all of them. The bundles are made for the occasion.

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle, bundleNaively } from '../scripts/bundle-lambda.ts';
import { startSimulator } from '../src/simulator/simulator.ts';
import { nodeStart, startToFirstProbe } from './first-probe.ts';
import { load, type Spent } from './loading.ts';

/** Medians, and what was loaded. */
export interface ColdStart {
  /** From the start of a process until Node runs the first line of a program that has nothing else. */
  readonly node: Spent;
  /** Loading the bundle until its handler can be called, without Node's own start. */
  readonly bundle: Loaded;
  /** The bundle, and then what a run loads later that asks EC2, diagnoses and publishes to CloudWatch: all that is ever
   * loaded in Lambda, where credentials are in the environment. */
  readonly wholeRun: Spent;
  /** What esbuild makes of the same program by itself. */
  readonly naive: Loaded;
  /** From the start of a process to its first DNS query, where the configuration names the endpoints. Node's own start,
   * loading, reading the configuration and planning are in it. */
  readonly firstProbe: Spent;
  /** The same where EC2 is asked first: its client, loaded on demand, and the answer of a server on this machine too. */
  readonly firstProbeWithEc2: Spent;
}

interface Loaded extends Spent {
  readonly bytes: number;
}

/** Measures each of them `times` times. Takes some two seconds a time. */
export async function coldStart(times: number): Promise<ColdStart> {
  const folder = await mkdtemp(join(tmpdir(), 'private-api-canary-cold-start-'));
  try {
    await using simulator = await startSimulator();
    const entry = join(folder, 'ours', 'index.mjs');
    const naive = join(folder, 'naive.mjs');
    const bytes = { ours: await bundle('lambda', entry), naive: await bundleNaively(naive) };
    const later = await loadedLater(join(folder, 'ours'));
    const event = (endpoints: object) => ({ api: simulator.api, endpoints, publish: 'none' });
    const { id, dnsNames } = simulator.endpoint;
    const byName = event({ dnsNames: dnsNames.slice(0, 1) });
    const bundleUrl = pathToFileURL(entry).href;
    const medians = await inTurn(times, {
      node: nodeStart,
      bundle: () => load(bundleUrl),
      wholeRun: () => load(bundleUrl, ...later),
      naive: () => load(pathToFileURL(naive).href),
      firstProbe: () => startToFirstProbe(bundleUrl, byName, simulator.awsEndpoint),
      firstProbeWithEc2: () => startToFirstProbe(bundleUrl, event({ vpcEndpointIds: [id] }), simulator.awsEndpoint),
    });
    return {
      ...medians,
      bundle: { ...medians.bundle, bytes: bytes.ours },
      naive: { ...medians.naive, bytes: bytes.naive },
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const LOADED_LATER = /^(?:describe|diagnose|cloudwatch)-.+\.mjs$/;

/** The files (URLs) that a run loads in the course of it; esbuild names each after the file of src/ that is imported. */
async function loadedLater(folder: string): Promise<readonly string[]> {
  const files = (await readdir(folder)).filter((name) => LOADED_LATER.test(name));
  if (files.length !== 3) throw new Error(`what a run loads later is not what it was: ${files.join(', ')}`);
  return files.map((name) => pathToFileURL(join(folder, name)).href);
}

async function inTurn<Name extends string>(
  times: number,
  measurements: Readonly<Record<Name, () => Promise<Spent>>>,
): Promise<Readonly<Record<Name, Spent>>> {
  const names = Object.keys(measurements) as Name[];
  const spent = new Map<Name, Spent[]>(names.map((name) => [name, []]));
  for (let round = 0; round < times; round += 1) {
    for (const name of names) spent.get(name)?.push(await measurements[name]());
  }
  return Object.fromEntries(names.map((name) => [name, medianOf(spent.get(name) ?? [])])) as Record<Name, Spent>;
}

function medianOf(spent: readonly Spent[]): Spent {
  const middle = (values: readonly number[]) =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  return { wallMs: middle(spent.map(({ wallMs }) => wallMs)), cpuMs: middle(spent.map(({ cpuMs }) => cpuMs)) };
}
