// What the programs of this package call when they really run, in the words of IAM: the two functions as they are deployed,
// and a host.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Simulator } from '../../src/simulator/simulator.ts';
import type { Deployment } from '../infra/deployment.ts';
import { SITUATIONS } from '../report/message-examples.ts';
import { configurationFor } from '../support/canary-run.ts';
import { cli } from '../support/cli.ts';
import { executionEnvironment } from '../support/lambda.ts';
import { type LambdaBundle, lambdaBundle, notifyBundle } from '../support/lambda-bundle.ts';
import { startSns } from '../support/lambda-sns.ts';
import type { Call } from './iam.ts';
import { startRecordedAws } from './recorded-aws.ts';

const ACCOUNT = '111122223333';

/** Of one run with what the schedule hands to the function. Throws when it is not healthy: it would have stopped early. */
export async function functionCalls(
  { resources }: Deployment,
  simulator: Simulator,
  bundle: LambdaBundle,
): Promise<readonly Call[]> {
  await using aws = await startRecordedAws(simulator.awsEndpoint);
  await using lambda = await executionEnvironment(bundle.url, { AWS_ENDPOINT_URL: aws.url }, bundle.folder);
  const schedule = Object.values(resources).find(({ Type }) => Type === 'AWS::Scheduler::Schedule');
  const target = schedule?.Properties.Target as { readonly Input: string } | undefined;
  const { result, error } = await lambda.invoke({ ...JSON.parse(target?.Input ?? ''), ...reachable(simulator) });
  if (result?.verdict.state !== 'healthy') throw new Error(error?.message ?? result?.verdict.summary);
  return [...aws.calls, ...signedCalls(simulator)];
}

/** Of a page and a warning. */
export async function notifierCalls({ resources }: Deployment): Promise<readonly Call[]> {
  await using sns = await startSns();
  await using bundle = await lambdaBundle(notifyBundle);
  const environment = resources.ExplanationNotifier?.Properties.Environment;
  const variables = (environment as { readonly Variables: Readonly<Record<string, string>> } | undefined)?.Variables;
  const env = { ...variables, AWS_ENDPOINT_URL_SNS: sns.url };
  await using lambda = await executionEnvironment(bundle.url, env, bundle.folder);
  for (const situation of ['zone-down', 'unreachable'] as const) await lambda.invoke(SITUATIONS[situation]);
  return sns.calls.map((call) => ({ action: `sns:${call.get('Action')}`, resource: call.get('TopicArn') ?? '' }));
}

/** Of one run of `watch`, with what requests carry. */
export async function hostCalls(secretId: string, simulator: Simulator): Promise<readonly Call[]> {
  await using aws = await startRecordedAws(simulator.awsEndpoint);
  const folder = await mkdtemp(join(tmpdir(), 'private-api-canary-host-'));
  try {
    const file = join(folder, 'target.json');
    const target = configurationFor(simulator, {
      auth: { iam: true, headers: { 'x-api-key': { secretId } } },
      vantage: { name: 'dc1' },
    });
    await writeFile(file, JSON.stringify(target));
    const { accessKeyId, secretAccessKey, sessionToken } = simulator.credentials.role;
    const { status, stdout, stderr } = await cli(
      ['watch', '--once', '--config', file, '--state', join(folder, 'kept')],
      {
        env: {
          AWS_ENDPOINT_URL: aws.url,
          AWS_REGION: simulator.api.region,
          AWS_ACCESS_KEY_ID: accessKeyId,
          AWS_SECRET_ACCESS_KEY: secretAccessKey,
          AWS_SESSION_TOKEN: sessionToken ?? '',
        },
      },
    );
    if (status !== 0) throw new Error(`status ${status}: ${stderr} ${/"summary":"[^"]*"/.exec(stdout)?.[0]}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return [...aws.calls, ...signedCalls(simulator)];
}

/** What only a simulated API needs in a configuration. */
function reachable(simulator: Simulator): object {
  const { connection } = configurationFor(simulator);
  return { connection };
}

/** A signed request asks IAM for the method: the API's id, its stage, the method and the path without its query. */
function signedCalls({ connections, api }: Simulator): readonly Call[] {
  const signed = connections.flatMap(({ requests }) => requests).filter(({ headers }) => headers.authorization);
  return signed.map(({ method, path }) => {
    const [, stage, ...rest] = path.replace(/\?.*$/, '').split('/');
    const resource = `arn:aws:execute-api:${api.region}:${ACCOUNT}:${api.id}/${stage}/${method}/${rest.join('/')}`;
    return { action: 'execute-api:Invoke', resource };
  });
}
