// The ports of runs on a command line: AWS clients from the SDK's own environment, embedded metrics on standard error.
// They serve any number of runs: certificates, secrets and credentials are those of the day.

import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EC2Client } from '@aws-sdk/client-ec2';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Authorization, createAuthorization } from '../authorization/authorize.ts';
import type { Credentials } from '../authorization/credentials.ts';
import { createDiscovery } from '../discovery/discover.ts';
import { withoutSessionToken } from '../domain/canary-error.ts';
import type { Observation } from '../domain/observation.ts';
import type { Target } from '../domain/target.ts';
import { probeAll } from '../probe/probes.ts';
import { probeSettings, readCertificates } from '../probe/settings.ts';
import { createPublish } from '../publish/publish.ts';
import type { Ports } from '../run.ts';
import { USER_AGENT } from '../version.ts';
import type { CommandContext } from './command.ts';

/** Settings of the AWS clients that do not come from the environment; the demonstration's are the simulator's. */
export interface AwsSettings {
  readonly endpoint: string;
  readonly credentials: Credentials;
}

/** The AWS clients of one command, and what ends their connections. Secrets Manager's are loaded when a target wants
 * secrets, one for each Region. */
export interface AwsClients extends Disposable {
  readonly ec2: EC2Client;
  readonly cloudwatch: CloudWatchClient;
  readonly authorization: Authorization;
}

/** EC2 is asked in the API's Region; metrics go to `AWS_REGION`, else to the API's Region, too. */
export function awsClients(target: Target, env: CommandContext['env'], settings?: AwsSettings): AwsClients {
  const ec2 = new EC2Client({ region: target.api.region, ...settings });
  // Uncompressed: not every server that stands in for CloudWatch reads gzip, and no call here comes near the limit.
  const region = env.AWS_REGION || target.api.region;
  const cloudwatch = new CloudWatchClient({ region, disableRequestCompression: true, ...settings });
  ec2.middlewareStack.add(discreetly, { step: 'initialize' });
  cloudwatch.middlewareStack.add(discreetly, { step: 'initialize' });
  const secretsManagers = new Map<string, SecretsManagerClient>();
  const secretsManager = async (where: string, anew: boolean) => {
    const { SecretsManagerClient: Client } = await import('../authorization/secrets-manager.ts');
    const known = anew ? undefined : secretsManagers.get(where);
    const client = known ?? new Client({ region: where, ...settings });
    secretsManagers.set(where, client);
    return client;
  };
  return {
    ec2,
    cloudwatch,
    authorization: createAuthorization({
      env,
      secretsManager,
      ...(settings === undefined ? {} : { credentials: settings.credentials }),
      now: Date.now,
    }),
    [Symbol.dispose]: () => {
      for (const client of [ec2, cloudwatch, ...secretsManagers.values()]) client.destroy();
    },
  };
}

/** What a service says of a signature that does not match repeats the session token; its words are shown and logged. */
function discreetly<Asked, Answer>(next: (asked: Asked) => Promise<Answer>): (asked: Asked) => Promise<Answer> {
  return async (asked) => {
    try {
      return await next(asked);
    } catch (error) {
      if (error instanceof Error) error.message = withoutSessionToken(error.message);
      throw error;
    }
  };
}

/** Ports for the runs of a target. Throws a `CanaryError` when the target's certificates cannot be read, and so does a run,
 * which also does when it cannot obtain what its requests carry. */
export async function commandPorts(
  target: Target,
  clients: AwsClients,
  watch: {
    readonly writeMetricLine: (line: string) => Promise<void>;
    readonly onObservation: (observation: Observation, planned: number) => void;
  },
): Promise<Ports> {
  await readCertificates(target.connection.caFile);
  return {
    discover: createDiscovery(() => clients.ec2, Date.now),
    probeAll: async (probes, _target, { probing, probingEndsAt }) => {
      const planned = probes.filter(({ control }) => control === undefined).length;
      const onObservation = (each: Observation) => {
        if (each.control === undefined) watch.onObservation(each, planned);
      };
      const settings = await probeSettings(target, USER_AGENT, await clients.authorization.authorize(target, probing));
      const seen = await probeAll(probes, settings, { signal: probing, endsAt: probingEndsAt, onObservation });
      clients.authorization.note(seen.observations);
      return seen;
    },
    publish: createPublish({ cloudwatch: () => clients.cloudwatch, writeLine: watch.writeMetricLine }),
    now: Date.now,
  };
}
