// A stand-in for the Lambda runtime, started as a process: loads a module's handler and calls it for each message,
// with a context as Lambda gives it. Needs nothing but Node.

import type { Context } from 'aws-lambda';

interface Invocation {
  readonly event: unknown;
  readonly remainingMs: number;
}

const { handler } = (await import(process.argv[2] ?? '')) as { handler: (event: unknown, context: Context) => unknown };

process.on('message', async ({ event, remainingMs }: Invocation) => {
  const startedAt = performance.now();
  const context = {
    awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
    getRemainingTimeInMillis: () => Math.max(0, remainingMs - (performance.now() - startedAt)),
  } as Context;
  try {
    const result = await handler(event, context);
    process.send?.({ result, tookMs: performance.now() - startedAt });
  } catch (error) {
    const { name, message } = error as Error;
    process.send?.({ error: { name, message }, tookMs: performance.now() - startedAt });
  }
});
process.send?.('ready');
