// The closed list of ways in which a probe can fail: every code, the step it belongs to, and what it means.

/** The step at which a probe failed. `request`: sent, and not one byte of an answer; `response`: an answer that began
 * and could not be read whole; `expect`: a whole answer that is not the expected one. */
export type Step = 'dns' | 'connect' | 'tls' | 'request' | 'response' | 'expect';

export const FAILURES = {
  'dns-nxdomain': { step: 'dns', means: 'the name does not exist for this resolver' },
  'dns-no-address': { step: 'dns', means: 'the name exists but has no address of this family' },
  'dns-servfail': { step: 'dns', means: 'the resolver answered that it failed' },
  'dns-refused': { step: 'dns', means: 'the resolver refused the question' },
  'dns-timeout': { step: 'dns', means: 'the resolver did not answer in time' },
  'dns-unreachable': {
    step: 'dns',
    means: 'nothing listens at the resolver address, or it ends the connection that a long answer needs',
  },
  'dns-malformed': {
    step: 'dns',
    means: 'the answer of the resolver could not be read, or it found the question malformed',
  },
  'address-untrusted': {
    step: 'connect',
    means: 'the name leads outside of the networks that credentials are sent to; nothing was sent there',
  },
  'connect-timeout': {
    step: 'connect',
    means: 'no answer to the connection request: dropped by a security group, a network ACL or a missing route',
  },
  'connect-refused': { step: 'connect', means: 'the address answered that nothing listens on this port' },
  'connect-reset': { step: 'connect', means: 'the connection was reset while it was being made' },
  'connect-unreachable': { step: 'connect', means: 'this host has no route to the address' },
  'tls-timeout': { step: 'tls', means: 'connected, but the TLS handshake did not finish in time' },
  'tls-reset': { step: 'tls', means: 'the connection ended during the TLS handshake' },
  'tls-alert': { step: 'tls', means: 'the server refused the TLS handshake' },
  'tls-not-tls': {
    step: 'tls',
    means: 'what answered does not speak TLS as it has to, or no version that both sides know',
  },
  'tls-name-mismatch': { step: 'tls', means: 'the certificate is not for the name that was dialled' },
  'tls-expired': { step: 'tls', means: 'the certificate has expired' },
  'tls-not-yet-valid': { step: 'tls', means: 'the certificate is not valid yet' },
  'tls-untrusted': { step: 'tls', means: 'the certificate was issued by nobody whom this client trusts' },
  'request-timeout': { step: 'request', means: 'the request was sent and no byte of an answer came in time' },
  'request-reset': { step: 'request', means: 'the connection ended before the first byte of an answer' },
  'response-timeout': { step: 'response', means: 'the answer began and did not end in time' },
  'response-reset': { step: 'response', means: 'the connection ended in the middle of the answer' },
  'response-malformed': { step: 'response', means: 'the answer is not valid HTTP/1.1' },
  'response-headers-too-large': { step: 'response', means: 'the headers are larger than the canary reads' },
  'response-body-too-large': { step: 'response', means: 'the body is larger than the canary reads' },
  'access-denied': { step: 'expect', means: 'API Gateway: a policy does not allow the call' },
  forbidden: {
    step: 'expect',
    means: 'API Gateway: no such API, stage or Host here, or an API key or WAF rule refused it',
  },
  'missing-authentication-token': {
    step: 'expect',
    means: 'API Gateway: no such resource or method in the stage, or it wants a signature',
  },
  'signature-refused': { step: 'expect', means: 'API Gateway: the Authorization header is not a valid signature' },
  unauthorized: { step: 'expect', means: 'API Gateway: the authorizer refused the call' },
  throttled: { step: 'expect', means: 'API Gateway: too many requests' },
  'quota-exceeded': { step: 'expect', means: 'API Gateway: the quota of the usage plan is used up' },
  'bad-request': { step: 'expect', means: 'API Gateway: the request validator refused the request' },
  'integration-timeout': { step: 'expect', means: 'API Gateway: the backend did not answer in time' },
  'integration-unreachable': { step: 'expect', means: 'API Gateway: network error between it and the backend' },
  'integration-failed': { step: 'expect', means: 'API Gateway: the integration failed' },
  'gateway-error': { step: 'expect', means: 'API Gateway answered with an error of a type that is not in this list' },
  'backend-error': { step: 'expect', means: 'the backend answered with an error that API Gateway passed on' },
  'not-api-gateway': {
    step: 'expect',
    means: 'the answer lacks the headers that API Gateway puts on every answer: something else answered',
  },
  'unexpected-status': { step: 'expect', means: 'the status is not one of those expected' },
  'not-denied': {
    step: 'expect',
    means: 'API Gateway let a request through that it has to refuse: a policy or the access mode is open',
  },
  'body-not-json': { step: 'expect', means: 'the body is not JSON' },
  'body-mismatch': { step: 'expect', means: 'an expression on the body is not true' },
  // Last and visible: what no row above knows.
  unknown: { step: undefined, means: 'a failure that the canary does not know; the message has what the system said' },
} as const satisfies Record<string, { readonly step: Step | undefined; readonly means: string }>;

export type FailureCode = keyof typeof FAILURES;

/** Why a probe failed. `message` says what was met and what was expected, at most 300 characters on one line. */
export interface Failure {
  readonly step: Step;
  readonly code: FailureCode;
  readonly message: string;
}
