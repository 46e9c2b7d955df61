// curl beside the canary, where it is installed: a process for each probe, one after the other.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { RunningEndpoint } from './endpoint.ts';
import { commandPath, processorMs } from './machine.ts';
import { API_HOST, nameOf, PATH } from './target.ts';

const run = promisify(execFile);

/** The total that curl reports of each name, and the processor time of a process, in milliseconds. Nothing where it is not
 * installed. */
export async function curlRun(
  endpoint: RunningEndpoint,
  count: number,
): Promise<{ readonly totals: ReadonlyMap<string, number>; readonly cpuMs: number } | undefined> {
  const curl = await commandPath('curl');
  if (curl === undefined) return undefined;
  const before = (await processorMs('self')).children;
  const totals = new Map<string, number>();
  for (let index = 0; index < count; index += 1) {
    const name = nameOf(index);
    const args = [
      ...['-q', '-sS', '-o', '/dev/null', '--http1.1', '-w', '%{time_total}', '--cacert', endpoint.caFile],
      ...[
        '--connect-to',
        `${name}:443:127.0.0.1:${endpoint.port}`,
        '-H',
        `host: ${API_HOST}`,
        `https://${name}${PATH}`,
      ],
    ];
    const { stdout } = await run(curl, args);
    totals.set(name, Number(stdout) * 1000);
  }
  return { totals, cpuMs: ((await processorMs('self')).children - before) / count };
}
