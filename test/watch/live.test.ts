// The live view: what it says, that it fits into the window, and that the terminal is as it was afterwards.

import { EventEmitter } from 'node:events';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { openLiveScreen } from '../../src/cli/live-screen.ts';
import { type LiveView, renderLive } from '../../src/report/live.ts';
import { failed, passed, runOf, TWO_WAYS } from '../publish/runs.ts';

const NOW_MS = Date.UTC(2026, 1, 3, 4, 5, 6);
const PUBLISHED = { sink: 'cloudwatch', accepted: 1, rejected: 0 } as const;
const at = new Date(NOW_MS - 42_000);
const healthy = { ...runOf([passed(10)], TWO_WAYS, at), published: PUBLISHED };
const broken = runOf([failed(10), passed(1)], TWO_WAYS, at);
const degraded = {
  ...broken,
  verdict: {
    ...broken.verdict,
    state: 'degraded' as const,
    summary: 'pets/test degraded from dc2: something is wrong',
  },
  published: PUBLISHED,
};

const VIEW: LiveView = {
  nowMs: NOW_MS,
  targets: [
    {
      name: 'pets/test from dc1',
      running: false,
      report: healthy,
      sinceMs: NOW_MS - 7_200_000,
      nextMs: NOW_MS + 18_000,
      kept: 0,
      skipped: 0,
    },
    { name: 'pets/test from dc2', running: true, report: degraded, sinceMs: NOW_MS - 90_000, kept: 1_320, skipped: 1 },
    { name: 'pets/test from dc3', running: false, kept: 0, skipped: 0 },
    { name: 'pets/test from dc4', running: false, problem: 'no such file', kept: 0, skipped: 0 },
  ],
  events: [
    { atMs: NOW_MS - 5_000, level: 'INFO', message: 'watching four targets' },
    { atMs: NOW_MS - 1_000, level: 'WARN', message: 'CloudWatch does not take data points' },
  ],
};

const render = (columns: number, rows: number, colour = false) => renderLive(VIEW, { colour, columns, rows });
const linesOf = (text: string) => text.split('\n').slice(0, -1);

describe('the live view', () => {
  test('has the worst first, each with its ways, and what happened last', () => {
    const duration = `in ${Math.round(healthy.durationMs)} ms`;
    expect(linesOf(render(160, 40)).map((line) => line.replaceAll(/ {2,}/g, '  '))).toEqual([
      'FAILED  pets/test from dc4',
      '  no such file',
      `DEGRADED  pets/test from dc2  for 1 min  last 42 s ago ${duration}  running`,
      '  pets/test degraded from dc2: something is wrong',
      '  ✗ private-dns 1/2  ✓ vpce-host',
      '  1,320 data points kept on disk  1 slot skipped',
      `HEALTHY  pets/test from dc1  for 2 h  last 42 s ago ${duration}  next in 18 s`,
      '  ✓ private-dns  ✓ vpce-host',
      'STARTING  pets/test from dc3',
      '',
      '04:05:01Z  watching four targets',
      '04:05:05Z  CloudWatch does not take data points',
    ]);
  });

  test.each([
    [160, 8],
    [160, 11],
    [40, 24],
    [10, 3],
    [1, 1],
  ])('fits into %i columns and %i rows', (columns, rows) => {
    for (const colour of [false, true]) {
      const lines = linesOf(render(columns, rows, colour)).map((line) => stripVTControlCharacters(line));
      expect(lines.length).toBeLessThanOrEqual(Math.max(1, rows - 1));
      expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(columns);
    }
  });

  test('has no colour where none is wanted, and control characters nowhere', () => {
    const [target] = VIEW.targets;
    if (target === undefined) throw new Error('there are targets');
    const hostile = { ...VIEW, targets: [{ ...target, problem: 'cursor \u001b[2J\r\nmoved' }] };
    const text = renderLive(hostile, { colour: false, columns: 100, rows: 20 });
    expect(text).not.toContain('\u001b');
    expect(text).toContain('cursor \\x1b[2J\\r\\nmoved');
    expect(render(100, 20, true)).toContain('\u001b[');
  });
});

/** A terminal that keeps what is written to it. */
function terminal(columns: number, rows: number) {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  const stream = Object.assign(new EventEmitter(), { columns, rows, writableLength: 0, write });
  return { written, stream, stdout: stream as unknown as NodeJS.WriteStream };
}

describe('the live screen', () => {
  test('draws in place on a screen of its own, again when the window changes, and restores the terminal', () => {
    const { written, stream, stdout } = terminal(100, 30);
    const sizes: (readonly [number, number])[] = [];
    const listeners = process.listenerCount('exit');
    {
      using screen = openLiveScreen(stdout, false, ({ columns, rows }) => {
        sizes.push([columns, rows]);
        return 'first\nsecond\n';
      });
      expect(written[0]).toBe('\u001b[?1049h\u001b[?25l');
      expect(written[1]).toBe('\u001b[Hfirst\u001b[K\r\nsecond\u001b[K\u001b[J');
      Object.assign(stream, { columns: 20, rows: 5 });
      stream.emit('resize');
      screen.redraw();
    }
    expect(sizes).toEqual([
      [100, 30],
      [20, 5],
      [20, 5],
      [20, Number.POSITIVE_INFINITY],
    ]);
    expect(written.slice(-2)).toEqual(['\u001b[?25h\u001b[?1049l', 'first\nsecond\n']);
    expect([stream.listenerCount('resize'), process.listenerCount('exit')]).toEqual([0, listeners]);
  });

  test('leaves frames out while the terminal stands still', () => {
    const { written, stream, stdout } = terminal(100, 30);
    using screen = openLiveScreen(stdout, false, () => 'view\n');
    const before = written.length;
    stream.writableLength = 10;
    screen.redraw();
    expect(written.length).toBe(before);
    stream.writableLength = 0;
    screen.redraw();
    expect(written.length).toBe(before + 1);
  });

  test('is left when the process ends at once', () => {
    const { written, stdout } = terminal(100, 30);
    const before = new Set(process.listeners('exit'));
    using _screen = openLiveScreen(stdout, false, () => '');
    for (const leave of process.listeners('exit').filter((each) => !before.has(each))) leave(130);
    expect(written.at(-1)).toBe('\u001b[?25h\u001b[?1049l');
  });
});
