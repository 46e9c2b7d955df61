// What can be wrong in the simulated VPC: one flat object of independent switches.
// It must not know scenario names; scenarios.ts composes faults, everything else only reads them.

/** One state of the simulated world. Fields are independent, so that any two faults can be combined. */
export interface Faults {
  /** Private DNS of the endpoint: the wildcard `*.execute-api.R.S` exists inside the VPC only while it is on. */
  readonly privateDns: 'on' | 'off';
  /** Whether the endpoint is associated with the API, which is what publishes the Route 53 alias. */
  readonly alias: 'associated' | 'not-associated';
  /** Whose packets get through. `first-zone-down`: the alphabetically first zone drops SYNs. `none`: all zones do. */
  readonly reachable: 'all' | 'first-zone-down' | 'none';
  readonly resourcePolicy: 'allows' | 'denies';
  readonly stage: 'deployed' | 'missing';
  /** The route `GET /pets/{id}`. */
  readonly petRoute: 'deployed' | 'missing';
  readonly backend: 'ok' | 'error-as-200' | 'timeout';
  /** `default-only`: the endpoint presents `*.execute-api.R.S` whatever name the client asks for. */
  readonly certificate: 'by-name' | 'default-only';
  readonly dns: 'ok' | 'servfail';
  /** Time from the complete request to the first byte of its answer, in milliseconds. */
  readonly answerDelayMs: number;
  readonly ec2: 'ok' | 'denied' | 'throttled' | 'unavailable';
  readonly cloudwatch: 'ok' | 'denied' | 'throttled' | 'unavailable';
}

/** Nothing is wrong. */
export const healthy: Faults = {
  privateDns: 'on',
  alias: 'associated',
  reachable: 'all',
  resourcePolicy: 'allows',
  stage: 'deployed',
  petRoute: 'deployed',
  backend: 'ok',
  certificate: 'by-name',
  dns: 'ok',
  answerDelayMs: 0,
  ec2: 'ok',
  cloudwatch: 'ok',
};
