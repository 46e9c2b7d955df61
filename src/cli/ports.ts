// The ports of runs on a command line: embedded metrics go to standard error.
// They serve any number of runs: certificates, secrets and credentials are those of the day.

import { createDiscovery } from '../discovery/discover.ts';
import type { Observation } from '../domain/observation.ts';
import type { Target } from '../domain/target.ts';
import { probeAll } from '../probe/probes.ts';
import { probeSettings, readCertificates } from '../probe/settings.ts';
import { createPublish } from '../publish/publish.ts';
import type { Ports } from '../run.ts';
import { USER_AGENT } from '../version.ts';
import type { AwsClients } from './aws-clients.ts';

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
    discover: createDiscovery(clients.ec2, Date.now),
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
    publish: createPublish({ cloudwatch: clients.cloudwatch, writeLine: watch.writeMetricLine }),
    now: Date.now,
  };
}
