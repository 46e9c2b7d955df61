// What has to be refused: which answers are API Gateway's refusal, and which are that of somebody else, or none.

import { describe, expect, test } from 'vitest';
import { FAILURES } from '../../src/domain/failure.ts';
import { compare } from '../../src/probe/expect.ts';
import { answer, answerWith, firstOf, GATEWAY_HEADERS, probeOnce, startWorld } from './world.ts';

const DENIED = { status: [200], body: [], denied: true } as const;
const IDS = { requestId: '7b2b3d3c-0001-4a5b-9c8d-0123456789ab', apiGatewayId: 'AbCdEfGhIjKlMnO=' };

type Given = Omit<Parameters<typeof compare>[0], 'body'> & { readonly body?: string };
const codeOf = ({ body = '', ...given }: Given) => compare({ ...given, body: Buffer.from(body) }, DENIED)?.code;

// Status and x-amzn-ErrorType as API Gateway sends them.
const REFUSALS = [
  ['a policy, an authorizer or the permissions of a caller', 403, 'AccessDeniedException'],
  ['API, stage, Host, key or WAF', 403, 'ForbiddenException'],
  ['a signature that is missing, or no such route', 403, 'MissingAuthenticationTokenException'],
  ['an authorizer without a token', 401, 'UnauthorizedException'],
  // How STRICT refuses is published nowhere.
  ['a type that nobody knows', 403, 'MisdirectedRequestException'],
  ['a type that nobody knows', 421, 'MisdirectedRequestException'],
  ['421 and no type', 421, undefined],
  // Gateway responses rewrite statuses, and leave the type.
  ['a status that was rewritten', 404, 'AccessDeniedException'],
  ['a status that was rewritten', 200, 'ForbiddenException'],
] as const;

test.each(REFUSALS)('refused for %s: %i %s', (_why, status, errorType) => {
  expect(codeOf({ ...IDS, status, ...(errorType === undefined ? {} : { errorType }) })).toBeUndefined();
});

const LET_IN = [
  ['it is served', 200, undefined],
  ['it is redirected', 302, undefined],
  ['the backend refuses', 403, undefined],
  ['the backend asks for a token', 401, undefined],
  ['the backend fails', 503, undefined],
  ['the validator, which is asked after the policies, refuses', 400, 'BadRequestException'],
  ['the integration fails', 500, 'InternalServerErrorException'],
  ['the integration is late', 504, 'InternalServerErrorException'],
] as const;

test.each(LET_IN)('let in: %s: %i %s', (_why, status, errorType) => {
  const given = { ...IDS, status, ...(errorType === undefined ? {} : { errorType }) };
  expect(compare({ ...given, body: Buffer.from('{}') }, DENIED)).toEqual({
    code: 'not-denied',
    message: `status (${status}) expected a refusal by API Gateway${errorType === undefined ? '' : `, ${errorType}`}`,
  });
});

const UNDECIDED = [
  ['too many requests', { ...IDS, status: 429, errorType: 'TooManyRequestsException' }, 'throttled'],
  ['the quota', { ...IDS, status: 429, errorType: 'LimitExceededException' }, 'quota-exceeded'],
  // The canary's own trouble: whoever signs rightly may be let in.
  ['half a signature', { ...IDS, status: 403, errorType: 'IncompleteSignatureException' }, 'signature-refused'],
  ['a wrong signature', { ...IDS, status: 403, errorType: 'InvalidSignatureException' }, 'signature-refused'],
  ['unknown credentials', { ...IDS, status: 403, errorType: 'UnrecognizedClientException' }, 'signature-refused'],
  ['credentials that have ended', { ...IDS, status: 403, errorType: 'ExpiredTokenException' }, 'signature-refused'],
  ['an error of a new type', { ...IDS, status: 500, errorType: 'BrandNewException' }, 'gateway-error'],
  ['a proxy that refuses', { status: 403 }, 'not-api-gateway'],
  ['a proxy that misdirects', { status: 421 }, 'not-api-gateway'],
  ['a portal with a page of its own', { status: 200 }, 'not-api-gateway'],
] as const;

test.each(UNDECIDED)('neither: %s', (_what, given, code) => {
  expect(codeOf(given)).toBe(code);
  expect(FAILURES[code].step).toBe('expect');
});

describe('over the wire', () => {
  async function denied(bytes: string, method: 'GET' | 'HEAD' = 'GET') {
    await using world = await startWorld({ endpoint: { onRequest: answerWith(bytes) } });
    const planned = firstOf(world.planned);
    return await probeOnce({ ...planned, resource: { ...planned.resource, method, expect: DENIED } }, world.settings);
  }
  const refusal = { ...GATEWAY_HEADERS, 'x-amzn-ErrorType': 'AccessDeniedException' };

  test('what is refused has passed, and says that it was to be', async () => {
    const seen = await denied(answer({ status: '403 Forbidden', headers: refusal, body: '{"Message":"User: …"}' }));
    expect(seen).toMatchObject({
      outcome: 'passed',
      expected: 'denied',
      status: 403,
      errorType: 'AccessDeniedException',
    });
    expect(Object.keys(seen)).not.toContain('failure');
  });

  test('HEAD, whose answers have no body', async () => {
    const [headers] = answer({ status: '403 Forbidden', headers: refusal, body: '{}' }).split('\r\n\r\n');
    expect(await denied(`${headers}\r\n\r\n`, 'HEAD')).toMatchObject({ outcome: 'passed', expected: 'denied' });
    const [served] = answer().split('\r\n\r\n');
    expect((await denied(`${served}\r\n\r\n`, 'HEAD')).failure?.code).toBe('not-denied');
  });

  test('what is let in has failed', async () => {
    expect(await denied(answer())).toMatchObject({
      outcome: 'failed',
      expected: 'denied',
      failure: {
        step: 'expect',
        code: 'not-denied',
        message: 'status (200) expected a refusal by API Gateway',
      },
    });
  });

  test('what nobody answers has not refused anything', async () => {
    await using world = await startWorld({ names: () => ({ rcode: 'NXDOMAIN' }) });
    const planned = firstOf(world.planned);
    const seen = await probeOnce({ ...planned, resource: { ...planned.resource, expect: DENIED } }, world.settings);
    expect(seen).toMatchObject({ outcome: 'failed', expected: 'denied', failure: { code: 'dns-nxdomain' } });
  });
});
