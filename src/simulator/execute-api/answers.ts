// What API Gateway answers by itself, to the byte: the space after the colon tells its layers apart.
// It must not decide when to answer so; front-door.ts does.

/** An answer before it is given the headers that every answer carries. */
export interface GatewayAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** `x-amzn-ErrorType`: only on answers that API Gateway generated itself. */
  readonly errorType?: string;
  /** Time the answer takes by its nature, in milliseconds. */
  readonly delayMs?: number;
}

const json = { contentType: 'application/json' } as const;

/** Unknown API, Host or stage. */
export const forbidden: GatewayAnswer = {
  ...json,
  status: 403,
  errorType: 'ForbiddenException',
  body: '{"message":"Forbidden"}',
};

/** A route or method that is not deployed. */
export const missingAuthenticationToken: GatewayAnswer = {
  ...json,
  status: 403,
  errorType: 'MissingAuthenticationTokenException',
  body: '{"message":"Missing Authentication Token"}',
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

/** A missing route asked for with an Authorization header that is no Signature Version 4. */
export function incompleteSignature(authorization: string): GatewayAnswer {
  const message = `Invalid key=value pair (missing equal-sign) in Authorization header: '${authorization}'.`;
  return { ...json, status: 403, errorType: 'IncompleteSignatureException', body: JSON.stringify({ message }) };
}

/** The resource policy does not allow the call. `resource` is the ARN with the account id masked. */
export function accessDenied(resource: string): GatewayAnswer {
  const Message =
    `User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${resource} ` +
    'because no resource-based policy allows the execute-api:Invoke action';
  return { ...json, status: 403, errorType: 'AccessDeniedException', body: JSON.stringify({ Message }) };
}

/** What an integration answered. */
export function integrated(contentType: string, body: string): GatewayAnswer {
  return { status: 200, contentType, body };
}
