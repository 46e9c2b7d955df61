// The AWS clients of a command, from the SDK's own environment.

import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Authorization, createAuthorization } from '../authorization/authorize.ts';
import type { Credentials } from '../authorization/credentials.ts';
import { withoutSessionToken } from '../domain/canary-error.ts';
import type { Target } from '../domain/target.ts';
import type { CommandContext } from './command.ts';

/** Settings of the AWS clients that do not come from the environment; the demonstration's are the simulator's. */
export interface AwsSettings {
  readonly endpoint: string;
  readonly credentials: Credentials;
}

/** The AWS clients of one command, and what ends their connections. Each is loaded when it is first asked for, since
 * loading one takes longer than most commands; Secrets Manager's when a target wants secrets, one for each Region. */
export interface AwsClients extends Disposable {
  readonly ec2: () => Promise<EC2Client>;
  readonly cloudwatch: () => Promise<CloudWatchClient>;
  readonly authorization: Authorization;
}

/** EC2 is asked in the API's Region; metrics go to `AWS_REGION`, else to the API's Region, too. */
export function awsClients(target: Target, env: CommandContext['env'], settings?: AwsSettings): AwsClients {
  const ec2 = onDemand(async () => {
    const { EC2Client: Client } = await import('../discovery/describe.ts');
    const client = new Client({ region: target.api.region, ...settings });
    client.middlewareStack.add(discreetly, { step: 'initialize' });
    return client;
  });
  const cloudwatch = onDemand(async () => {
    const { CloudWatchClient: Client } = await import('../publish/cloudwatch.ts');
    const region = env.AWS_REGION || target.api.region;
    // Uncompressed: not every server that stands in for CloudWatch reads gzip, and no call here comes near the limit.
    const client = new Client({ region, disableRequestCompression: true, ...settings });
    client.middlewareStack.add(discreetly, { step: 'initialize' });
    return client;
  });
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
      ec2[Symbol.dispose]();
      cloudwatch[Symbol.dispose]();
      for (const client of secretsManagers.values()) client.destroy();
    },
  };
}

/** The same client each time, once there is one. Disposing it ends its connections, where there is one. */
function onDemand<Client extends { readonly destroy: () => void }>(
  make: () => Promise<Client>,
): (() => Promise<Client>) & Disposable {
  let made: Promise<Client> | undefined;
  const client = () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
  return Object.assign(client, {
    [Symbol.dispose]: () => void made?.then((each) => each.destroy()).catch(() => {}),
  });
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
