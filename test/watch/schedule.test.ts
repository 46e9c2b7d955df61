// When a target runs, whatever the clock does: properties of the slots, over simulated clocks.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { offsetOf, type Schedule, slotAfter, slotAfterStart, stepAt } from '../../src/watch/schedule.ts';

const START_MS = Date.UTC(2026, 0, 2);
const schedules = fc
  .record({ everyMs: fc.integer({ min: 1_000, max: 86_400_000 }), name: fc.string() })
  .map(({ everyMs, name }): Schedule => ({ everyMs, offsetMs: offsetOf(name, everyMs) }));
const moments = fc.integer({ min: START_MS, max: START_MS + 400 * 86_400_000 });
const isSlot = ({ everyMs, offsetMs }: Schedule, ms: number) => (ms - offsetMs) % everyMs === 0;

describe('offsets', () => {
  test('are the same for a name and below the interval', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1_000, max: 86_400_000 }), (name, everyMs) => {
        const offset = offsetOf(name, everyMs);
        expect(offset).toBe(offsetOf(name, everyMs));
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset).toBeLessThan(everyMs);
      }),
    );
  });

  test('of hosts that are named alike are spread over the interval', () => {
    const tenths = new Array<number>(10).fill(0);
    for (let host = 0; host < 1_000; host += 1) {
      const tenth = Math.floor(offsetOf(`["host-${host}","us-west-2","01234567ab"]`, 60_000) / 6_000);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    expect(Math.min(...tenths)).toBeGreaterThan(60);
    expect(Math.max(...tenths)).toBeLessThan(150);
  });
});

describe('slots', () => {
  test('follow a moment within an interval', () => {
    fc.assert(
      fc.property(schedules, moments, (schedule, ms) => {
        const slot = slotAfter(schedule, ms);
        expect(isSlot(schedule, slot)).toBe(true);
        expect(slot - ms).toBeGreaterThan(0);
        expect(slot - ms).toBeLessThanOrEqual(schedule.everyMs);
      }),
    );
  });

  test('after the first run are half to one and a half intervals away', () => {
    fc.assert(
      fc.property(schedules, moments, (schedule, ms) => {
        const slot = slotAfterStart(schedule, ms);
        expect(isSlot(schedule, slot)).toBe(true);
        expect(slot - ms).toBeGreaterThanOrEqual(schedule.everyMs / 2);
        expect(slot - ms).toBeLessThanOrEqual(schedule.everyMs * 1.5);
      }),
    );
  });
});

describe('a step', () => {
  test('waits for the slot and no longer, runs in it, and skips what is over', () => {
    fc.assert(
      fc.property(schedules, moments, fc.double({ min: -1.5, max: 50, noNaN: true }), (schedule, ms, intervals) => {
        const slot = slotAfter(schedule, ms);
        const now = Math.round(slot + intervals * schedule.everyMs);
        const step = stepAt(schedule, slot, now);
        expect(isSlot(schedule, step.slotMs)).toBe(true);
        if (step.kind === 'wait') expect(now + step.waitMs).toBe(step.slotMs);
        if (now < slot) expect(step).toEqual({ kind: 'wait', slotMs: slot, waitMs: slot - now, skipped: 0 });
        else {
          const passed = Math.floor((now - slot) / schedule.everyMs);
          const late = (now - slot) % schedule.everyMs;
          const taken = late < schedule.everyMs / 2;
          expect(step.kind).toBe(taken ? 'run' : 'wait');
          expect(step.skipped).toBe(taken ? passed : passed + 1);
          expect(step.slotMs).toBe(slot + step.skipped * schedule.everyMs);
        }
      }),
    );
  });

  test('of a clock that was set back waits for the next slot of the clock as it is', () => {
    fc.assert(
      fc.property(schedules, moments, fc.double({ min: 1.51, max: 500, noNaN: true }), (schedule, ms, intervals) => {
        const slot = slotAfter(schedule, ms);
        const now = Math.floor(slot - intervals * schedule.everyMs);
        const step = stepAt(schedule, slot, now);
        expect(step).toEqual({
          kind: 'wait',
          slotMs: slotAfter(schedule, now),
          waitMs: expect.any(Number),
          skipped: 0,
        });
      }),
    );
  });

  // Runs that take their time, a clock that jumps and a host that sleeps: what a watch makes of them.
  test('after step, runs are never in the same slot twice, none overlaps, and every slot is run or counted', () => {
    const happenings = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 10_000_000 })), { maxLength: 40 });
    fc.assert(
      fc.property(schedules, moments, happenings, (schedule, startedMs, durations) => {
        const first = slotAfterStart(schedule, startedMs);
        let [slotMs, nowMs, runs, skipped] = [first, startedMs, 0, 0];
        for (const durationMs of durations) {
          for (;;) {
            const step = stepAt(schedule, slotMs, nowMs);
            skipped += step.skipped;
            slotMs = step.slotMs;
            if (step.kind === 'run') break;
            nowMs += step.waitMs;
          }
          expect(nowMs).toBeGreaterThanOrEqual(slotMs);
          expect(nowMs - slotMs).toBeLessThan(schedule.everyMs / 2);
          runs += 1;
          slotMs += schedule.everyMs;
          nowMs += durationMs;
        }
        expect(first + (runs + skipped) * schedule.everyMs).toBe(slotMs);
      }),
    );
  });

  test('does not drift: runs that are short begin at slots for ever', () => {
    fc.assert(
      fc.property(
        schedules,
        moments,
        fc.array(fc.double({ min: 0, max: 0.9, noNaN: true })),
        (schedule, ms, shares) => {
          let slotMs = slotAfterStart(schedule, ms);
          let nowMs = ms;
          for (const share of shares) {
            const step = stepAt(schedule, slotMs, nowMs);
            if (step.kind === 'wait') nowMs += step.waitMs;
            expect(nowMs).toBe(slotMs);
            slotMs += schedule.everyMs;
            nowMs += Math.floor(share * schedule.everyMs);
          }
        },
      ),
    );
  });
});
