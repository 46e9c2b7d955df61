// What an estimate of a month's bill is made of.

/** What is paid for: what is there all month, and what each run uses. */
export interface CostInput {
  /** From the start of one run to the start of the next. */
  readonly everySeconds: number;
  /** Each probe is one request to the API. */
  readonly probesPerRun: number;
  /** Series (metric name × dimension values) that every run sends data to. */
  readonly metricSeries: number;
  /** Further series, which get data only while something fails. */
  readonly failureOnlySeries: number;
  /** `PutMetricData` calls of one run; 0 with the embedded metric format. */
  readonly putCallsPerRun: number;
  /** What goes to the log: the report, and embedded metrics where they are the sink. */
  readonly logBytesPerRun: number;
  readonly alarms: AlarmCounts;
  readonly dashboards: number;
  /** Customer keys of KMS: alarms cannot publish to a topic under AWS's own. */
  readonly keys: number;
  /** Absent: it runs on a machine that is paid for anyway. */
  readonly lambda?: { readonly memoryMb: number; readonly runMs: number };
  /** AWS services that the canary calls from a VPC; each needs an endpoint with an interface in each zone. */
  readonly interfaceEndpoints: { readonly services: readonly string[]; readonly zones: number };
}

export interface AlarmCounts {
  /** Alarms on one metric each. */
  readonly metric: number;
  /** Metrics that the queries of alarms analyse, together. */
  readonly analysedMetrics: number;
  readonly composite: number;
}
