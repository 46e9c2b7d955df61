// What the TLS endpoints saw, in order, so that tests can compare what a client meant to send with what arrived.
// It must not interpret anything: names and values are kept as received.

/** The parts of a ClientHello that tell access methods and clients apart, read from the wire. */
export interface ClientHello {
  /** Server name, or undefined when the client sent none. */
  readonly sni: string | undefined;
  /** Protocols offered, in the client's order; empty without the extension. */
  readonly alpn: readonly string[];
  /**
   * A pre_shared_key extension or a non-empty session_ticket extension.
   * TLS 1.3's compatibility session id is random in a first handshake too and does not count.
   */
  readonly offersSession: boolean;
  /** Such as `TLSv1.3`; versions without a name, GREASE among them, as `0x1a1a`. */
  readonly supportedVersions: readonly string[];
}

/** One HTTP request as it arrived. */
export interface SeenRequest {
  readonly method: string;
  /** Request target with its query. */
  readonly path: string;
  /** Host header as received, port included. */
  readonly host: string;
  /** Lower-case names; repeated headers are joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** Header names in the order and spelling of the wire. */
  readonly rawHeaderNames: readonly string[];
}

/** One connection whose ClientHello arrived, whether or not its handshake then succeeded. */
export interface SeenConnection {
  readonly zone: string;
  readonly address: string;
  readonly clientHello: ClientHello;
  readonly requests: readonly SeenRequest[];
}
