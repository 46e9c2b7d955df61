// The probes that failed, by the kind of their failure, and what is worth saying of each. Must not lay anything out.

import { FAILURES, type Failure, type FailureCode } from '../domain/failure.ts';
import type { Observation } from '../domain/observation.ts';
import type { Report } from '../domain/report.ts';

/** Of failures with the same code; the rest would say the same again. */
const MAX_LISTED_PER_CODE = 8;

export type Failed = Observation & { readonly failure: Failure };

export interface FailureGroup {
  readonly code: FailureCode;
  readonly means: string;
  readonly listed: readonly Failed[];
  /** What to say of those that are not listed; empty when all are. */
  readonly rest: string;
}

export function failureGroups({ observations }: Report): readonly FailureGroup[] {
  const failed = observations.filter((seen): seen is Failed => seen.failure !== undefined);
  return [...Map.groupBy(failed, ({ failure }) => failure.code)].map(([code, group]) => {
    const more = group.length - MAX_LISTED_PER_CODE;
    return {
      code,
      means: FAILURES[code].means,
      listed: group.slice(0, MAX_LISTED_PER_CODE),
      rest: more <= 0 ? '' : `and ${more} more ${code} (see --json)`,
    };
  });
}

/** `connect-timeout at connect: no answer from 10.0.2.7:443 within 2000 ms`. */
export function failureText({ step, code, message }: Failure): string {
  return `${code} at ${step}: ${message}`;
}

/** Where the probe went and how it was answered; empty when nothing is known. */
export function whereaboutsText({ address, addresses, resolver, status, errorType, requestId }: Failed): string {
  const others = (addresses ?? []).filter((other) => other !== address);
  return [
    ...(address === undefined ? [] : [`address ${address}`]),
    ...(others.length === 0 ? [] : [`also answered ${others.join(' ')}`]),
    ...(address === undefined && resolver !== undefined ? [`resolver ${resolver}`] : []),
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(errorType === undefined ? [] : [errorType]),
    ...(requestId === undefined ? [] : [`request id ${requestId}`]),
  ].join(', ');
}
