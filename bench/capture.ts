// A packet capture by tcpdump, where it is installed and allowed.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { type Packet, readPackets } from './packets.ts';

// Room for a whole ClientHello; packets are counted by their length on the wire.
const SNAPSHOT_BYTES = 2_048;
const BUFFER_KB = 65_536;
const FLUSH_MS = 1_500;

/** A capture that is under way. */
export interface Capture {
  /** Ends it and gives what was captured. */
  readonly stop: () => Promise<readonly Packet[]>;
}

/** Captures what the loopback interface carries from and to the ports. Nothing where this is not possible. */
export async function startCapture(ports: readonly number[]): Promise<Capture | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'private-api-canary-capture-'));
  const file = join(folder, 'capture.pcap');
  const filter = ports.map((port) => `port ${port}`).join(' or ');
  const child = spawn(
    'tcpdump',
    [
      ...['-i', 'lo', '-n', '-w', file, '-s', String(SNAPSHOT_BYTES), '-B', String(BUFFER_KB), '-Z', 'root'],
      ...['--time-stamp-precision=nano', filter],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const exited = once(child, 'exit').catch(() => {});
  const lines = createInterface({ input: child.stderr });
  const listening = new Promise<boolean>((resolve) => {
    lines.on('line', (line) => {
      if (/listening on/.test(line)) resolve(true);
    });
    exited.then(() => resolve(false));
  });
  if (!(await listening)) {
    await rm(folder, { recursive: true });
    return undefined;
  }
  return {
    stop: async () => {
      // Packets reach tcpdump by the block; a block that is not full waits a second.
      await delay(FLUSH_MS);
      child.kill('SIGINT');
      await exited;
      const packets = readPackets(await readFile(file));
      await rm(folder, { recursive: true });
      return packets;
    },
  };
}
