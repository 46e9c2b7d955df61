// The whole of `watch` in this process, with runs that a test makes up: schedule, turns, events, health, stop.

import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CanaryError } from '../../src/domain/canary-error.ts';
import type { Deadlines } from '../../src/domain/deadline.ts';
import type { Report } from '../../src/domain/report.ts';
import type { Target } from '../../src/domain/target.ts';
import type { WatchEvent } from '../../src/watch/event.ts';
import { complaintOf, type Health, parseHealth } from '../../src/watch/health.ts';
import type { Content } from '../../src/watch/kept-file.ts';
import { offsetOf, slotAfterStart } from '../../src/watch/schedule.ts';
import { type RunPorts, type WatchedTarget, type WatchOptions, type WatchPorts, watch } from '../../src/watch/watch.ts';
import { failed, passed, runOf } from '../publish/runs.ts';
import { targetOf } from '../report/report-builder.ts';
import { type Folder, temporaryFolder } from './folder.ts';

const from = (name: string, more: object = {}) => targetOf({ vantage: { name, network: 'vpc' }, ...more });

type MakeRun = (target: Target, ports: RunPorts, deadlines: Deadlines) => Promise<Report>;

/** A run that passed at once. */
const passing: MakeRun = async (target, { publish }, deadlines) => {
  const measured = runOf([passed(10)], target);
  return { ...measured, published: await publish(measured, target, deadlines.publishing) };
};

interface Watched {
  readonly events: readonly WatchEvent[];
  readonly reports: readonly Report[];
  readonly health: () => Health;
  readonly sent: readonly Content[];
  readonly shown: () => readonly WatchedTarget[];
}

/** Watches until `until` says so, looked at after each event, run and change. */
async function watched(
  folder: Folder,
  options: Partial<WatchOptions> & {
    readonly run?: MakeRun;
    readonly put?: WatchPorts['put'];
    readonly writeHealth?: WatchPorts['writeHealth'];
    readonly now?: () => number;
  },
  until: (watched: Watched) => boolean = () => false,
  stop = new AbortController(),
): Promise<Watched> {
  const events: WatchEvent[] = [];
  const reports: Report[] = [];
  const sent: Content[] = [];
  let health: Health | undefined;
  let shown: readonly WatchedTarget[] = [];
  const all: Watched = {
    events,
    reports,
    sent,
    health: () => health ?? fail('no health was written'),
    shown: () => shown,
  };
  const look = () => {
    if (until(all)) stop.abort();
  };
  const { run = passing, put = async () => {}, writeHealth = async () => {}, now: clock = Date.now, ...more } = options;
  const ports: WatchPorts = {
    now: clock,
    regionOf: ({ api }) => api.region,
    put: async (content) => {
      await put(content);
      sent.push(content);
    },
    run,
    onEvent: (event) => {
      events.push(event);
      look();
    },
    onRun: async (report) => {
      reports.push(report);
      look();
    },
    onChange: (targets) => {
      shown = targets;
      look();
    },
    writeHealth: async (now) => {
      await writeHealth(now);
      health = now;
    },
  };
  const fixed = { targets: [from('dc1')], everyMs: 40, once: false, folder: folder.path, hostName: 'host-1' };
  await watch({ ...fixed, ...more }, ports, stop.signal);
  return all;
}

function fail(message: string): never {
  throw new Error(message);
}

const names = ({ events }: Watched) => events.map(({ event }) => event);

describe('watch', () => {
  test('runs each target at once and then in its slots', async () => {
    await using folder = await temporaryFolder();
    const targets = [from('dc1'), from('dc2')];
    const everyMs = 400;
    const starts: { readonly target: Target; readonly atMs: number }[] = [];
    const run: MakeRun = async (target, ports, deadlines) => {
      starts.push({ target, atMs: Date.now() });
      return await passing(target, ports, deadlines);
    };
    const all = await watched(folder, { targets, run, everyMs }, ({ reports }) => reports.length === 6);
    expect(all.reports.every(({ published }) => published.rejected === 0)).toBe(true);
    for (const target of targets) {
      const { api, vantage } = target;
      const offset = offsetOf(JSON.stringify(['host-1', api.region, api.id, api.stage, vantage.name]), everyMs);
      const late = starts.filter((start) => start.target === target).map(({ atMs }) => (atMs - offset) % everyMs);
      // The first run is not in a slot, the others at most half an interval after theirs.
      expect(late.length).toBeGreaterThan(1);
      for (const ms of late.slice(1)) expect(ms).toBeLessThan(everyMs / 2 + 20);
    }
    expect(names(all).at(0)).toBe('started');
    expect(names(all).at(-1)).toBe('stopped');
    expect(await readdir(folder.path)).toEqual(['data']);
  });

  test('runs one target after the other', async () => {
    await using folder = await temporaryFolder();
    const order: string[] = [];
    const run: MakeRun = async (target, ports, deadlines) => {
      order.push(`${target.vantage.name} begins`);
      const report = await passing(target, ports, deadlines);
      order.push(`${target.vantage.name} ends`);
      return report;
    };
    await watched(folder, { targets: ['dc1', 'dc2', 'dc3'].map((name) => from(name)), run, once: true });
    expect(order).toEqual(['dc1', 'dc2', 'dc3'].flatMap((name) => [`${name} begins`, `${name} ends`]));
  });

  test('shows when the next run is, from the end of one to the end of all', async () => {
    await using folder = await temporaryFolder();
    const next: number[] = [];
    const all = await watched(folder, {}, ({ events, health, reports }) => {
      if (reports.length < 2 || events.at(-1)?.event === 'stopped') return false;
      const [{ nextRunAt, lastRunAt } = {}] = health().targets;
      next.push(Date.parse(nextRunAt ?? '') - Date.parse(lastRunAt ?? ''));
      return reports.length === 3;
    });
    expect(Math.min(...next)).toBeGreaterThan(0);
    expect(next.length).toBeGreaterThan(1);
    expect(all.shown()[0]?.status).not.toHaveProperty('nextMs');
  });

  test('finishes what is under way when it is told to stop, and begins nothing', async () => {
    await using folder = await temporaryFolder();
    const targets = [from('dc1'), from('dc2')];
    const begun: string[] = [];
    const stop = new AbortController();
    const run: MakeRun = async (target, ports, deadlines) => {
      begun.push(target.vantage.name);
      stop.abort();
      return passing(target, ports, deadlines);
    };
    const all = await watched(folder, { targets, run }, undefined, stop);
    expect(begun).toEqual(['dc1']);
    expect(all.reports.map(({ vantage }) => vantage.name)).toEqual(['dc1']);
    expect(all.sent.length).toBe(1);
  });

  test('counts slots that passed during a run, and does not make up for them', async () => {
    await using folder = await temporaryFolder();
    let runs = 0;
    const run: MakeRun = async (target, ports, deadlines) => {
      runs += 1;
      // A process that stands still sees no slot go by.
      if (runs === 2) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
      return passing(target, ports, deadlines);
    };
    const all = await watched(folder, { run, everyMs: 100 }, ({ reports }) => reports.length === 3);
    const skipped = all.events.filter(({ event }) => event === 'skipped');
    const slots = skipped.reduce((sum, { details }) => sum + Number(details.slots), 0);
    expect(slots).toBeGreaterThanOrEqual(3);
    expect(all.health().targets[0]?.skippedSlots).toBe(slots);
  });

  test('a run that cannot be made is told, and is followed by others', async () => {
    await using folder = await temporaryFolder();
    let runs = 0;
    const run: MakeRun = async (target, ports, deadlines) => {
      runs += 1;
      if (runs === 1) throw new CanaryError('ca-file-unreadable', 'no such file');
      return passing(target, ports, deadlines);
    };
    const complaints: (string | undefined)[] = [];
    const all = await watched(folder, { run }, ({ events, health, reports }) => {
      if (events.some(({ event }) => event === 'failed') && reports.length === 0) {
        complaints.push(complaintOf(health(), { nowMs: Date.now(), maxAgeMs: 60_000 }));
      }
      return reports.length === 1;
    });
    expect(names(all).filter((name) => name !== 'skipped')).toEqual(['started', 'deadline', 'failed', 'stopped']);
    expect(complaints).toContain(
      'pets/test from dc1: the last run could not be made: ca-file-unreadable: no such file',
    );
    expect(complaintOf(all.health(), { nowMs: Date.now(), maxAgeMs: 60_000 })).toBeUndefined();
  });

  test('knows since when a target is in trouble', async () => {
    await using folder = await temporaryFolder();
    const asked: (string | undefined)[] = [];
    const run: MakeRun = async (target, { publish, troubledSince }, deadlines) => {
      asked.push(troubledSince(target));
      const measured = runOf([failed(10)], target);
      const verdict = { ...measured.verdict, state: 'unreachable' as const };
      return { ...measured, verdict, published: await publish(measured, target, deadlines.publishing) };
    };
    const all = await watched(folder, { run }, ({ reports }) => reports.length === 2);
    expect(asked).toEqual([undefined, all.reports[0]?.startedAt]);
    const [target] = all.health().targets;
    expect(target).toMatchObject({ state: 'unreachable', since: all.reports[0]?.startedAt });
  });

  test('keeps what is not taken, says so once, and the next process sends it', async () => {
    await using folder = await temporaryFolder();
    const down = { put: () => Promise.reject(new Error('ECONNRESET')) };
    const first = await watched(folder, down, ({ reports }) => reports.length === 3);
    const data = first.reports.reduce((sum, { published }) => sum + (published.kept ?? 0), 0);
    expect(names(first).filter((name) => name === 'kept')).toEqual(['kept']);
    expect(first.events.at(-1)).toMatchObject({ event: 'stopped', details: { kept: data } });
    expect(first.health()).toMatchObject({ kept: data, targets: [{ kept: data }] });

    const second = await watched(folder, { once: true });
    expect(second.sent.flatMap((content) => content.data).length).toBe(
      data + (second.reports[0]?.published.accepted ?? 0),
    );
    expect(second.events.find(({ event }) => event === 'sent-later')?.details).toMatchObject({ data });
    expect(second.health()).toMatchObject({ kept: 0, lost: {} });
    expect(second.shown()).toMatchObject([{ kept: 0 }]);
  });

  test('shows what is sent later, also when no run changes anything meanwhile', async () => {
    await using folder = await temporaryFolder();
    let calls = 0;
    const put = async () => {
      calls += 1;
      if (calls === 1) throw new Error('ECONNRESET');
    };
    const all = await watched(folder, { put, everyMs: 3_600_000 }, ({ reports, shown }) => {
      const kept = shown()[0]?.kept;
      return reports.length === 1 && calls > 1 && kept === 0;
    });
    expect(all.reports[0]?.published.kept).toBeGreaterThan(0);
    expect(names(all)).toContain('sent-later');
  });

  test('tells what is lost', async () => {
    await using folder = await temporaryFolder();
    const put = ({ data }: Content) => {
      const bad = data.some(({ MetricName }) => MetricName === 'Runs');
      return bad
        ? Promise.reject(Object.assign(new Error('no'), { name: 'InvalidParameterValue' }))
        : Promise.resolve();
    };
    const all = await watched(folder, { once: true, put });
    expect(all.reports[0]?.published.rejected).toBe(1);
    expect(all.health().lost).toEqual({ refused: 1 });
    expect(all.events.find(({ event }) => event === 'lost')?.details).toMatchObject({
      why: 'refused',
      data: 1,
      reason: 'InvalidParameterValue: no',
    });
    expect(complaintOf(all.health(), { nowMs: Date.now(), maxAgeMs: 60_000 })).toBe(
      'pets/test from dc1: 1 data points of the last run are lost',
    );
  });

  test('without a disk sends directly', async () => {
    await using folder = await temporaryFolder();
    await rm(folder.path, { recursive: true });
    await writeFile(folder.path, 'a file in its place');
    const all = await watched(folder, { once: true });
    expect(names(all)).toEqual(['started', 'not-kept', 'stopped']);
    expect(all.reports[0]?.published).toMatchObject({ rejected: 0 });
    expect(all.sent.length).toBe(1);
  });

  test('begins to keep data points when the disk can be used, and sends what is on it', async () => {
    await using folder = await temporaryFolder();
    const down = { put: () => Promise.reject(new Error('ECONNRESET')) };
    const first = await watched(folder, { ...down, once: true });
    const before = first.reports[0]?.published.kept ?? 0;
    // As while a mount is not there yet.
    const elsewhere = `${folder.path}-elsewhere`;
    await rename(folder.path, elsewhere);
    await writeFile(folder.path, 'a file in its place');
    let runs = 0;
    const run: MakeRun = async (target, ports, deadlines) => {
      runs += 1;
      if (runs === 3) {
        await rm(folder.path);
        await rename(elsewhere, folder.path);
      }
      return await passing(target, ports, deadlines);
    };
    const sentLater = ({ events }: Watched) => events.some(({ event }) => event === 'sent-later');
    const all = await watched(folder, { run, everyMs: 100 }, sentLater);

    expect(names(all).filter((name) => name === 'not-kept' || name === 'keeping')).toEqual(['not-kept', 'keeping']);
    expect(all.events.find(({ event }) => event === 'keeping')).toMatchObject({
      message: `data points are kept in ${folder.path} from now on`,
      details: { state: folder.path, kept: before },
    });
    expect(before).toBeGreaterThan(0);
    const sent = all.sent.flatMap(({ data }) => data).length;
    // A run may wait behind what is older.
    const own = all.reports.map(({ published: { accepted, kept = 0 } }) => accepted + kept);
    expect(sent).toBe(own.reduce((sum, each) => sum + each, before));
    expect(all.health()).toMatchObject({ kept: 0, lost: {} });
  });

  test('refuses a folder that another one uses', async () => {
    await using folder = await temporaryFolder();
    const run: MakeRun = async (target, ports, deadlines) => {
      await expect(watched(folder, { once: true })).rejects.toThrow(`in use by process ${process.pid}`);
      return passing(target, ports, deadlines);
    };
    const all = await watched(folder, { once: true, run });
    expect(all.reports.length).toBe(1);
    expect(await readdir(join(folder.path, 'data'))).toEqual(['unreadable']);
  });

  test('gives a run the interval and no more', async () => {
    await using folder = await temporaryFolder();
    const ends: number[] = [];
    const run: MakeRun = async (target, ports, deadlines) => {
      ends.push(deadlines.probingEndsAt - performance.now());
      return passing(target, ports, deadlines);
    };
    const brief = [from('dc1', { timeouts: { runMs: 5_000 } })];
    const done = ({ reports }: Watched) => reports.length === 1;
    const interval = await watched(folder, { run, everyMs: 10_000 }, done);
    const deadline = await watched(folder, { run, everyMs: 10_000, targets: brief }, done);
    await watched(folder, { once: true, run, everyMs: 10_000 });
    expect(ends.map((ms) => Math.round(ms / 1_000))).toEqual([8, 3, 58]);
    expect([names(interval).includes('deadline'), names(deadline).includes('deadline')]).toEqual([true, false]);
  });
});

test('the health that is written last is the newest', async () => {
  await using folder = await temporaryFolder();
  let underWay = 0;
  const writeHealth = async () => {
    underWay += 1;
    expect(underWay).toBe(1);
    await new Promise(setImmediate);
    underWay -= 1;
  };
  const targets = [from('dc1'), from('dc2'), from('dc3')];
  // All first runs end at the same moment: their turns are over by then.
  const allBegun = Promise.withResolvers<void>();
  let begun = 0;
  const run: MakeRun = async (...call) => {
    begun += 1;
    if (begun === targets.length) allBegun.resolve();
    await allBegun.promise;
    return await passing(...call);
  };
  const all = await watched(folder, { targets, run, writeHealth }, ({ reports }) => reports.length >= targets.length);
  expect(names(all)).not.toContain('not-kept');
  expect(all.health().targets.map(({ lastEndedAt }) => typeof lastEndedAt)).toEqual(['string', 'string', 'string']);
});

test('a health file on a disk that hangs keeps no run from being made, and is current when it answers again', async () => {
  await using folder = await temporaryFolder();
  const answers = Promise.withResolvers<void>();
  // The first is written when `watch` starts, before the first run.
  let calls = 0;
  const writeHealth = async () => {
    calls += 1;
    if (calls === 2) await answers.promise;
  };
  const all = await watched(folder, { writeHealth }, ({ reports }) => {
    if (reports.length === 4) answers.resolve();
    return reports.length === 4;
  });
  expect(all.events.filter(({ event }) => event === 'not-kept').map(({ message }) => message)).toEqual([
    'the health file: not written: the disk does not answer',
  ]);
  const [{ lastRunAt } = {}] = all.health().targets;
  expect(lastRunAt).toBe(all.reports.at(-1)?.startedAt);
});

test('trouble is the same from run to run, however long the interval is', async () => {
  await using folder = await temporaryFolder();
  const everyMs = 3_600_000;
  const { api, vantage } = from('dc1');
  const offsetMs = offsetOf(JSON.stringify(['host-1', api.region, api.id, api.stage, vantage.name]), everyMs);
  let nowMs = Date.now();
  const secondMs = slotAfterStart({ everyMs, offsetMs }, nowMs);
  const since: (string | undefined)[] = [];
  const run: MakeRun = async (target, ports, deadlines) => {
    since.push(ports.troubledSince(target));
    const startedAt = new Date(nowMs).toISOString();
    const report = await passing(target, ports, deadlines);
    nowMs = secondMs;
    return { ...report, startedAt, verdict: { ...report.verdict, state: 'degraded' } };
  };
  const all = await watched(folder, { run, everyMs, now: () => nowMs }, ({ reports }) => reports.length === 2);
  expect(since).toEqual([undefined, all.reports[0]?.startedAt]);
});

describe('health', () => {
  const at = (ms: number) => new Date(ms).toISOString();
  const health = (target: object): Health =>
    parseHealth(
      JSON.stringify({
        schema: 'private-api-canary/health/1',
        targets: [{ name: 'pets/test from dc1', kept: 0, skippedSlots: 0, ...target }],
      }),
    );
  const sent = { sink: 'cloudwatch', accepted: 33, rejected: 0 };

  test.each([
    { target: { lastEndedAt: at(1_000), published: sent }, says: undefined },
    { target: { lastEndedAt: at(1_000), published: { ...sent, accepted: 0, kept: 33 } }, says: undefined },
    // A clock that was set back: a little, or so much that the process would be alive for that long after its end.
    { target: { lastEndedAt: at(15_000), published: sent }, says: undefined },
    {
      target: { lastEndedAt: at(99_000), published: sent },
      says: `the last run ended in the future, at ${at(99_000)}: the clock was set back`,
    },
    { target: {}, says: 'no run is done yet' },
    { target: { lastEndedAt: at(-1), published: sent }, says: `the last run ended 10 s ago, at ${at(-1)}` },
    { target: { lastEndedAt: 'never', published: sent }, says: 'the last run ended NaN s ago, at never' },
    {
      target: { lastEndedAt: at(1_000), published: { ...sent, rejected: 2 } },
      says: '2 data points of the last run are lost',
    },
    {
      target: { lastEndedAt: at(1_000), problem: { code: 'internal', message: 'a bug', hint: '' } },
      says: 'the last run could not be made: internal: a bug',
    },
  ])('of $target: $says', ({ target, says }) => {
    const complaint = complaintOf(health(target), { nowMs: 9_999, maxAgeMs: 9_999 });
    expect(complaint).toBe(says === undefined ? undefined : `pets/test from dc1: ${says}`);
  });

  test('of nothing is none', () => {
    const none = { ...health({}), targets: [] };
    expect(complaintOf(none, { nowMs: 0, maxAgeMs: 1 })).toBe('no target is watched');
  });

  test.each(['', '{}', 'null', '{"schema":"private-api-canary/health/2","targets":[]}'])('is not %j', (text) => {
    expect(() => parseHealth(text)).toThrow();
  });
});
