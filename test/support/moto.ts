// moto: AWS's APIs as others understand them.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { TestContext } from 'vitest';

/** The address of a moto that ends with the test, however the test ends. Its port is the system's choice. */
export async function startMoto({ onTestFinished }: TestContext): Promise<string> {
  const moto = spawn('moto_server', ['-H', '127.0.0.1', '-p', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(moto, 'exit');
  onTestFinished(async () => {
    moto.kill();
    await exited;
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: moto.stderr })) {
    const [, url] = / \* Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(line) ?? [];
    if (url !== undefined) {
      // Nobody reads what it logs, and its pipe must not fill up.
      moto.stderr.resume();
      return url;
    }
    lines.push(line);
  }
  throw new Error(`moto ended before it listened: ${lines.join('\n')}`);
}
