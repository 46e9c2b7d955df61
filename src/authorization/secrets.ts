// Secrets by their ids, kept for some minutes, so that a run every minute seldom asks; and the last good value where
// Secrets Manager cannot be asked.

import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CanaryError } from '../domain/canary-error.ts';
import { createPauses } from '../domain/pauses.ts';

/** The client for a Region; loading it may take a while. `anew`: the one before hangs, as one does that asked for
 * credentials and got no answer. */
export type SecretsManagerFor = (region: string, anew: boolean) => SecretsManagerClient | Promise<SecretsManagerClient>;

export interface Question {
  readonly secretId: string;
  readonly region: string;
  /** The most that the answer may take, in milliseconds. */
  readonly awsMs: number;
  readonly signal: AbortSignal;
}

export interface Secrets {
  /** The secret's text. Throws a `CanaryError` where it cannot be had and never could. */
  readonly read: (question: Question) => Promise<string>;
  /** What is kept may be out of date: the next reading asks. */
  readonly doubt: () => void;
}

interface Kept {
  readonly text: string;
  readonly atMs: number;
  /** Until when nobody is asked, in milliseconds since 1970. */
  readonly freshUntilMs: number;
}

// In milliseconds, all of them. How long nobody is asked again; how long the service may take when there is a value to go
// on with; how long such a value is used against the word of a service that answers.
const FRESH_MS = 300_000;
const PATIENCE_MS = 2_000;
const TRUSTED_MS = 3_600_000;
// Each new client may leave a process behind that hangs.
const FIRST_PAUSE_MS = 1_000;

/** Makes a memory of secrets; `now` in milliseconds. */
export function createSecrets(clientFor: SecretsManagerFor, now: () => number): Secrets {
  const memory = new Map<string, Kept>();
  const hanging = new Set<string>();
  const pauses = createPauses<string>(FIRST_PAUSE_MS, () => performance.now());
  return {
    read: async ({ secretId, region, awsMs, signal }) => {
      const key = JSON.stringify([region, secretId]);
      const kept = memory.get(key);
      if (kept !== undefined && now() < kept.freshUntilMs) return kept.text;
      const patience = AbortSignal.timeout(kept === undefined ? awsMs : Math.min(awsMs, PATIENCE_MS));
      const limit = AbortSignal.any([signal, patience]);
      try {
        const { readSecret } = await import('./secrets-manager.ts');
        const text = await readSecret(await clientFor(region, hanging.delete(region)), secretId, limit);
        pauses.over(region);
        memory.set(key, { text, atMs: now(), freshUntilMs: now() + FRESH_MS });
        return text;
      } catch (error) {
        if (limit.aborted && pauses.due(region)) hanging.add(region);
        if (kept !== undefined && mayGoOn(error, now() - kept.atMs)) return kept.text;
        throw error;
      }
    },
    doubt: () => {
      for (const [key, kept] of memory) memory.set(key, { ...kept, freshUntilMs: 0 });
    },
  };
}

/** With no connection a value is as good as it was. A refusal is somebody's doing, and must be seen before long. */
function mayGoOn(error: unknown, ageMs: number): boolean {
  const unreachable = error instanceof CanaryError && error.code === 'secret-unreachable';
  return unreachable || ageMs <= TRUSTED_MS;
}
