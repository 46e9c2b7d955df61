// What PutMetricData stored, kept for the lifetime of the server. A metric is its namespace, its name and its
// exact set of dimensions: nothing is aggregated over dimensions. Checks nothing.

/** Name and value; a metric's dimensions are unordered. */
export interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

/** What identifies a metric. */
export interface MetricIdentity {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly Dimension[];
}

/** A value that was measured `count` times. */
export interface CountedValue {
  readonly value: number;
  readonly count: number;
}

/** One stored datum. `values` is absent when the sender gave nothing but a statistic set. */
export interface Sample {
  /** Rounded down to the metric's storage resolution, a minute or a second. */
  readonly timestampMs: number;
  readonly unit: string;
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly values: readonly CountedValue[] | undefined;
}

/** A metric and everything stored under it, in order of arrival. */
export interface MetricSeries {
  readonly metric: MetricIdentity;
  readonly samples: readonly Sample[];
}

/** The metrics of one simulated account and region. */
export interface MetricStore {
  add(metric: MetricIdentity, sample: Sample): void;
  /** Empty for a metric that nobody has written. */
  samplesOf(metric: MetricIdentity): readonly Sample[];
  /** In the order in which the metrics first appeared. */
  series(): readonly MetricSeries[];
}

export function metricStore(): MetricStore {
  const byIdentity = new Map<string, { metric: MetricIdentity; samples: Sample[] }>();
  return {
    add(metric, sample) {
      const key = identityKey(metric);
      const entry = byIdentity.get(key) ?? { metric, samples: [] };
      entry.samples.push(sample);
      byIdentity.set(key, entry);
    },
    samplesOf: (metric) => byIdentity.get(identityKey(metric))?.samples ?? [],
    series: () => [...byIdentity.values()],
  };
}

function identityKey(metric: MetricIdentity): string {
  const pairs = metric.Dimensions.map(({ Name, Value }) => JSON.stringify([Name, Value])).sort();
  return JSON.stringify([metric.Namespace, metric.MetricName, ...pairs]);
}
