// What must be true of every hostile endpoint: its probe fails in time and as it should, nobody else notices, and nothing of
// it gets out but printable text.

import { expect } from 'vitest';
import { FAILURES } from '../../src/domain/failure.ts';
import { PHASES } from '../../src/domain/observation.ts';
import { MIB } from './floods.ts';
import type { HostileRun } from './hostile-run.ts';
import type { HostileFault } from './hostility.ts';
import { expectPrintable } from './printable.ts';

// What has to be reached for a probe to fail at a step; of `request`, no byte of an answer came.
const REACHED = { dns: 1, connect: 2, tls: 3, request: 4, response: 5, expect: 5 } as const;
// Only a limit that is missing takes so long.
const PATIENCE_MS = 30_000;
// What the buffers of the system take is in it.
const MOST_GIVEN = 32 * MIB;

export async function expectContained(
  run: HostileRun,
  { code, limitMs, gives = 0, shows }: HostileFault,
): Promise<void> {
  const { hostile } = run;
  const { step } = FAILURES[code];
  if (step === undefined) throw new Error(`${code} belongs to no step`);
  expect(hostile).toMatchObject({ outcome: 'failed', failure: { step, code } });
  const reached = PHASES.slice(0, REACHED[step]);
  expect(PHASES.filter((phase) => hostile.timesMs?.[phase] !== undefined)).toEqual(reached);
  const times = reached.map((phase) => hostile.timesMs?.[phase] ?? Number.NaN);
  expect(Math.min(...times)).toBeGreaterThanOrEqual(0);
  // The connection may have ended before the request was sent, and an answer that is whole have come with its first byte.
  if (step !== 'request' && step !== 'expect') expect(times.at(-1)).toBeGreaterThan(0);
  // Of what could not be read whole, nothing is known.
  expect(hostile.status !== undefined).toBe(step === 'expect');
  const totalMs = hostile.timesMs?.total ?? Number.NaN;
  // A busy process takes some of the limit before the first step begins.
  expect(totalMs).toBeGreaterThan(0.9 * (limitMs ?? 0));
  expect(totalMs).toBeLessThan((limitMs ?? 0) + PATIENCE_MS);
  // Of the time of a probe, the steps before have taken some.
  const endedAfterMs = Number(/^no answer within (\d+) ms$/.exec(hostile.failure?.message ?? '')?.[1] ?? Number.NaN);
  if (limitMs === undefined) expect(endedAfterMs).toBeNaN();
  else expect(endedAfterMs).toBeLessThanOrEqual(limitMs);
  expect(run.connections()).toHaveLength(step === 'dns' || step === 'connect' ? 0 : 1);
  for (const { given } of run.connections()) expect(given).toBeGreaterThanOrEqual(gives);
  const { status: _, route: __, ...seen } = hostile;
  if (shows !== undefined) expect(textIn(seen)).toContain(shows);
  await expectNobodyElse(run);
}

function textIn(value: unknown): string {
  if (typeof value === 'string') return `${value}\n`;
  if (typeof value !== 'object' || value === null) return '';
  return Object.values(value).map(textIn).join('');
}

/** The hostile endpoint has reached nobody but its own probe, and nothing of it is left. */
export async function expectNobodyElse({ report, hostile, others, questions, connections }: HostileRun): Promise<void> {
  expect(others.map(({ outcome }) => outcome)).toEqual(['passed', 'passed']);
  // Asked for once, tried once, and left.
  expect(questions.toSorted()).toEqual([hostile, ...others].map(({ route }) => `A ${route.dial}`).toSorted());
  expect(connections().length).toBeLessThanOrEqual(1);
  await expect.poll(() => connections().filter(({ open }) => open)).toEqual([]);
  for (const { given } of connections()) expect(given).toBeLessThan(MOST_GIVEN);
  expectPrintable(report);
}

/** Whoever cannot be trusted gets no request, within TLS or without it. */
export function expectNothingAsked(run: HostileRun): void {
  expect(run.connections().map(({ sent }) => sent)).toEqual(run.connections().map(() => ''));
  for (const { bare } of run.connections()) expect(bare).not.toMatch(/GET |HTTP\//);
}
