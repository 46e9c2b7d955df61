// Loaded into the process under test before its program: answers each message with the memory that is in use after a
// collection, so that rubbish is no leak.

import { getHeapSpaceStatistics } from 'node:v8';

/** In bytes. */
export interface Memory {
  /** What is alive, buffers included. Without code: Node's compilers go on for hours with what becomes hot. */
  readonly heap: number;
  readonly resident: number;
}

function memory(): Memory {
  const spaces = getHeapSpaceStatistics().filter(({ space_name }) => !/code|trusted/.test(space_name));
  const { external, rss } = process.memoryUsage();
  return { heap: spaces.reduce((sum, { space_used_size }) => sum + space_used_size, external), resident: rss };
}

process.on('message', () => {
  globalThis.gc?.();
  process.send?.(memory());
});
// A program that is done must be able to end.
process.channel?.unref();
