// An answer against what was expected of it. API Gateway's `x-amzn-ErrorType` decides before the body, the body before
// the status: gateway responses can rewrite status and body of an API, and a backend can fail with status 200.

import { type Budget, evaluateExpression, newBudget } from '../domain/body-expression.ts';
import type { FailureCode } from '../domain/failure.ts';
import type { Resource } from '../domain/target.ts';
import { type Answer, bodyText } from './answer.ts';
import { ERROR_TYPES } from './error-types.ts';

/** Nothing when the answer is the expected one. */
export type Expectation = { readonly code: FailureCode; readonly message: string } | undefined;

// All of these carry InternalServerErrorException; only the body tells them apart.
const INTERNAL_ERRORS: readonly (readonly [text: string, code: FailureCode])[] = [
  ['Endpoint request timed out', 'integration-timeout'],
  ['Network error communicating with endpoint', 'integration-unreachable'],
];

/** Compares an answer with the resource's expectations. */
export function compare(answer: Answer, expect: Resource['expect'], budget = newBudget()): Expectation {
  const { status } = answer;
  if (expect.errorType !== undefined) return compareErrorType(answer, expect.errorType);
  if (expect.denied === true) return compareDenial(answer);
  if (!expect.status.includes(status)) {
    const message = `status (${status}) expected ${expect.status.join(' or ')}${because(answer)}`;
    return { code: statusFailure(answer), message };
  }
  if (expect.body.length === 0) return undefined;
  return compareBody(bodyText(answer), expect.body, budget);
}

/** Decides alone: a gateway response can rewrite the status and the body of a refusal, and leaves its type. */
function compareErrorType(answer: Answer, expected: string): Expectation {
  const { status, errorType } = answer;
  if (errorType === expected) return undefined;
  const message = `x-amzn-ErrorType (${errorType ?? 'none'}) expected ${expected}, status (${status})`;
  return { code: statusFailure(answer), message };
}

// What API Gateway answers where a policy, an access mode or a missing signature keeps a request out. A signature that it
// refuses is the canary's own trouble.
const DENIALS: ReadonlySet<FailureCode> = new Set([
  'access-denied',
  'forbidden',
  'missing-authentication-token',
  'unauthorized',
]);
// These say nothing of who may call.
const UNDECIDED: ReadonlySet<FailureCode> = new Set([
  'signature-refused',
  'throttled',
  'quota-exceeded',
  'not-api-gateway',
  'gateway-error',
]);
// How an API in STRICT access mode refuses is not documented: it may be with a type that is not among those above, and
// 421 (Misdirected Request) is what HTTP has for it.
const REFUSING_STATUSES = [403, 421];
const MISDIRECTED = 421;

/** Passes where API Gateway itself refused, whatever status a gateway response made of that. What a backend refuses, or
 * the validator that is asked after the policies, has been let through. */
function compareDenial(answer: Answer): Expectation {
  const { status } = answer;
  const code = statusFailure(answer);
  const misdirected =
    (code === 'gateway-error' && REFUSING_STATUSES.includes(status)) ||
    (code === 'unexpected-status' && status === MISDIRECTED);
  if (DENIALS.has(code) || misdirected) return undefined;
  const message = `status (${status}) expected a refusal by API Gateway${because(answer)}`;
  return { code: UNDECIDED.has(code) ? code : 'not-denied', message };
}

function compareBody(text: string, expressions: readonly string[], budget: Budget): Expectation {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { code: 'body-not-json', message: `body is not JSON: ${error instanceof Error ? error.message : error}` };
  }
  for (const expression of expressions) {
    const result = evaluateExpression(expression, json, budget);
    if (!result.held)
      return { code: 'body-mismatch', message: `body [${expression}] (${result.instead}) expected true` };
  }
  return undefined;
}

function statusFailure(answer: Answer): FailureCode {
  const { errorType, requestId, apiGatewayId, status } = answer;
  if (errorType === 'InternalServerErrorException') {
    const text = bodyText(answer);
    return INTERNAL_ERRORS.find(([part]) => text.includes(part))?.[1] ?? 'integration-failed';
  }
  if (errorType !== undefined) return ERROR_TYPES.get(errorType) ?? 'gateway-error';
  if (requestId === undefined && apiGatewayId === undefined) return 'not-api-gateway';
  return status >= 500 ? 'backend-error' : 'unexpected-status';
}

function because({ errorType }: Answer): string {
  return errorType === undefined ? '' : `, ${errorType}`;
}
