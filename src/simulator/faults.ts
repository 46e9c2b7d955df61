// What can be wrong in the simulated VPC: one flat object of independent switches.
// It must not know scenario names; scenarios.ts composes faults, everything else only reads them.

/** One state of the simulated world. Fields are independent, so that any two faults can be combined. */
export interface Faults {
  // Names
  /** Private DNS of the endpoint: the wildcard `*.execute-api.R.S` exists inside the VPC only while it is on.
   * `pending`: EC2 says that it is on, but its hidden hosted zone is not made yet (`ZONEIDPENDING`). */
  readonly privateDns: 'on' | 'off' | 'pending';
  /** What the VPC's resolver makes of names below `execute-api.R.S`, where the hidden zone serves them by default.
   * `shadowed`: a Route 53 Resolver rule forwards them to a server that does not know them. `public`: the resolver sees
   * no private zone at all, that of the custom domain neither, and public DNS answers a public address.
   * `other-endpoint`: a zone of the account's own, for the API's name alone, leads to another endpoint that serves it.
   * `stale`: that zone leads to an address that no longer belongs to any endpoint. */
  readonly privateName: 'served' | 'shadowed' | 'public' | 'other-endpoint' | 'stale';
  /** Whether the endpoint is associated with the API, which is what publishes the Route 53 alias. */
  readonly alias: 'associated' | 'not-associated';
  /** The endpoint's own (vpce) names. EC2 lists them in every case. `misled`: somebody else answers for them, with a
   * public address. */
  readonly publicNames: 'published' | 'first-zone-missing' | 'missing' | 'misled';
  /** The resolvers. `servfail-private`: only for names below `execute-api.R.S` that are not vpce names. */
  readonly dns: 'ok' | 'servfail' | 'servfail-private' | 'silent';
  /** What the on-premises resolver does with names below `execute-api.R.S` and in the zone of the custom domain.
   * `none`: it asks public DNS, as for any name. `works`: it forwards them to a Resolver inbound endpoint, which answers
   * as the VPC's own resolver does. `down`: the inbound endpoint does not answer it, and so it answers SERVFAIL. */
  readonly forwarding: 'none' | 'works' | 'down';

  // Network
  /** EC2's state of the endpoint. */
  readonly endpointState: 'available' | 'pending';
  /** `dualstack`: AAAA records beside the A records. All interfaces share one IPv6 address, `::1`, since a machine has no
   * other on its loopback: what is wrong with one zone alone is wrong with its IPv4 address alone. */
  readonly addresses: 'ipv4' | 'dualstack';
  /** `missing`: this machine has no way to the addresses of the AAAA records. */
  readonly ipv6Route: 'there' | 'missing';
  /** Whose packets get through. `first-zone-down`: the interface in the alphabetically first zone is unhealthy: it drops
   * SYNs, and DNS leaves it out where PrivateLink selects. `first-zone-dropped`: a network ACL drops them, which is no
   * matter of health, so that DNS goes on answering its address. `none`: all zones drop SYNs. `refused`: nothing
   * listens any more. `no-route`: this machine has no way to the network of the addresses. */
  readonly reachable: 'all' | 'first-zone-down' | 'first-zone-dropped' | 'none' | 'refused' | 'no-route';

  // TLS
  /** What answers a ClientHello. `refused`: an alert. `plain-http`: an HTTP answer in clear text. */
  readonly tls: 'ok' | 'refused' | 'silent' | 'reset' | 'plain-http';
  /** `default-only`: the endpoint presents `*.execute-api.R.S` whatever name the client asks for. `intercepted`: what
   * is presented was made by somebody in between. `foreign`: it is another service's. `expiring`: it ends in nine days. */
  readonly certificate: 'by-name' | 'default-only' | 'foreign' | 'intercepted' | 'expired' | 'expiring';

  // The way of a request
  /** A device in between that changes requests. `adds-authorization`: what it adds looks like a signature and is none,
   * and the policy of the endpoint is not the default one, so that the endpoint evaluates it. */
  readonly proxy: 'none' | 'rewrites-host' | 'strips-api-id' | 'adds-authorization' | 'answers';
  /** What becomes of an answer. `none-in-first-zone`: requests over the alphabetically first zone are never answered.
   * `too-large`: a body of 2 MiB. */
  readonly answers: 'whole' | 'none' | 'none-in-first-zone' | 'cut' | 'too-large';
  /** Time from the complete request to the first byte of its answer, in milliseconds. */
  readonly answerDelayMs: number;

  // The API
  /** `strict`: requests whose SNI is not their Host, or that do not come by private DNS or a custom domain, are refused. */
  readonly accessMode: 'basic' | 'strict';
  /** `disabled`: the API answers on its custom domain alone. */
  readonly defaultEndpoint: 'enabled' | 'disabled';
  readonly stage: 'deployed' | 'missing';
  /** The route `GET /pets/{id}`. */
  readonly petRoute: 'deployed' | 'missing';
  readonly endpointPolicy: 'allows' | 'denies';
  /** `denies`: no statement allows the call. `denies-in-old-words`: the message ends after the resource. */
  readonly resourcePolicy: 'allows' | 'denies' | 'denies-explicitly' | 'denies-in-old-words';
  /** What the methods ask of a caller. `iam`: a signature, on every method. */
  readonly authorization: 'none' | 'iam' | 'api-key' | 'api-key-on-pet-route' | 'authorizer-refuses';
  /** What becomes of access keys at API Gateway; the other services here take any. `unknown`: AWS knows none of them, any
   * more or yet. `not-allowed`: no policy of theirs allows a call. */
  readonly callers: 'allowed' | 'not-allowed' | 'unknown';
  /** `refused`: the API key is disabled, or its usage plan does not have the stage. */
  readonly apiKey: 'accepted' | 'refused';
  /** API Gateway's clock. `ahead`: by ten minutes, which is what a machine sees whose own clock is ten minutes late. */
  readonly clock: 'right' | 'ahead';
  /** `blocks-some`: in the alphabetically first zone GET /pets/{id} is blocked, in all others GET /pets. It stands for
   * chance. */
  readonly waf: 'off' | 'blocks-some';
  readonly limits: 'kept' | 'throttled' | 'quota-exceeded';
  readonly validator: 'passes' | 'refuses';
  /** `silent`: it takes longer than any client waits. `unavailable` and `not-found`: its own 503 and 404, passed on. */
  readonly backend:
    | 'ok'
    | 'error-as-200'
    | 'maintenance-page'
    | 'timeout'
    | 'silent'
    | 'unreachable'
    | 'misconfigured'
    | 'function-fails'
    | 'unavailable'
    | 'not-found';
  /** `not-associated` with the endpoint: it knows neither the domain's certificate nor its name.
   * `default-certificate`: it knows the name, and the certificate is not there yet. */
  readonly customDomain:
    | 'works'
    | 'no-record'
    | 'not-associated'
    | 'policy-denies'
    | 'default-certificate'
    | 'base-path-wrong';

  // AWS services
  readonly ec2: 'ok' | 'denied' | 'throttled' | 'unavailable';
  readonly cloudwatch: 'ok' | 'denied' | 'throttled' | 'unavailable';
  readonly secretsManager: 'ok' | 'denied' | 'throttled' | 'unavailable';
}

/** Nothing is wrong. */
export const healthy: Faults = {
  privateDns: 'on',
  privateName: 'served',
  alias: 'associated',
  publicNames: 'published',
  dns: 'ok',
  forwarding: 'none',
  endpointState: 'available',
  addresses: 'ipv4',
  ipv6Route: 'there',
  reachable: 'all',
  tls: 'ok',
  certificate: 'by-name',
  proxy: 'none',
  answers: 'whole',
  answerDelayMs: 0,
  accessMode: 'basic',
  defaultEndpoint: 'enabled',
  stage: 'deployed',
  petRoute: 'deployed',
  endpointPolicy: 'allows',
  resourcePolicy: 'allows',
  authorization: 'none',
  callers: 'allowed',
  apiKey: 'accepted',
  clock: 'right',
  waf: 'off',
  limits: 'kept',
  validator: 'passes',
  backend: 'ok',
  customDomain: 'works',
  ec2: 'ok',
  cloudwatch: 'ok',
  secretsManager: 'ok',
};
