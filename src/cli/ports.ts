// The ports of a run on a command line: AWS clients from the SDK's own environment, embedded metrics on standard error.

import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EC2Client } from '@aws-sdk/client-ec2';
import { createDiscovery } from '../discovery/discover.ts';
import type { Observation } from '../domain/observation.ts';
import type { Target } from '../domain/target.ts';
import { probeAll } from '../probe/probes.ts';
import { probeSettings } from '../probe/settings.ts';
import { createPublish } from '../publish/publish.ts';
import type { Ports } from '../run.ts';
import { USER_AGENT } from '../version.ts';
import type { CommandContext } from './command.ts';

/** Settings of the AWS clients that do not come from the environment; the demonstration's are the simulator's. */
export interface AwsSettings {
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** The AWS clients of one command, and what ends their connections. */
export interface AwsClients extends Disposable {
  readonly ec2: EC2Client;
  readonly cloudwatch: CloudWatchClient;
}

/** EC2 is asked in the API's Region; metrics go to `AWS_REGION`, else to the API's Region, too. */
export function awsClients(target: Target, env: CommandContext['env'], settings?: AwsSettings): AwsClients {
  const ec2 = new EC2Client({ region: target.api.region, ...settings });
  // Uncompressed: not every server that stands in for CloudWatch reads gzip, and no call here comes near the limit.
  const region = env.AWS_REGION || target.api.region;
  const cloudwatch = new CloudWatchClient({ region, disableRequestCompression: true, ...settings });
  return {
    ec2,
    cloudwatch,
    [Symbol.dispose]: () => {
      ec2.destroy();
      cloudwatch.destroy();
    },
  };
}

/** Ports for one run of a target. Reads the target's certificates; throws a `CanaryError` when it cannot. */
export async function commandPorts(
  target: Target,
  clients: AwsClients,
  watch: {
    readonly writeMetricLine: (line: string) => Promise<void>;
    readonly onObservation: (observation: Observation, planned: number) => void;
  },
): Promise<Ports> {
  const settings = await probeSettings(target, USER_AGENT);
  return {
    discover: createDiscovery(() => clients.ec2, Date.now),
    probeAll: (probes, _target, { probing, probingEndsAt }) => {
      const planned = probes.filter(({ control }) => control === undefined).length;
      const onObservation = (each: Observation) => {
        if (each.control === undefined) watch.onObservation(each, planned);
      };
      return probeAll(probes, settings, { signal: probing, endsAt: probingEndsAt, onObservation });
    },
    publish: createPublish({ cloudwatch: () => clients.cloudwatch, writeLine: watch.writeMetricLine }),
    now: Date.now,
  };
}
