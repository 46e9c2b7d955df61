// A process that is stopped while it waits, as it is when a shared processor is taken away.

import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

// Tells an arrival by the clock that all processes of a machine share (`process.hrtime`).
const PROBING = `
  import { createSocket } from 'node:dgram';
  import { watchArrivals } from '${new URL('../../src/probe/arrivals.ts', import.meta.url)}';
  const arrivals = watchArrivals();
  const socket = createSocket('udp4');
  const tell = (value) => process.stdout.write(JSON.stringify(value) + '\\n');
  socket.once('message', () => {
    const { at, lateMs } = arrivals.now();
    const handledAt = Number(process.hrtime.bigint()) / 1e6;
    tell({ lateMs, at: at + handledAt - performance.now() });
    process.exit();
  });
  socket.bind(0, '127.0.0.1', () => tell(socket.address().port));
`;

const STOPPED_MS = 300;
// Two clocks are read one after the other.
const SLACK_MS = 100;

test('what arrives in a standstill may have come at any time of it', async ({ skip }) => {
  skip(process.platform === 'win32', 'Windows cannot stop a process by a signal');
  const child = spawn(process.execPath, ['--input-type=module', '--eval', PROBING], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const port = Number((await lines.next()).value);
    // By now it waits, as probes do most of the time. What it tells would be true in any case.
    await delay(50);
    child.kill('SIGSTOP');
    const from = now();
    const sentAt = await sendTo(port);
    while (now() < from + STOPPED_MS);
    const to = now();
    child.kill('SIGCONT');
    const { at, lateMs } = JSON.parse(String((await lines.next()).value));

    expect(at).toBeGreaterThan(to - SLACK_MS);
    expect(at - lateMs).toBeLessThan(sentAt + SLACK_MS);
    expect(lateMs).toBeGreaterThan(STOPPED_MS - 2 * SLACK_MS);
  } finally {
    child.kill('SIGKILL');
  }
});

function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Gives when the packet was sent at the latest. */
async function sendTo(port: number): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise((sent) => socket.send('x', port, '127.0.0.1', sent));
  const sentAt = now();
  socket.close();
  return sentAt;
}
