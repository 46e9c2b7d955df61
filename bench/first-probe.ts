// Processes that are timed from outside: from their start to the first line of a program, or to the first DNS query of a
// run of the canary.

import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Spent } from './loading.ts';

// A signal, since a channel between the processes would have Node load modules of its own. Nothing else happens in the
// child while it waits for the answer to its query, so that the time of the signal is hardly in what it has used.
const HANDLER = `
  process.on('SIGTERM', () => {
    const { user, system } = process.cpuUsage();
    process.stdout.write(String((user + system) / 1000), () => process.exit());
  });
  const [, module, event] = process.argv;
  const { handler } = await import(module);
  await handler(JSON.parse(event), { awsRequestId: 'bench', getRemainingTimeInMillis: () => 30_000 });
`;

const NOTHING = `
  const { user, system } = process.cpuUsage();
  process.stdout.write(String((user + system) / 1000));
`;

/** From the start of a process until it runs the first line of a program: wall clock and processor time. */
export async function nodeStart(): Promise<Spent> {
  const startedAt = performance.now();
  const child = node(['--eval', NOTHING], {});
  const [line] = (await once(readable(child), 'data')) as [Buffer];
  const wallMs = performance.now() - startedAt;
  await once(child, 'exit');
  return { wallMs, cpuMs: Number(line) };
}

/** From the start of a process until it sends the first DNS query: it loads the module (a URL) and calls its handler with
 * the event, whose resolver is a server here that never answers. */
export async function startToFirstProbe(module: string, event: object, awsEndpoint: string): Promise<Spent> {
  const server = createSocket('udp4').bind(0, '127.0.0.1');
  await once(server, 'listening');
  const connection = { resolver: [`127.0.0.1:${server.address().port}`] };
  const startedAt = performance.now();
  const child = node(['--input-type=module', '--eval', HANDLER, module, JSON.stringify({ ...event, connection })], {
    AWS_ENDPOINT_URL: awsEndpoint,
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_REGION: 'us-west-2',
  });
  const printed = text(readable(child));
  try {
    await Promise.race([once(server, 'message'), once(child, 'exit').then(endedEarly)]);
    const wallMs = performance.now() - startedAt;
    child.kill('SIGTERM');
    return { wallMs, cpuMs: Number(await printed) };
  } finally {
    child.kill('SIGKILL');
    server.close();
  }
}

function node(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
}

function readable({ stdout }: ChildProcess): NonNullable<ChildProcess['stdout']> {
  if (stdout === null) throw new Error('the process has no output to read');
  return stdout;
}

function endedEarly(): never {
  throw new Error('the process ended before its first DNS query');
}
