// Prometheus blackbox_exporter beside the canary, where it is installed: one module for each name, so that its probes can
// be told apart on the wire as the canary's are.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningEndpoint } from './endpoint.ts';
import { commandPath, processorMs } from './machine.ts';
import { API_HOST, nameOf, PATH } from './target.ts';

const COMMANDS = ['prometheus-blackbox-exporter', 'blackbox_exporter'];

/** Disposing it ends the exporter. */
export interface Blackbox extends AsyncDisposable {
  readonly pid: number;
  /** Probes the first `count` names, one started every `everyMs`. Gives the reported total of each by its name, and the
   * processor time of a probe, in milliseconds. */
  readonly run: (
    count: number,
    everyMs: number,
  ) => Promise<{ readonly totals: ReadonlyMap<string, number>; readonly cpuMs: number }>;
}

/** Nothing where it is not installed. */
export async function startBlackbox(endpoint: RunningEndpoint, names: number): Promise<Blackbox | undefined> {
  const found = await Promise.all(COMMANDS.map(commandPath));
  const command = found.find((each) => each !== undefined);
  if (command === undefined) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'private-api-canary-blackbox-'));
  const file = join(folder, 'blackbox.yml');
  await writeFile(file, configuration(endpoint, names));
  const port = await freePort();
  const child = spawn(command, [`--config.file=${file}`, `--web.listen-address=127.0.0.1:${port}`], {
    stdio: 'ignore',
  });
  const exited = once(child, 'exit');
  const pid = child.pid ?? Number.NaN;
  const agent = new Agent({ keepAlive: true });
  const ask = (path: string) => fetched(agent, port, path);
  await untilUp(() => ask('/-/healthy'));
  const target = `https://127.0.0.1:${endpoint.port}${PATH}`;
  return {
    pid,
    run: async (count, everyMs) => {
      const before = (await processorMs(pid)).own;
      const startedAt = performance.now();
      const asked: Promise<readonly [string, number]>[] = [];
      for (let index = 0; index < count; index += 1) {
        const waitMs = startedAt + index * everyMs - performance.now();
        if (waitMs > 0.5) await delay(waitMs);
        asked.push(ask(`/probe?module=p${index}&target=${target}`).then((page) => [nameOf(index), totalIn(page)]));
      }
      const totals = new Map(await Promise.all(asked));
      return { totals, cpuMs: ((await processorMs(pid)).own - before) / count };
    },
    [Symbol.asyncDispose]: async () => {
      agent.destroy();
      child.kill();
      await exited;
      await rm(folder, { recursive: true });
    },
  };
}

function configuration({ caFile }: RunningEndpoint, names: number): string {
  const modules = Array.from({ length: names }, (_, index) => [
    `p${index}`,
    {
      prober: 'http',
      timeout: '5s',
      http: {
        headers: { Host: API_HOST },
        enable_http2: false,
        fail_if_body_not_matches_regexp: ['dog'],
        tls_config: { ca_file: caFile, server_name: nameOf(index) },
      },
    },
  ]);
  // JSON is YAML.
  return JSON.stringify({ modules: Object.fromEntries(modules) });
}

/** The phases together, as the exporter's own documents add them up; they are a little less than its whole duration. */
function totalIn(page: string): number {
  if (!/^probe_success 1$/m.test(page)) throw new Error(`a probe of blackbox_exporter failed:\n${page}`);
  const phases = [...page.matchAll(/^probe_http_duration_seconds\{phase="(\w+)"\} (\S+)$/gm)];
  return phases.reduce((sum, [, , seconds]) => sum + Number(seconds), 0) * 1000;
}

async function fetched(agent: Agent, port: number, path: string): Promise<string> {
  const request = get({ agent, host: '127.0.0.1', port, path });
  const [response] = await once(request, 'response');
  return text(response);
}

async function untilUp(ask: () => Promise<string>): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    try {
      await ask();
      return;
    } catch {
      await delay(50);
    }
  }
  throw new Error('blackbox_exporter did not start');
}

/** A port that was free a moment ago: the exporter does not tell which one the system gives it. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : Number.NaN;
}
