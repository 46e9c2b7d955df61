// The Lambda function with a window to its process: a module that an execution environment loads in place of the bundle.
// The event `look` runs nothing and tells of the process.

import type { Context } from 'aws-lambda';

/** What a process tells of itself. */
export interface Look {
  readonly pid: number;
  /** What keeps its event loop alive, but for pipes: those are its standard streams and the way to the test. */
  readonly resources: readonly string[];
  /** Rejections that nobody handled, and warnings of Node's. */
  readonly complaints: readonly string[];
}

type Handler = (event: unknown, context: Context) => unknown;

const { handler: canary } = (await import(process.env.CANARY_BUNDLE ?? '')) as { readonly handler: Handler };
const complaints: string[] = [];
process.on('unhandledRejection', (reason) => complaints.push(`unhandled: ${reason}`));
process.on('warning', (warning) => complaints.push(`${warning}`));

function look(): Look {
  const resources = process.getActiveResourcesInfo().filter((kind) => kind !== 'PipeWrap');
  return { pid: process.pid, resources, complaints };
}

export const handler: Handler = (event, context) => (event === 'look' ? look() : canary(event, context));
