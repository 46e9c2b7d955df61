// `explain` as a person calls it: with a report on standard input or in a file.

import { execFile } from 'node:child_process';
import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { Report } from '../../src/domain/report.ts';
import { shortened } from '../../src/domain/shortened-report.ts';
import { logLine } from '../../src/log.ts';
import { renderReport } from '../../src/report/terminal.ts';
import { allPassed, nothingKnown, zoneDown } from '../report/example-reports.ts';
import { cli, MAIN } from '../support/cli.ts';

/** The report as the run itself would have written it. */
const run = (report: Report): Report => ({ ...report, verdict: diagnose(report, report.verdict.since) });
const degraded = run(zoneDown);

describe('explain', () => {
  it.for([
    [run(allPassed), 0],
    [degraded, 1],
    [run(nothingKnown), 2],
  ] as const)('shows what the run showed, and ends as it did (%#)', async ([report, expected]) => {
    const { status, stdout, stderr } = await cli(['explain'], { input: JSON.stringify(report) });

    expect(stdout).toBe(renderReport(report, { colour: false, columns: 100 }));
    expect(stderr).toBe('');
    expect(status).toBe(expected);
  });

  it('reads a log line of a file, and prints the report as JSON and nothing else', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'private-api-canary-explain-'));
    const file = join(folder.path, 'function.log');
    const html = join(folder.path, 'page.html');
    await writeFile(file, `START RequestId\n${logLine('WARN', 'degraded', { report: degraded })}\nEND\n`);

    const { status, stdout, stderr } = await cli(['explain', '--file', file, '--json', '--html', html]);

    expect(JSON.parse(stdout)).toEqual(degraded);
    expect(await readFile(html, 'utf8')).toContain(degraded.verdict.summary);
    expect(stderr).toBe('');
    expect(status).toBe(1);
  });

  it('says how many reports there were, that one was shortened, and that the replay differs', async () => {
    const recorded = { ...zoneDown, verdict: { ...allPassed.verdict, summary: 'all is well' } };
    const short = shortened(recorded, Buffer.byteLength(JSON.stringify(recorded)) - 1);
    const input = [short, short, short].map((report) => logLine('INFO', '', { report })).join('\n');

    const { status, stdout, stderr } = await cli(['explain'], { input });

    const codes = degraded.verdict.diagnoses.map(({ code }) => code);
    expect(codes).toContain('zone-unreachable');
    expect(stderr.split('\n')).toEqual([
      '3 reports found; this is the newest: pets/test from vpc at 2026-02-03T04:05:06.789Z',
      'the report was shortened to fit where it was sent: details are gone, but nothing that the diagnosis compares',
      `the replay differs: the report says healthy, the replay degraded (${codes.join(', ')})`,
      '',
    ]);
    expect(stdout).toContain('(zone-unreachable)');
    expect(status).toBe(1);
  });

  it('does not judge a run of which it has only a part', async () => {
    const part = shortened(degraded, 4_000);
    expect(part.shortened?.leftOut).toBeGreaterThan(0);

    const { status, stdout, stderr } = await cli(['explain', '--json'], { input: JSON.stringify(part) });

    expect(stderr).toMatch(
      /^the report was shortened .*, \d+ of its probes are gone: the verdict is the run's own, not a replay\n$/,
    );
    expect((JSON.parse(stdout) as Report).verdict).toEqual(part.verdict);
    expect(status).toBe(1);
  });

  it('shows the newest of several and lists them where it alone would hide something', async () => {
    const at = (report: Report, startedAt: string, name = 'pets') => {
      const target = { ...report.target, api: { ...report.target.api, name } };
      return logLine('INFO', '', { report: { ...report, target, startedAt } });
    };
    const late = '2026-02-03T05:00:00Z';
    const early = '2026-02-03T04:00:00Z';
    const [same, mixed, chosen, unknown] = await Promise.all([
      cli(['explain'], { input: `${at(run(allPassed), late)}\n${at(degraded, early)}` }),
      cli(['explain'], { input: `${at(degraded, late, 'shop')}\n${at(degraded, early)}` }),
      cli(['explain', '--api', 'pets'], { input: `${at(degraded, late, 'shop')}\n${at(degraded, early)}` }),
      cli(['explain', '--api', 'birds'], { input: `${at(degraded, late, 'shop')}\n${at(degraded, early)}` }),
    ]);

    expect(same.status).toBe(0);
    expect(same.stderr.split('\n')).toEqual([
      `2 reports found; this is the newest: pets/test from vpc at ${late}`,
      'it is healthy, but not all of them are:',
      `  healthy      pets/test from vpc at ${late}`,
      `  degraded     pets/test from vpc at ${early}`,
      '',
    ]);
    expect(mixed.stderr.split('\n')).toEqual([
      `2 reports found; this is the newest: shop/test from vpc at ${late}`,
      'they are of several APIs or vantages; --api NAME chooses one API:',
      `  degraded     shop/test from vpc at ${late}`,
      `  degraded     pets/test from vpc at ${early}`,
      '',
    ]);
    expect(chosen).toMatchObject({ status: 1, stderr: '' });
    expect(chosen.stdout).toContain(early.slice(0, 10));
    expect(unknown.status).toBe(2);
    expect(unknown.stderr).toContain(
      'no report of the API "birds"; there are reports of shop (01234567ab), pets (01234567ab)\n',
    );
  });

  it('says that a later report is cut off', async () => {
    const lines = [degraded, degraded].map((report) => logLine('INFO', '', { report })).join('\n');

    const { status, stderr } = await cli(['explain'], { input: lines.slice(0, -100) });

    expect(stderr).toBe('a report at the end of the input is cut off\n');
    expect(status).toBe(1);
  });

  it('does not replay a run of which it lacks what the diagnosis compares', async () => {
    const recorded = { ...degraded, verdict: { ...degraded.verdict, summary: 'as the run saw it' } };
    const { shortened: _, ...old } = shortened(recorded, Buffer.byteLength(JSON.stringify(recorded)) - 1);
    const input = JSON.stringify({ ...old, shortened: { leftOut: 0 } });

    const { status, stdout, stderr } = await cli(['explain', '--json'], { input });

    expect(stderr).toBe(
      "the report was shortened to fit where it was sent, some of what the diagnosis compares is gone: the verdict is the run's own, not a replay\n",
    );
    expect((JSON.parse(stdout) as Report).verdict.summary).toBe('as the run saw it');
    expect(status).toBe(1);
  });

  it('lets nothing but text reach the screen', async () => {
    const evil = '\u001b[2J\u009b31m\u202e\u{e0041}';
    const report = { ...zoneDown, verdict: { ...zoneDown.verdict, diagnoses: [] }, startedAt: zoneDown.startedAt };
    const observations = zoneDown.observations.map((each) => ({ ...each, errorType: evil, requestId: evil }));
    const input = JSON.stringify({ ...report, observations });

    const [shown, asJson] = await Promise.all([cli(['explain'], { input }), cli(['explain', '--json'], { input })]);

    expect(`${shown.stdout}${shown.stderr}${asJson.stdout}`).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
    expect(shown.stdout).toContain('\\x1b[2J\\x9b31m\\u{202e}\\u{e0041}');
    expect((JSON.parse(asJson.stdout) as Report).observations).toEqual(observations);
  });

  it.for([
    { input: '', message: 'report-unreadable: no report: nothing came' },
    { input: 'x\u001b[2J', message: 'report-unreadable: no report: "x\\u001b[2J" has none' },
    {
      args: ['--file', '/no/such/file'],
      message: 'report-unreadable: /no/such/file: no such file or directory',
    },
  ])('$message: ends with 2 and no stack trace', async ({ args = [], input, message }) => {
    const { status, stdout, stderr } = await cli(['explain', ...args], input === undefined ? {} : { input });

    expect(stderr.split('\n')[0]).toContain(`private-api-canary: ${message}`);
    expect(stderr.split('\n')).toHaveLength(3);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  // `script` gives the command a terminal to read from; others than the one of Linux take other arguments.
  it.runIf(process.platform === 'linux')('tells how it is used where it would wait for a person to type', async () => {
    const command = `'${process.execPath}' '${MAIN}' explain`;
    const called = promisify(execFile)('script', ['-qec', command, '/dev/null']);

    await expect(called).rejects.toMatchObject({
      code: 2,
      stdout: expect.stringContaining('private-api-canary explain: replay the diagnosis of a report'),
    });
  });
});
