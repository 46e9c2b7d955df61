// A module of this folder as a process of its own, which answers each message with one.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Disposing it ends the process. */
export interface Child extends AsyncDisposable {
  readonly pid: number;
  /** Sends a message and gives the answer. Rejects when the process ends first. */
  readonly ask: <Answer>(message: object | string) => Promise<Answer>;
}

/** `execArgv`: options of Node for this process. */
export function startChild(module: string, execArgv: readonly string[] = []): Child {
  const child = fork(fileURLToPath(new URL(module, import.meta.url)), { execArgv: [...execArgv] });
  const exited = once(child, 'exit');
  const endedEarly = exited.then(() => {
    throw new Error(`${module} ended before it had answered`);
  });
  endedEarly.catch(() => {});
  return {
    pid: child.pid ?? Number.NaN,
    ask: async <Answer>(message: object | string) => {
      const heard = once(child, 'message');
      child.send(message);
      const [answer] = await Promise.race([heard, endedEarly]);
      return answer as Answer;
    },
    [Symbol.asyncDispose]: async () => {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
