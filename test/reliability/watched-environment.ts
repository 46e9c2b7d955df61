// A Lambda execution environment whose process can be looked into.

import { type ExecutionEnvironment, executionEnvironment } from '../support/lambda.ts';
import type { LambdaBundle } from '../support/lambda-bundle.ts';
import type { Look } from './watched-handler.ts';

export interface WatchedEnvironment extends ExecutionEnvironment {
  readonly look: () => Promise<Look>;
}

/** Runs the bundle with AWS at that URL. */
export async function watchedEnvironment(bundle: LambdaBundle, awsUrl: string): Promise<WatchedEnvironment> {
  const handler = new URL('watched-handler.ts', import.meta.url).href;
  const env = { CANARY_BUNDLE: bundle.url, AWS_ENDPOINT_URL: awsUrl };
  const environment = await executionEnvironment(handler, env, bundle.folder);
  return { ...environment, look: async () => (await environment.invoke('look')).result as unknown as Look };
}
