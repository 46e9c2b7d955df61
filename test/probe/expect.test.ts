import { describe, expect, test } from 'vitest';
import {
  type AnswerParts,
  answer,
  answerWith,
  ending,
  firstOf,
  GATEWAY_HEADERS,
  probeOnce,
  startWorld,
  type WorldOptions,
} from './world.ts';

async function tried(parts: AnswerParts, expected: WorldOptions['expect'] = {}) {
  await using world = await startWorld({ endpoint: { onRequest: answerWith(answer(parts)) }, expect: expected });
  return await world.probe();
}

const gateway = (errorType: string) => ({ ...GATEWAY_HEADERS, 'x-amzn-ErrorType': errorType });

// Status, body and x-amzn-ErrorType as API Gateway sends them.
const GATEWAY_ERRORS = [
  ['400 Bad Request', '{"message": "Invalid request body"}', 'BadRequestException', 'bad-request'],
  ['401 Unauthorized', '{"message":"Unauthorized"}', 'UnauthorizedException', 'unauthorized'],
  ['403 Forbidden', '{"message":"Forbidden"}', 'ForbiddenException', 'forbidden'],
  [
    '403 Forbidden',
    '{"message":"Missing Authentication Token"}',
    'MissingAuthenticationTokenException',
    'missing-authentication-token',
  ],
  [
    '403 Forbidden',
    '{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke"}',
    'AccessDeniedException',
    'access-denied',
  ],
  ['403 Forbidden', '{"message":"Invalid key=value pair"}', 'IncompleteSignatureException', 'signature-refused'],
  ['403 Forbidden', '{"message":""}', 'InvalidSignatureException', 'signature-refused'],
  ['403 Forbidden', '{"message":""}', 'UnrecognizedClientException', 'signature-refused'],
  ['403 Forbidden', '{"message":""}', 'ExpiredTokenException', 'signature-refused'],
  ['429 Too Many Requests', '{"message":"Too Many Requests"}', 'TooManyRequestsException', 'throttled'],
  ['429 Too Many Requests', '{"message":"Limit Exceeded"}', 'LimitExceededException', 'quota-exceeded'],
  [
    '504 Gateway Timeout',
    '{"message": "Endpoint request timed out"}',
    'InternalServerErrorException',
    'integration-timeout',
  ],
  [
    '504 Gateway Timeout',
    '{"message": "Network error communicating with endpoint"}',
    'InternalServerErrorException',
    'integration-unreachable',
  ],
  ['502 Bad Gateway', '{"message": "Internal server error"}', 'InternalServerErrorException', 'integration-failed'],
  [
    '500 Internal Server Error',
    '{"message": "Internal server error"}',
    'InternalServerErrorException',
    'integration-failed',
  ],
  ['418 Rewritten', '{"message":"Forbidden"}', 'ForbiddenException', 'forbidden'],
  ['403 Forbidden', '{}', 'BrandNewException', 'gateway-error'],
  // Names that every object has are no types of API Gateway's.
  ['403 Forbidden', '{}', 'constructor', 'gateway-error'],
  ['403 Forbidden', '{}', '__proto__', 'gateway-error'],
] as const;

describe('an error of API Gateway', () => {
  test.each(GATEWAY_ERRORS)('%s %s (%s) is %s', async (status, body, errorType, code) => {
    const observation = await tried({ status, body, headers: gateway(errorType) });
    const number = Number(status.slice(0, 3));
    expect(observation.failure).toEqual({
      step: 'expect',
      code,
      message: `status (${number}) expected 200, ${errorType}`,
    });
    expect(observation.status).toBe(number);
    expect(observation.errorType).toBe(errorType);
    expect(observation.requestId).toBe('7b2b3d3c-0001-4a5b-9c8d-0123456789ab');
    expect(observation.apiGatewayId).toBe('AbCdEfGhIjKlMnO=');
    expect(observation.bodyExcerpt).toBe(body);
    expect(ending(observation).phases).toEqual(['dns', 'connect', 'tls', 'firstByte', 'transfer']);
  });

  test('is known by its type up to the colon', async () => {
    const errorType = 'ForbiddenException:http://internal.amazon.com/coral/com.amazon.coral.service/';
    const observation = await tried({ status: '403 Forbidden', headers: gateway(errorType) });
    expect(observation.failure?.code).toBe('forbidden');
    expect(observation.errorType).toBe('ForbiddenException');
  });
});

const OTHER_ERRORS = [
  ['of nobody known', '403 Forbidden', {}, 'not-api-gateway'],
  ['of a proxy', '502 Bad Gateway', { server: 'squid' }, 'not-api-gateway'],
  ['of the backend', '503 Service Unavailable', GATEWAY_HEADERS, 'backend-error'],
  ['of the backend, by one of the two ids', '500 Oops', { 'x-amz-apigw-id': 'a=' }, 'backend-error'],
  ['of the backend', '404 Not Found', GATEWAY_HEADERS, 'unexpected-status'],
  ['that is none', '204 No Content', GATEWAY_HEADERS, 'unexpected-status'],
] as const;

test.each(OTHER_ERRORS)('an error %s, %s, is %s', async (_whose, status, headers, code) => {
  const observation = await tried({ status, headers, body: status.startsWith('204') ? '' : '<html>' });
  expect(observation.failure).toEqual({
    step: 'expect',
    code,
    message: `status (${status.slice(0, 3)}) expected 200`,
  });
});

describe('several statuses', () => {
  test('are all accepted', async () => {
    expect((await tried({ status: '404 Not Found' }, { status: [200, 404] })).outcome).toBe('passed');
  });

  test('an error of API Gateway may be what is expected', async () => {
    const observation = await tried(
      { status: '403 Forbidden', headers: gateway('ForbiddenException') },
      { status: [403] },
    );
    expect(observation.outcome).toBe('passed');
    expect(observation.errorType).toBe('ForbiddenException');
  });

  test('are all named when another came', async () => {
    const observation = await tried({ status: '404 Not Found' }, { status: [200, 204] });
    expect(observation.failure?.message).toBe('status (404) expected 200 or 204');
  });
});

const PETS_AS_ERROR = '{"errors":[{"key":"GetPetRequest.petId","message":"The value is out of range."}]}';

const BODIES = [
  ['false', '[]', ['length(@) > `0`'], 'body-mismatch', 'body [length(@) > `0`] (false) expected true'],
  [
    'the second false',
    '[1]',
    ["type(@) == 'array'", '@[0] == `2`'],
    'body-mismatch',
    'body [@[0] == `2`] (false) expected true',
  ],
  ['not a truth value', '{"id":1}', ['id'], 'body-mismatch', 'body [id] (1) expected true'],
  ['nothing', '{}', ['id'], 'body-mismatch', 'body [id] (null) expected true'],
  ['errors with status 200', PETS_AS_ERROR, ['id == `1`'], 'body-mismatch', 'body [id == `1`] (false) expected true'],
  [
    'errors with status 200',
    PETS_AS_ERROR,
    ["type(@) == 'array'"],
    'body-mismatch',
    "body [type(@) == 'array'] (false) expected true",
  ],
  ['no JSON', '<html>', ['id'], 'body-not-json', /^body is not JSON: /],
  ['empty', '', ['id'], 'body-not-json', /^body is not JSON: /],
] as const;

test.each(BODIES)('a body that is %s: %s for %j is %s', async (_what, body, expressions, code, message) => {
  const observation = await tried({ body }, { body: [...expressions] });
  expect(observation.failure).toEqual({
    step: 'expect',
    code,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });
  expect(observation.status).toBe(200);
  expect(observation.bodyExcerpt).toBe(body);
});

describe('a refusal that is expected by its type, as a control probe does', () => {
  const FORBIDDEN = 'ForbiddenException';

  async function refused(parts: AnswerParts, errorType = FORBIDDEN) {
    await using world = await startWorld({ endpoint: { onRequest: answerWith(answer(parts)) } });
    const planned = firstOf(world.planned);
    const expected = { ...planned.resource.expect, status: [403], errorType };
    const control = {
      ...planned,
      resource: { ...planned.resource, expect: expected },
      control: 'unknown-api',
    } as const;
    return await probeOnce(control, world.settings);
  }

  // A gateway response may have rewritten status and body.
  test.each(['403 Forbidden', '404 Not Found', '200 OK'])('passes with status %s', async (status) => {
    const observation = await refused({ status, headers: gateway(FORBIDDEN), body: '<html>' });
    expect(observation).toMatchObject({ outcome: 'passed', control: 'unknown-api', errorType: FORBIDDEN });
    expect(Object.keys(observation)).not.toContain('failure');
  });

  test('passes with the type up to its colon', async () => {
    const headers = gateway(`${FORBIDDEN}:http://internal.amazon.com/coral/`);
    expect((await refused({ status: '403 Forbidden', headers })).outcome).toBe('passed');
  });

  test.each([
    ['another type', '403 Forbidden', gateway('AccessDeniedException'), 'access-denied', 'AccessDeniedException'],
    ['no type, from the backend', '404 Not Found', GATEWAY_HEADERS, 'unexpected-status', 'none'],
    ['no type, and all is well', '200 OK', GATEWAY_HEADERS, 'unexpected-status', 'none'],
    ['no type, from somebody else', '403 Forbidden', {}, 'not-api-gateway', 'none'],
  ])('fails with %s', async (_what, status, headers, code, given) => {
    expect((await refused({ status, headers })).failure).toEqual({
      step: 'expect',
      code,
      message: `x-amzn-ErrorType (${given}) expected ForbiddenException, status (${status.slice(0, 3)})`,
    });
  });
});

describe('a probe that passed', () => {
  test('keeps no excerpt of the body', async () => {
    const observation = await tried({}, { body: ['[0].id == `1`'] });
    expect(observation.outcome).toBe('passed');
    expect(Object.keys(observation)).not.toContain('bodyExcerpt');
    expect(Object.keys(observation)).not.toContain('failure');
  });

  test('is not read as JSON when nothing is expected of the body', async () => {
    expect((await tried({ body: '<html>' })).outcome).toBe('passed');
  });

  test('is slow above the latency, and only then', async () => {
    const late = { onRequest: answerLate };
    await using slow = await startWorld({ endpoint: late, expect: { latencyMs: 20 } });
    expect(await slow.probe()).toMatchObject({ outcome: 'passed', slow: true });
    await using fast = await startWorld({ endpoint: late, expect: { latencyMs: 900_000 } });
    expect(Object.keys(await fast.probe())).not.toContain('slow');
  });
});

function answerLate(...[socket]: Parameters<ReturnType<typeof answerWith>>): void {
  setTimeout(() => socket.end(answer()), 300);
}
