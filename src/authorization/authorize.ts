// What the requests of a run carry to prove who asks: values of headers from the environment or from Secrets Manager, and
// a signature. This file remembers from run to run; authorizer.ts obtains.

import { type Authorizer, wantsAuthorization } from '../domain/authorization.ts';
import { CanaryError } from '../domain/canary-error.ts';
import { orAborted } from '../domain/deadline.ts';
import type { Observation } from '../domain/observation.ts';
import { createPauses } from '../domain/pauses.ts';
import { saidBy } from '../domain/service-answer.ts';
import type { Target } from '../domain/target.ts';
import type { CredentialProvider, Credentials } from './credentials.ts';
import { createSecrets, type SecretsManagerFor } from './secrets.ts';

export interface AuthorizationOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Called for a client only when Secrets Manager is asked. */
  readonly secretsManager: SecretsManagerFor;
  /** What to sign with instead of what the SDK's chain finds. */
  readonly credentials?: Credentials;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Obtains what the requests of runs carry. Secrets and credentials outlive a run. */
export interface Authorization {
  /** The authorizer of the run that this signal ends, the same whenever it is asked for; nothing where no request carries
   * anything. Throws a `CanaryError` when something cannot be obtained. */
  readonly authorize: (target: Target, signal: AbortSignal) => Promise<Authorizer | undefined>;
  /** What was refused may have been out of date: the next run asks anew. */
  readonly note: (observations: readonly Observation[]) => void;
}

// Each new chain may leave a process behind that hangs.
const FIRST_PAUSE_MS = 1_000;

/** Makes an authorization with its own memory. */
export function createAuthorization(options: AuthorizationOptions): Authorization {
  const { env, now } = options;
  const secrets = createSecrets(options.secretsManager, now);
  const chains = new Map<string, Promise<CredentialProvider>>();
  const pauses = createPauses<string>(FIRST_PAUSE_MS, () => performance.now());
  const runs = new WeakMap<AbortSignal, Map<Target, Promise<Authorizer | undefined>>>();

  const credentialsFor = async ({ api, timeouts }: Target, signal: AbortSignal): Promise<Credentials> => {
    if (options.credentials !== undefined) return options.credentials;
    const chain = chains.get(api.region) ?? loadedChain(api.region);
    chains.set(api.region, chain);
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeouts.awsMs)]);
    const credentials = chain.then((provide) => provide(now() + timeouts.runMs));
    return orAborted(credentials, limit).then(
      (found) => {
        pauses.over(api.region);
        return found;
      },
      (error: unknown) => {
        // A chain whose source hangs waits for that one answer for ever.
        if (limit.aborted && pauses.due(api.region)) chains.delete(api.region);
        throw credentialsError(error, limit);
      },
    );
  };

  const obtained = async (target: Target, signal: AbortSignal): Promise<Authorizer | undefined> => {
    const { auth } = target;
    if (auth === undefined || !wantsAuthorization(target)) return undefined;
    const ended: Authorizer = { auth, region: target.api.region, ...OF_AN_ENDED_RUN };
    if (signal.aborted) return ended;
    const { makeAuthorizer } = await import('./authorizer.ts');
    const credentials = () => credentialsFor(target, signal);
    try {
      return await makeAuthorizer(target, auth, { env, secrets, credentials, now, signal });
    } catch (error) {
      if (wasStopped(signal)) return ended;
      throw error;
    }
  };

  return {
    authorize: (target, signal) => {
      const run = runs.get(signal) ?? new Map<Target, Promise<Authorizer | undefined>>();
      runs.set(signal, run);
      const authorizer = run.get(target) ?? obtained(target, signal);
      run.set(target, authorizer);
      return authorizer;
    },
    note: (observations) => {
      if (!observations.some(isRefusal)) return;
      secrets.doubt();
      chains.clear();
    },
  };
}

// Its probes are not sent any more, and are told of as such.
const OF_AN_ENDED_RUN: Pick<Authorizer, 'headersFor' | 'redact'> = {
  headersFor: () => Promise.reject(new Error('the run is over')),
  redact: (text) => text,
};

/** By somebody, and not by its deadline: a secret that takes all the time of a run is why there is no run. */
function wasStopped({ aborted, reason }: AbortSignal): boolean {
  return aborted && !(reason instanceof DOMException && reason.name === 'TimeoutError');
}

function isRefusal({ outcome, status, control }: Observation): boolean {
  return control === undefined && outcome === 'failed' && (status === 401 || status === 403);
}

async function loadedChain(region: string): Promise<CredentialProvider> {
  return (await import('./credentials.ts')).credentialChain(region);
}

function credentialsError(error: unknown, limit: AbortSignal): CanaryError {
  const hint = 'Give the canary AWS credentials (environment, profile or role): with `auth.iam` it signs with them.';
  if (limit.aborted) return new CanaryError('aws-credentials', 'auth.iam: no AWS credentials in time', { hint });
  return new CanaryError('aws-credentials', `auth.iam: ${saidBy(error)}`, { hint });
}
