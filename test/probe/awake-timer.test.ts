// A standstill of this process: its thread sleeps, as it does when a shared processor is taken away.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { watchArrivals } from '../../src/probe/arrivals.ts';
import { afterAwake } from '../../src/probe/awake-timer.ts';
import { resolve } from '../../src/probe/resolve.ts';

function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

// A thread of its own goes on while the probing one stands still: it answers each question with 192.0.2.1.
const NAME_SERVER = `
  const { parentPort } = require('node:worker_threads');
  const socket = require('node:dgram').createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const record = Buffer.from('c00c000100010000003c0004c0000201', 'hex');
    const answer = Buffer.concat([query.subarray(0, query.indexOf(0, 12) + 5), record]);
    answer.writeUInt16BE(0x8180, 2);
    answer.writeUInt32BE(0x00010000, 6);
    answer.writeUInt16BE(0, 10);
    socket.send(answer, port, address);
  });
  socket.bind(0, '127.0.0.1', () => parentPort.postMessage('127.0.0.1:' + socket.address().port));
`;

describe('the time limit of a step', () => {
  test('passes once, not before its time', async () => {
    const startedAt = performance.now();
    await new Promise<void>((done) => void afterAwake(120, done));
    expect(performance.now() - startedAt).toBeGreaterThan(118);
  });

  test('a standstill uses up 100 ms of it', async () => {
    const passed = new Promise<number>((done) => void afterAwake(400, () => done(performance.now())));
    standStill(600);
    const movedOnAt = performance.now();
    expect((await passed) - movedOnAt).toBeGreaterThan(295);
  });

  test('is told by a clock that leaves out all but 100 ms of a standstill', () => {
    using arrivals = watchArrivals();
    const before = arrivals.awakeMs();
    standStill(600);
    expect(arrivals.awakeMs() - before).toBeCloseTo(100, 6);
  });

  test('is told by a clock that goes on while nothing happens', async () => {
    using arrivals = watchArrivals();
    const startedAt = performance.now();
    const passed: number[] = [];
    // A machine may take the processor away at any time, but hardly in each of ten waits.
    while (passed.length < 10 && !passed.some((ms) => ms > 140)) {
      const before = arrivals.awakeMs();
      await new Promise((resolve) => setTimeout(resolve, 150));
      passed.push(arrivals.awakeMs() - before);
    }
    expect(Math.max(...passed)).toBeGreaterThan(140);
    expect(arrivals.awakeMs()).toBeLessThanOrEqual(performance.now() - startedAt + 1);
  });

  test('a cancelled one does not pass', async () => {
    let passed = false;
    const cancel = afterAwake(1, () => {
      passed = true;
    });
    cancel();
    await new Promise<void>((done) => void afterAwake(60, done));
    expect(passed).toBe(false);
  });

  test.each([80, 1_000])('an answer that came in a standstill counts, with a limit of %i ms', async (ms) => {
    const thread = new Worker(NAME_SERVER, { eval: true });
    try {
      const [server] = (await once(thread, 'message')) as [string];
      using arrivals = watchArrivals();
      const { signal } = new AbortController();
      const answered = resolve('pets.example', { family: 4, server }, { ms, signal, arrivals });
      standStill(1_200);
      expect(await answered).toMatchObject({ kind: 'done', value: { addresses: ['192.0.2.1'] } });
    } finally {
      await thread.terminate();
    }
  });
});
