// System errors to failure codes, by `code` and never by text. Each table is read from top to bottom; what no row knows
// is `unknown`.

import type { FailureCode } from '../domain/failure.ts';

type Row = readonly [pattern: RegExp, code: FailureCode];

// Codes of c-ares, as node:dns gives them.
const DNS: readonly Row[] = [
  [/^ENOTFOUND$/, 'dns-nxdomain'],
  [/^ENODATA$/, 'dns-no-address'],
  [/^ESERVFAIL$/, 'dns-servfail'],
  [/^(?:EREFUSED|ENOTIMP)$/, 'dns-refused'],
  [/^ETIMEOUT$/, 'dns-timeout'],
  [/^(?:ECONNREFUSED|ENETUNREACH|EHOSTUNREACH)$/, 'dns-unreachable'],
  [/^(?:EBADRESP|EFORMERR|EBADNAME|EBADFAMILY|EBADQUERY|EBADSTR)$/, 'dns-malformed'],
];

const CONNECT: readonly Row[] = [
  [/^ECONNREFUSED$/, 'connect-refused'],
  [/^(?:ECONNRESET|EPIPE|ECONNABORTED)$/, 'connect-reset'],
  [/^ETIMEDOUT$/, 'connect-timeout'],
  [/^(?:EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ENETDOWN|EHOSTDOWN|EACCES|EPERM)$/, 'connect-unreachable'],
];

// Verification results come first: they are the ones that a person acts on.
const TLS: readonly Row[] = [
  [/^ERR_TLS_CERT_ALTNAME_(?:INVALID|FORMAT)$/, 'tls-name-mismatch'],
  [/^CERT_HAS_EXPIRED$/, 'tls-expired'],
  [/^CERT_NOT_YET_VALID$/, 'tls-not-yet-valid'],
  [
    /^(?:UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_|CERT_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|HOSTNAME_MISMATCH|ERROR_IN_|CRL_)/,
    'tls-untrusted',
  ],
  [/^(?:ECONNRESET|EPIPE|ECONNABORTED)$/, 'tls-reset'],
  [/^ETIMEDOUT$/, 'tls-timeout'],
  [/^ERR_SSL_.*ALERT/, 'tls-alert'],
  // Alerts 110 to 114 (RFC 6066), whose names in OpenSSL do not say that they are alerts.
  [
    /^ERR_SSL_TLSV1_(?:UNRECOGNIZED_NAME|UNSUPPORTED_EXTENSION|CERTIFICATE_UNOBTAINABLE|BAD_CERTIFICATE_(?:STATUS_RESPONSE|HASH_VALUE))$/,
    'tls-alert',
  ],
  // Of what comes, OpenSSL makes no handshake. Nobody has refused it.
  [/^ERR_SSL_/, 'tls-not-tls'],
];

// Codes of undici and llhttp; undici 8 gives its parser's errors a name and no code. Which of `request-…` and `response-…`
// it is depends on whether a byte had come.
const EXCHANGE: readonly Row[] = [
  [/^UND_ERR_HEADERS_OVERFLOW$/, 'response-headers-too-large'],
  [/^HPE_HEADER_OVERFLOW$/, 'response-headers-too-large'],
  [/^UND_ERR_RES_EXCEEDED_MAX_SIZE$/, 'response-body-too-large'],
  [/^(?:HPE_|HTTPParserError$|UND_ERR_RES_CONTENT_LENGTH_MISMATCH$)/, 'response-malformed'],
  [/^(?:ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET|ERR_SSL_.*)$/, 'request-reset'],
  [/^(?:ETIMEDOUT|UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT)$/, 'request-timeout'],
];

const ONCE_ANSWERED: { readonly [code in FailureCode]?: FailureCode } = {
  'request-reset': 'response-reset',
  'request-timeout': 'response-timeout',
};

interface Coded {
  readonly code?: string | undefined;
  readonly name?: string | undefined;
}

export function classifyDnsError(error: Coded): FailureCode {
  return lookUp(DNS, error);
}

export function classifyConnectError(error: Coded): FailureCode {
  return lookUp(CONNECT, error);
}

export function classifyTlsError(error: Coded): FailureCode {
  return lookUp(TLS, error);
}

/** `answered`: at least one byte of an answer had come. `endedByPeer`: the other side had ended the connection. */
export function classifyExchangeError(
  error: Coded,
  { answered, endedByPeer }: { readonly answered: boolean; readonly endedByPeer: boolean },
): FailureCode {
  const code = endedByPeer ? 'request-reset' : lookUp(EXCHANGE, error);
  return answered ? (ONCE_ANSWERED[code] ?? code) : code;
}

function lookUp(rows: readonly Row[], { code, name }: Coded): FailureCode {
  return rows.find(([pattern]) => pattern.test(code ?? name ?? ''))?.[1] ?? 'unknown';
}
