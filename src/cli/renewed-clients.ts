// The AWS clients of `watch`, which outlive many a trouble. A client that asked for credentials and got no answer (a
// `credential_process` that hangs) waits for that one answer for ever; only a new client asks again. Secrets Manager's are
// made anew where its answers are remembered.

import { createPauses } from '../domain/pauses.ts';
import type { Target } from '../domain/target.ts';
import { type AwsClients, awsClients } from './aws-clients.ts';
import type { CommandContext } from './command.ts';

/** Disposing it ends the connections of those in use. */
export interface RenewedClients extends Disposable {
  /** Of a target. Its EC2 client is the newest one; what is known of its secrets stays. */
  readonly of: (target: Target) => AwsClients;
  /** Those that publish in a Region, the same until they are given up. */
  readonly publishingIn: (region: string) => AwsClients;
  /** Its EC2 hung: the next call for a target is made by a new client. As the next, only after a pause. */
  readonly renew: (target: Target) => void;
  /** Publishing hung: the next calls are made by a new client. The one given up is not ended: another call of it may be
   * under way. */
  readonly giveUp: (region: string) => void;
  /** A call was answered, for a target or in a Region. */
  readonly answered: (by: Target | string) => void;
}

/** For at least one target. */
export function renewedClients(targets: readonly Target[], env: CommandContext['env']): RenewedClients {
  const first = new Map(targets.map((target) => [target, awsClients(target, env)]));
  const renewed = new Map<Target, AwsClients>();
  const publishers = new Map<string, AwsClients>();
  // Whoever asks for credentials may leave a process behind that hangs.
  const firstPauseMs = Math.min(...targets.map(({ timeouts }) => timeouts.awsMs));
  const pauses = createPauses<Target | string>(firstPauseMs, () => performance.now());
  return {
    of: (target) => {
      const clients = first.get(target);
      if (clients === undefined) throw new Error('this target is not watched');
      return {
        ...clients,
        ec2: () => (renewed.get(target) ?? clients).ec2(),
      };
    },
    publishingIn: (region) => {
      const [any] = targets;
      if (any === undefined) throw new Error('no target is watched');
      const clients = publishers.get(region) ?? awsClients(any, { ...env, AWS_REGION: region });
      publishers.set(region, clients);
      return clients;
    },
    renew: (target) => {
      if (pauses.due(target)) renewed.set(target, awsClients(target, env));
    },
    giveUp: (region) => {
      if (pauses.due(region)) publishers.delete(region);
    },
    answered: pauses.over,
    [Symbol.dispose]: () => {
      for (const clients of [first, renewed, publishers].flatMap((each) => [...each.values()]))
        clients[Symbol.dispose]();
    },
  };
}
