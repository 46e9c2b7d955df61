// What API Gateway answers by itself, to the byte: the space after the colon tells its layers apart.
// It must not decide when to answer so.

/** An answer before it is given the headers that every answer carries. */
export interface GatewayAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** `x-amzn-ErrorType`: only on answers that API Gateway generated itself. */
  readonly errorType?: string;
  /** Time the answer takes by its nature, in milliseconds. Infinity: it is never given. */
  readonly delayMs?: number;
  /** Who gives it, where that is not API Gateway: then it carries none of API Gateway's headers. */
  readonly server?: string;
  /** The connection ends in the middle of the body. */
  readonly cut?: boolean;
}

/** Why a policy does not let a request in, as the end of API Gateway's sentence says it. */
export const denials = {
  'endpoint-policy': ' because no VPC endpoint policy allows the execute-api:Invoke action',
  'resource-policy': ' because no resource-based policy allows the execute-api:Invoke action',
  'explicit-deny': ' with an explicit deny in a resource-based policy',
  /** The wording of some years ago, which is still met. */
  unsaid: '',
  'identity-policy': ' because no identity-based policy allows the execute-api:Invoke action',
} as const;

const json = { contentType: 'application/json' } as const;

/** Unknown API, Host or stage, and all that is refused without a reason given. */
export const forbidden: GatewayAnswer = {
  ...json,
  status: 403,
  errorType: 'ForbiddenException',
  body: '{"message":"Forbidden"}',
};

/** A route or method that is not deployed, or that wants a signature. */
export const missingAuthenticationToken: GatewayAnswer = {
  ...json,
  status: 403,
  errorType: 'MissingAuthenticationTokenException',
  body: '{"message":"Missing Authentication Token"}',
};

/** An authorizer was given nothing that it accepts. */
export const unauthorized: GatewayAnswer = {
  ...json,
  status: 401,
  errorType: 'UnauthorizedException',
  body: '{"message":"Unauthorized"}',
};

/** More requests per second than allowed. */
export const tooManyRequests: GatewayAnswer = {
  ...json,
  status: 429,
  errorType: 'TooManyRequestsException',
  body: '{"message":"Too Many Requests"}',
};

/** More requests than the usage plan has. */
export const limitExceeded: GatewayAnswer = {
  ...json,
  status: 429,
  errorType: 'LimitExceededException',
  body: '{"message":"Limit Exceeded"}',
};

/** The request validator. */
export const invalidRequestBody: GatewayAnswer = {
  ...json,
  status: 400,
  errorType: 'BadRequestException',
  body: '{"message":"Invalid request body"}',
};

/** The integration did not answer in time. */
export const endpointTimedOut: GatewayAnswer = {
  ...json,
  status: 504,
  errorType: 'InternalServerErrorException',
  body: '{"message": "Endpoint request timed out"}',
  // API Gateway gives up after 29 s by default.
  delayMs: 300,
};

/** The integration could not be connected to. */
export const networkError: GatewayAnswer = {
  ...json,
  status: 504,
  errorType: 'InternalServerErrorException',
  body: '{"message": "Network error communicating with endpoint"}',
};

/** The integration could not be called (500), or what it gave could not be read (502). */
export function internalServerError(status: 500 | 502): GatewayAnswer {
  return {
    ...json,
    status,
    errorType: 'InternalServerErrorException',
    body: '{"message": "Internal server error"}',
  };
}

/** An Authorization header that is no Signature Version 4, where one is looked at. */
export function notASignature(authorization: string): GatewayAnswer {
  const message = `Invalid key=value pair (missing equal-sign) in Authorization header: '${authorization}'.`;
  return { ...json, status: 403, errorType: 'IncompleteSignatureException', body: JSON.stringify({ message }) };
}

/** A policy does not let the request in. `resource` is the ARN with the account id masked. */
export function accessDenied(resource: string, denial: keyof typeof denials, user: string): GatewayAnswer {
  const Message = `User: ${user} is not authorized to perform: execute-api:Invoke on resource: ${resource}${denials[denial]}`;
  return { ...json, status: 403, errorType: 'AccessDeniedException', body: JSON.stringify({ Message }) };
}
