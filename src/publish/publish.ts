// A run's metrics to the sink that the target names. Nothing is lost in silence: what CloudWatch does not take goes out
// in the embedded metric format and is counted, and when that fails, too, the run fails.

import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CanaryError, type CanaryErrorCode, problemOf } from '../domain/canary-error.ts';
import { orAborted } from '../domain/deadline.ts';
import type { Published } from '../domain/report.ts';
import { saidBy } from '../domain/service-answer.ts';
import type { Target } from '../domain/target.ts';
import type { MetricBatch, Sent } from './cloudwatch.ts';
import { emfLines } from './emf.ts';
import { type Measured, metricsOf, type Series } from './metrics.ts';

/** Publishes a run within `timeouts.awsMs` and the signal. Throws a `CanaryError` when it could publish nowhere. */
export type Publish = (run: Measured, target: Target, signal: AbortSignal) => Promise<Published>;

/** `writeLine` writes one raw line to where embedded metrics are read from, and rejects when it could not. */
export interface PublishPorts {
  readonly cloudwatch: (target: Target) => CloudWatchClient | Promise<CloudWatchClient>;
  readonly writeLine: (line: string) => Promise<void>;
}

export function createPublish(ports: PublishPorts): Publish {
  return async (run, target, signal) => {
    const series = metricsOf(run, target.metrics);
    const timestamp = new Date(run.startedAt);
    const write = async (lost: readonly Series[]) => {
      const lines = emfLines(lost, { namespace: target.metrics.namespace, timestamp });
      await Promise.all(lines.map(ports.writeLine));
    };
    switch (target.publish) {
      case 'none':
        return { sink: 'none', accepted: 0, rejected: 0 };
      case 'emf':
        await orFail(write(series));
        return { sink: 'emf', accepted: series.length, rejected: 0 };
      case 'cloudwatch': {
        if (series.length === 0) return { sink: 'cloudwatch', accepted: 0, rejected: 0 };
        const bounded = AbortSignal.any([signal, AbortSignal.timeout(target.timeouts.awsMs)]);
        const batch = { namespace: target.metrics.namespace, timestamp, series };
        const { accepted, rejected, refused, reason } = await put(batch, () => ports.cloudwatch(target), bounded);
        if (rejected === 0) return { sink: 'cloudwatch', accepted, rejected };
        await orFail(write(refused), reason);
        return { sink: 'cloudwatch', accepted, rejected, fallback: 'emf', problem: problemOf(refusal(reason)) };
      }
    }
  };
}

/** Never rejects: without a client, or without the code for one, CloudWatch takes nothing. */
async function put(
  batch: MetricBatch,
  cloudwatch: () => CloudWatchClient | Promise<CloudWatchClient>,
  signal: AbortSignal,
): Promise<Sent> {
  const load = async () => [await import('./cloudwatch.ts'), await cloudwatch()] as const;
  try {
    const [{ putMetrics }, client] = await orAborted(load(), signal);
    return await putMetrics(client, batch, signal);
  } catch (reason) {
    return { accepted: 0, rejected: batch.series.length, refused: batch.series, reason };
  }
}

async function orFail(written: Promise<void>, reason?: unknown): Promise<void> {
  try {
    await written;
  } catch (error) {
    const first = reason === undefined ? '' : ` after ${refusal(reason).message}`;
    throw new CanaryError('publish-failed', `the metrics could be written nowhere: ${error}${first}`, {
      cause: error,
      hint: 'The metrics of this run are lost. Give the canary a way to CloudWatch, or an output that can be written.',
    });
  }
}

const CREDENTIALS =
  /^(?:CredentialsProviderError|TokenProviderError|InvalidClientTokenId|MissingAuthenticationToken|ExpiredToken|SignatureDoesNotMatch|UnrecognizedClient)/;

/** Why CloudWatch did not take a call. `hint` says what became of the data. */
export function refusal(reason: unknown, hint?: string): CanaryError {
  const said = saidBy(reason);
  const code: CanaryErrorCode = CREDENTIALS.test(said) ? 'aws-credentials' : 'publish-failed';
  return new CanaryError(code, `CloudWatch did not take the metrics: ${said}`, {
    cause: reason,
    ...(hint === undefined ? {} : { hint }),
  });
}
