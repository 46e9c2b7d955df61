// Types that API Gateway puts on the answers it makes itself, in `x-amzn-ErrorType`. A new type is a new row.

import type { FailureCode } from '../domain/failure.ts';

export const ERROR_TYPES: ReadonlyMap<string, FailureCode> = new Map([
  ['AccessDeniedException', 'access-denied'],
  ['ForbiddenException', 'forbidden'],
  ['MissingAuthenticationTokenException', 'missing-authentication-token'],
  ['IncompleteSignatureException', 'signature-refused'],
  ['InvalidSignatureException', 'signature-refused'],
  ['UnrecognizedClientException', 'signature-refused'],
  ['ExpiredTokenException', 'signature-refused'],
  ['UnauthorizedException', 'unauthorized'],
  ['TooManyRequestsException', 'throttled'],
  ['LimitExceededException', 'quota-exceeded'],
  ['BadRequestException', 'bad-request'],
  // With several causes, which only the body tells apart.
  ['InternalServerErrorException', 'integration-failed'],
]);
