// What may happen to the metrics of a run on their way: the parts of which the lists of such faults are made.

import type { CanaryErrorCode } from '../../src/domain/canary-error.ts';
import type { Answer, Reaction } from '../discovery/aws-stand-ins.ts';
import type { Fault } from './fault.ts';

export interface PublishingFault extends Fault {
  /** What calls get one after the other, the last one again and again; or what there is in the place of a client. */
  readonly cloudwatch: readonly Reaction[] | 'nobody-listens' | 'no-client' | 'client-that-never-comes';
  /** A run of more than a thousand data is two calls. */
  readonly run?: 'one-call' | 'two-calls';
  /** The data that are told as accepted, of those of the run; the others are told as rejected. */
  readonly accepted: 'all' | 'none' | 'first-call' | 'second-call';
  readonly problem?: { readonly code: CanaryErrorCode; readonly says: RegExp };
  readonly calls: number;
  /** CloudWatch took the data, and nobody here can know. */
  readonly twice?: true;
  /** The embedded metric format cannot be written. */
  readonly output?: 'fails';
  /** 10,000 when it is absent. */
  readonly awsMs?: number;
  /** The publishing is over before it begins. */
  readonly tooLate?: true;
}

/** CloudWatch's answer to what it does not do. */
export function refused(status: number, code: string, message: string): Answer {
  return { status, type: 'application/x-amz-json-1.0', body: JSON.stringify({ __type: code, message }) };
}

export const DENIED = refused(403, 'AccessDeniedException', 'not authorized to perform: cloudwatch:PutMetricData');
export const publishFailed = (says: RegExp) => ({ code: 'publish-failed' as const, says });
