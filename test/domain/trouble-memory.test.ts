import { describe, expect, it } from 'vitest';
import type { Report, State } from '../../src/domain/report.ts';
import { createTroubleMemory, type TroubleMemory } from '../../src/domain/trouble-memory.ts';
import { allPassed } from '../report/example-reports.ts';
import { targetOf } from '../report/report-builder.ts';

const TARGET = targetOf();
const at = (time: string) => `2026-02-03T${time}:00.000Z`;
const ms = (time: string) => Date.parse(at(time));

function run(time: string, state: State, since?: string): Report {
  const verdict = { state, summary: '', diagnoses: [], ...(since === undefined ? {} : { since: at(since) }) };
  return { ...allPassed, startedAt: at(time), verdict };
}

function memoryOf(...runs: readonly Report[]): TroubleMemory {
  const memory = createTroubleMemory(20 * 60_000);
  for (const each of runs) memory.note(each);
  return memory;
}

describe('a memory of trouble', () => {
  it('knows nothing at first, nor of an API that is healthy', () => {
    expect(memoryOf().since(TARGET, ms('04:00'))).toBe(undefined);
    expect(memoryOf(run('04:00', 'healthy')).since(TARGET, ms('04:01'))).toBe(undefined);
  });

  it('begins with the first run that was not healthy', () => {
    const memory = memoryOf(run('04:00', 'healthy'), run('04:01', 'degraded'), run('04:02', 'unreachable'));
    expect(memory.since(TARGET, ms('04:03'))).toBe(at('04:01'));
  });

  it('ends with a healthy run', () => {
    const memory = memoryOf(run('04:01', 'degraded'), run('04:02', 'healthy'), run('04:03', 'degraded'));
    expect(memory.since(TARGET, ms('04:04'))).toBe(at('04:03'));
  });

  it('takes a run that could not look for neither', () => {
    expect(memoryOf(run('04:01', 'degraded'), run('04:02', 'unknown')).since(TARGET, ms('04:03'))).toBe(at('04:01'));
    expect(memoryOf(run('04:02', 'unknown')).since(TARGET, ms('04:03'))).toBe(undefined);
  });

  it('goes back to what the verdict says, which knows of an alarm', () => {
    const memory = memoryOf(run('04:01', 'degraded', '03:58'), run('04:02', 'degraded', '04:00'));
    expect(memory.since(TARGET, ms('04:03'))).toBe(at('03:58'));
  });

  it('forgets what is long ago: runs elsewhere may have been healthy', () => {
    const memory = memoryOf(run('04:00', 'degraded'));
    expect(memory.since(TARGET, ms('04:20'))).toBe(at('04:00'));
    expect(memory.since(TARGET, ms('04:21'))).toBe(undefined);

    memory.note(run('04:30', 'degraded'));
    expect(memory.since(TARGET, ms('04:31'))).toBe(at('04:30'));
  });

  it('of a caller whose runs are hours apart knows them for as long', () => {
    const memory = createTroubleMemory(3 * 3_600_000);
    memory.note(run('04:00', 'degraded'));
    memory.note(run('05:00', 'degraded'));
    expect(memory.since(TARGET, ms('07:30'))).toBe(at('04:00'));
    expect(memory.since(TARGET, ms('08:01'))).toBe(undefined);
  });

  it('holds each API, stage, Region and vantage apart', () => {
    const memory = memoryOf(run('04:00', 'degraded'));
    const others = [
      targetOf({ api: { id: '0000000000', stage: 'test', region: 'us-west-2' } }),
      targetOf({ api: { id: '01234567ab', stage: 'prod', region: 'us-west-2' } }),
      targetOf({ api: { id: '01234567ab', stage: 'test', region: 'eu-west-1' } }),
      targetOf({ vantage: { name: 'office', network: 'on-premises' } }),
    ];
    expect(others.map((target) => memory.since(target, ms('04:01')))).toEqual(others.map(() => undefined));
    // The name is a label, not the API.
    expect(
      memory.since(targetOf({ api: { id: '01234567ab', stage: 'test', region: 'us-west-2', name: 'x' } }), ms('04:01')),
    ).toBe(at('04:00'));
  });
});
