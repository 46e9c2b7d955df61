// A request as API Gateway's front door sees it: what was sent, and over which connection.
// It must not interpret anything.

/** The parts of a request that decide about its answer. */
export interface GatewayRequest {
  /** Name of the zone whose interface it came in by. */
  readonly zone: string;
  /** Server name of the TLS handshake. */
  readonly sni: string | undefined;
  readonly method: string;
  /** Request target: path and query. */
  readonly target: string;
  /** Host header, port allowed. */
  readonly host: string;
  /** Value of `x-apigw-api-id`. */
  readonly apiId: string | undefined;
  /** Value of `x-api-key`. */
  readonly apiKey: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}
