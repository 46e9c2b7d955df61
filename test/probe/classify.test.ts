import { describe, expect, test } from 'vitest';
import { FAILURES, type FailureCode } from '../../src/domain/failure.ts';
import {
  classifyConnectError,
  classifyDnsError,
  classifyExchangeError,
  classifyTlsError,
} from '../../src/probe/classify.ts';

type Rows = readonly (readonly [system: string, code: FailureCode])[];

// Each table in the order in which the code looks, `unknown` last.
const DNS: Rows = [
  ['ENOTFOUND', 'dns-nxdomain'],
  ['ENODATA', 'dns-no-address'],
  ['ESERVFAIL', 'dns-servfail'],
  ['EREFUSED', 'dns-refused'],
  ['ENOTIMP', 'dns-refused'],
  ['ETIMEOUT', 'dns-timeout'],
  ['ECONNREFUSED', 'dns-unreachable'],
  ['ENETUNREACH', 'dns-unreachable'],
  ['EHOSTUNREACH', 'dns-unreachable'],
  ['EBADRESP', 'dns-malformed'],
  ['EFORMERR', 'dns-malformed'],
  ['EBADNAME', 'dns-malformed'],
  ['EBADFAMILY', 'dns-malformed'],
  ['EBADQUERY', 'dns-malformed'],
  ['EBADSTR', 'dns-malformed'],
  ['ENOMEM', 'unknown'],
];

const CONNECT: Rows = [
  ['ECONNREFUSED', 'connect-refused'],
  ['ECONNRESET', 'connect-reset'],
  ['EPIPE', 'connect-reset'],
  ['ECONNABORTED', 'connect-reset'],
  ['ETIMEDOUT', 'connect-timeout'],
  ['EHOSTUNREACH', 'connect-unreachable'],
  ['ENETUNREACH', 'connect-unreachable'],
  ['EADDRNOTAVAIL', 'connect-unreachable'],
  ['ENETDOWN', 'connect-unreachable'],
  ['EHOSTDOWN', 'connect-unreachable'],
  ['EACCES', 'connect-unreachable'],
  ['EPERM', 'connect-unreachable'],
  ['EMFILE', 'unknown'],
];

const TLS: Rows = [
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls-name-mismatch'],
  ['ERR_TLS_CERT_ALTNAME_FORMAT', 'tls-name-mismatch'],
  ['CERT_HAS_EXPIRED', 'tls-expired'],
  ['CERT_NOT_YET_VALID', 'tls-not-yet-valid'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls-untrusted'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls-untrusted'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'tls-untrusted'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls-untrusted'],
  ['CERT_SIGNATURE_FAILURE', 'tls-untrusted'],
  ['INVALID_CA', 'tls-untrusted'],
  ['INVALID_PURPOSE', 'tls-untrusted'],
  ['PATH_LENGTH_EXCEEDED', 'tls-untrusted'],
  ['HOSTNAME_MISMATCH', 'tls-untrusted'],
  ['ERROR_IN_CERT_NOT_AFTER_FIELD', 'tls-untrusted'],
  ['CRL_HAS_EXPIRED', 'tls-untrusted'],
  ['ECONNRESET', 'tls-reset'],
  ['EPIPE', 'tls-reset'],
  ['ECONNABORTED', 'tls-reset'],
  ['ETIMEDOUT', 'tls-timeout'],
  ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'tls-alert'],
  ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'tls-alert'],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls-alert'],
  ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'tls-alert'],
  ['ERR_SSL_TLSV1_BAD_CERTIFICATE_STATUS_RESPONSE', 'tls-alert'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls-not-tls'],
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'tls-not-tls'],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'tls-not-tls'],
  ['ERR_SSL_HTTP_REQUEST', 'tls-not-tls'],
  ['ERR_SSL_HTTPS_PROXY_REQUEST', 'tls-not-tls'],
  ['ERR_SSL_UNKNOWN_PROTOCOL', 'tls-not-tls'],
  ['ERR_SSL_NO_PROTOCOLS_AVAILABLE', 'tls-not-tls'],
  ['ERR_SSL_RECORD_LAYER_FAILURE', 'tls-not-tls'],
  ['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'tls-not-tls'],
  ['ERR_OSSL_EVP_UNSUPPORTED', 'unknown'],
];

const UNANSWERED: Rows = [
  ['UND_ERR_HEADERS_OVERFLOW', 'response-headers-too-large'],
  ['HPE_HEADER_OVERFLOW', 'response-headers-too-large'],
  ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'response-body-too-large'],
  ['HPE_INVALID_CONSTANT', 'response-malformed'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'response-malformed'],
  ['ECONNRESET', 'request-reset'],
  ['EPIPE', 'request-reset'],
  ['ECONNABORTED', 'request-reset'],
  ['UND_ERR_SOCKET', 'request-reset'],
  ['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'request-reset'],
  ['ETIMEDOUT', 'request-timeout'],
  ['UND_ERR_HEADERS_TIMEOUT', 'request-timeout'],
  ['UND_ERR_BODY_TIMEOUT', 'request-timeout'],
  ['UND_ERR_INVALID_ARG', 'unknown'],
];

const ONCE_ANSWERED: Rows = [
  ['UND_ERR_HEADERS_OVERFLOW', 'response-headers-too-large'],
  ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'response-body-too-large'],
  ['HPE_INVALID_CONSTANT', 'response-malformed'],
  ['ECONNRESET', 'response-reset'],
  ['UND_ERR_SOCKET', 'response-reset'],
  ['ETIMEDOUT', 'response-timeout'],
  ['UND_ERR_INVALID_ARG', 'unknown'],
];

const STEPS = [
  ['dns', DNS, classifyDnsError],
  ['connect', CONNECT, classifyConnectError],
  ['tls', TLS, classifyTlsError],
  [
    'request',
    UNANSWERED,
    (error: { code: string }) => classifyExchangeError(error, { answered: false, endedByPeer: false }),
  ],
  [
    'response',
    ONCE_ANSWERED,
    (error: { code: string }) => classifyExchangeError(error, { answered: true, endedByPeer: false }),
  ],
] as const;

describe.each(STEPS)('system errors at %s', (_step, rows, classify) => {
  test.each(rows)('%s is %s', (system, code) => {
    expect(classify({ code: system })).toBe(code);
  });

  test.each([['XENOTFOUND'], ['ECONNREFUSEDX'], ['enotfound'], ['']])(
    '%j is not taken for a code that it resembles',
    (code) => {
      expect(classify({ code })).toBe('unknown');
    },
  );
});

test('an error of the parser of undici has no code, and is known by its name', () => {
  const state = { answered: true, endedByPeer: false };
  expect(classifyExchangeError({ name: 'HTTPParserError' }, state)).toBe('response-malformed');
  expect(classifyExchangeError({ name: 'Error' }, state)).toBe('unknown');
  expect(classifyExchangeError({}, state)).toBe('unknown');
});

test('what the parser misses once the connection is over was cut off', () => {
  for (const error of [{ name: 'HTTPParserError' }, { code: 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' }]) {
    expect(classifyExchangeError(error, { answered: true, endedByPeer: true })).toBe('response-reset');
    expect(classifyExchangeError(error, { answered: false, endedByPeer: true })).toBe('request-reset');
  }
});

test('every failure before the expectation is in a table', () => {
  const inTables = new Set(STEPS.flatMap(([, rows]) => rows.map(([, code]) => code)));
  const known = Object.entries(FAILURES).filter(([, { step }]) => step !== 'expect');
  // The canary's own refusal: nothing has failed by then.
  const own = ['address-untrusted'];
  expect(inTables).toEqual(new Set(known.map(([code]) => code).filter((code) => !own.includes(code))));
});
