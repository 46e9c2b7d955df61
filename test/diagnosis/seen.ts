// What a probe sees when it passes, fails or gets no turn, made from the failure's code and the addresses of its name.

import { FAILURES, type FailureCode, type Step } from '../../src/domain/failure.ts';
import { PASSED, type Seen } from '../report/report-builder.ts';

export type Outcome = FailureCode | 'passed' | 'not-run';

/** An outcome alone, or with what is particular about it. `addresses`: the first of them is dialled. */
export type Sight = Outcome | (Partial<Omit<Seen, 'outcome' | 'failure'>> & { readonly is: Outcome });

type Answer = Pick<Seen, 'status' | 'errorType' | 'bodyExcerpt'>;

const answer = (status: number, errorType: string, message: string): Answer => ({
  status,
  errorType,
  bodyExcerpt: `{"message":"${message}"}`,
});

const ANSWERS: Readonly<Partial<Record<FailureCode, Answer>>> = {
  'access-denied': answer(
    403,
    'AccessDeniedException',
    'User: anonymous is not authorized to perform: execute-api:Invoke',
  ),
  forbidden: answer(403, 'ForbiddenException', 'Forbidden'),
  'missing-authentication-token': answer(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token'),
  'signature-refused': answer(403, 'IncompleteSignatureException', 'Invalid key=value pair'),
  unauthorized: answer(401, 'UnauthorizedException', 'Unauthorized'),
  throttled: answer(429, 'TooManyRequestsException', 'Too Many Requests'),
  'quota-exceeded': answer(429, 'LimitExceededException', 'Limit Exceeded'),
  'bad-request': answer(400, 'BadRequestException', 'Invalid request body'),
  'integration-timeout': answer(504, 'InternalServerErrorException', 'Endpoint request timed out'),
  'integration-unreachable': answer(504, 'InternalServerErrorException', 'Network error communicating with endpoint'),
  'integration-failed': answer(500, 'InternalServerErrorException', 'Internal server error'),
  'gateway-error': answer(413, 'RequestTooLargeException', 'Request Too Long'),
  'backend-error': { status: 503, bodyExcerpt: 'Service Unavailable' },
  'not-api-gateway': { status: 403, bodyExcerpt: '<html>blocked</html>' },
  'unexpected-status': { status: 404, bodyExcerpt: 'Cannot GET /petstore' },
  'body-not-json': { status: 200, bodyExcerpt: '<html>maintenance</html>' },
  'body-mismatch': { status: 200, bodyExcerpt: '{"errors":[{"message":"out of range"}]}' },
};

// Node closes the connection before it reads a certificate only where the handshake itself fails.
const CERTIFICATE_CODES: readonly FailureCode[] = [
  'tls-name-mismatch',
  'tls-expired',
  'tls-not-yet-valid',
  'tls-untrusted',
];
const OTHER_NAMES = 'DNS:proxy.example.com';
const INSPECTOR = 'CN=Inspection CA,O=Example Firewall';

const AFTER_TLS: readonly Step[] = ['request', 'response', 'expect'];

/** `addresses`: those that the name has in this world. `serves`: the names on the certificate that is presented there. */
export function seenAs(sight: Sight, addresses: readonly string[], serves: string): Seen {
  const { is, ...particular } = typeof sight === 'string' ? { is: sight } : sight;
  if (is === 'not-run') return { outcome: 'not-run' };
  const { tls = PASSED.tls, ...passed } = PASSED;
  const names = is === 'tls-name-mismatch' ? OTHER_NAMES : serves;
  const certificate = tls === undefined ? {} : { tls: { ...tls, names, subject: `CN=${names.slice(4)}` } };
  const dialled = { addresses, ...particular };
  const located = { ...dialled, ...(dialled.addresses[0] === undefined ? {} : { address: dialled.addresses[0] }) };
  if (is === 'passed') return { ...passed, ...certificate, ...located };
  const step = FAILURES[is].step ?? 'connect';
  const failure = { step, code: is, message: FAILURES[is].means };
  const { resolver = '' } = PASSED;
  if (step === 'dns') return { outcome: 'failed', resolver, failure };
  const untrusted = is === 'tls-untrusted' && certificate.tls ? { tls: { ...certificate.tls, issuer: INSPECTOR } } : {};
  return {
    outcome: 'failed',
    resolver,
    ...(AFTER_TLS.includes(step) || CERTIFICATE_CODES.includes(is) ? certificate : {}),
    ...untrusted,
    ...ANSWERS[is],
    ...(step === 'expect' && is !== 'not-api-gateway' ? { requestId: '01234567-89ab-cdef-0123-456789abcdef' } : {}),
    failure,
    ...located,
  };
}
