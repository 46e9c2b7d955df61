// What API Gateway's own answers look like from the outside, for comparing them whole.
import type { Answered } from './clients.ts';

/** An answer of API Gateway's own, as `essence` shows it. */
export interface Refusal {
  readonly status: number;
  readonly errorType: string;
  readonly body: string;
}

export const forbidden: Refusal = { status: 403, errorType: 'ForbiddenException', body: '{"message":"Forbidden"}' };

export const missingToken: Refusal = {
  status: 403,
  errorType: 'MissingAuthenticationTokenException',
  body: '{"message":"Missing Authentication Token"}',
};

/** `invoked` is stage, method and path: `test/GET/pets`. `why` is the end of the sentence. */
export function denied(invoked: string, why: string, apiId = '01234567ab'): Refusal {
  const arn = `arn:aws:execute-api:us-west-2:********3333:${apiId}/${invoked}`;
  const body = `{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${arn}${why}"}`;
  return { status: 403, errorType: 'AccessDeniedException', body };
}

export const noEndpointPolicy = ' because no VPC endpoint policy allows the execute-api:Invoke action';
export const noResourcePolicy = ' because no resource-based policy allows the execute-api:Invoke action';

/** Status, error type and body. Throws unless the headers that every answer of API Gateway carries are there. */
export function essence({ status, body, headers }: Answered): object {
  const missing = ['x-amzn-requestid', 'x-amz-apigw-id', 'content-length'].filter((name) => !(name in headers));
  if (missing.length > 0) throw new Error(`Headers missing: ${missing.join(', ')}`);
  const errorType = headers['x-amzn-errortype'];
  return errorType === undefined ? { status, body } : { status, errorType, body };
}
