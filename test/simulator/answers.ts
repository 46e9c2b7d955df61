// What API Gateway's own answers look like from the outside, for comparing them whole, and how tests ask for them.
import type { ScenarioChoice } from '../../src/simulator/scenarios.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { type Answered, type Ask, ask, names, ways } from './clients.ts';

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

/** Status 200, whatever the body. */
export const passes = 'passes';

export type Expected = Refusal | typeof passes;

/** By the header of the endpoint's name, an API that does not exist. */
export const unknownApi = { sni: names.regional, host: names.regional, headers: { 'x-apigw-api-id': '0000000000' } };

/** `invoked` is stage, method and path: `test/GET/pets`. `why` is the end of the sentence. */
export function denied(invoked: string, why: string, apiId = '01234567ab'): Refusal {
  const arn = `arn:aws:execute-api:us-west-2:********3333:${apiId}/${invoked}`;
  const body = `{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: ${arn}${why}"}`;
  return { status: 403, errorType: 'AccessDeniedException', body };
}

export const noEndpointPolicy = ' because no VPC endpoint policy allows the execute-api:Invoke action';
export const noResourcePolicy = ' because no resource-based policy allows the execute-api:Invoke action';
export const explicitDeny = ' with an explicit deny in a resource-based policy';

/** What a request meets in a running simulator. */
export async function outcome(simulator: Simulator, request: Ask): Promise<unknown> {
  const answer = await ask(simulator, request);
  return answer.status === 200 ? passes : essence(answer);
}

/** What a request meets in a simulator of its own. */
export async function outcomeIn(scenario: ScenarioChoice, request: Ask): Promise<unknown> {
  await using simulator = await startSimulator({ scenario });
  return await outcome(simulator, request);
}

/** What a path meets by every way of the default endpoint. */
export async function byEveryWay(simulator: Simulator, path: string): Promise<Readonly<Record<string, unknown>>> {
  const entries = Object.entries(ways).map(
    async ([id, way]) => [id, await outcome(simulator, { ...way, path })] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

/** The same for every way, as `byEveryWay` has it. */
export function everyWay(expected: Expected): Readonly<Record<string, Expected>> {
  return Object.fromEntries(Object.keys(ways).map((id) => [id, expected]));
}

/** Status, error type and body. Throws unless the headers that every answer of API Gateway carries are there. */
export function essence({ status, body, headers }: Answered): object {
  const missing = ['x-amzn-requestid', 'x-amz-apigw-id', 'content-length'].filter((name) => !(name in headers));
  if (missing.length > 0) throw new Error(`Headers missing: ${missing.join(', ')}`);
  const errorType = headers['x-amzn-errortype'];
  return errorType === undefined ? { status, body } : { status, errorType, body };
}
