// The simulator's own reading of Signature Version 4 against the signatures that AWS published for its test suite.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GatewayRequest } from '../../src/simulator/execute-api/gateway-request.ts';
import { canonicalRequest } from '../../src/simulator/execute-api/signature/canonical-request.ts';
import { verify } from '../../src/simulator/execute-api/signature/verify.ts';

const KEY = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  arn: () => 'arn:aws:iam::111122223333:user/example',
};
const VERIFIER = {
  service: 'service',
  region: 'us-east-1',
  accessKeys: [KEY],
  nowMs: Date.UTC(2015, 7, 30, 12, 36),
};

interface Vector {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  readonly signature: string;
}

const VANILLA = '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31';

const VECTORS: Readonly<Record<string, Vector>> = {
  'get-vanilla': { signature: VANILLA },
  'get-slash': { target: '//', signature: VANILLA },
  'get-slash-dot-slash': { target: '/./', signature: VANILLA },
  'get-relative': { target: '/example/..', signature: VANILLA },
  'get-relative-relative': { target: '/example1/example2/../..', signature: VANILLA },
  'post-vanilla': {
    method: 'POST',
    signature: '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  },
  'get-vanilla-query-order-key-case': {
    target: '/?Param2=value2&Param1=value1',
    signature: 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  },
  'get-utf8': {
    target: Buffer.from('/ሴ').toString('latin1'),
    signature: '8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85',
  },
  'get-space': {
    target: '/example space/',
    signature: '652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741',
  },
  'get-header-value-trim': {
    headers: { 'my-header1': [' value1'], 'my-header2': [' "a   b   c"'] },
    signature: 'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  },
  'get-header-key-duplicate': {
    headers: { 'my-header1': ['value2', 'value2', 'value1'] },
    signature: 'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea',
  },
};

function requestOf({ method = 'GET', target = '/', headers = {}, signature }: Vector): GatewayRequest {
  const all = { host: ['example.amazonaws.com'], 'x-amz-date': ['20150830T123600Z'], ...headers };
  const names = Object.keys(all).toSorted().join(';');
  const scope = 'AKIDEXAMPLE/20150830/us-east-1/service/aws4_request';
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return {
    zone: 'us-east-1a',
    sni: undefined,
    method,
    target,
    headers: { ...all, authorization: [authorization] },
    body: Buffer.alloc(0),
  };
}

test.each(Object.entries(VECTORS))('%s', (_, vector) => {
  expect(verify(requestOf(vector), VERIFIER)).toBe(KEY);
  const wrong = vector.signature.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  expect(verify(requestOf({ ...vector, signature: wrong }), VERIFIER)).toMatchObject({
    errorType: 'InvalidSignatureException',
  });
});

test('whatever the header says, it is judged, and nothing but the signature is right', () => {
  const scheme = 'AWS4-HMAC-SHA256';
  const part = fc.constantFrom(
    'Credential=',
    'AKIDEXAMPLE',
    '/',
    ',',
    '=',
    ';',
    'host',
    'SignedHeaders=',
    'Signature=',
  );
  const header = fc.oneof(
    fc.string(),
    fc.array(fc.oneof(part, fc.string()), { maxLength: 20 }).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(header, fc.string(), fc.webPath(), (text, date, target) => {
      const request = requestOf({ target, signature: '' });
      const headers = { ...request.headers, authorization: [`${scheme} ${text}`], 'x-amz-date': [date] };
      expect(verify({ ...request, headers }, VERIFIER)).toMatchObject({ status: 403, errorType: expect.any(String) });
    }),
  );
});

test.each([
  ['/test/pets', '/test/pets'],
  ['/test/pets/', '/test/pets/'],
  ['/test//pets/./x/../1', '/test/pets/1'],
  ['/test/a%20b/c%2Fd', '/test/a%2520b/c%252Fd'],
  ["/test/a,b;c=d'e(f)*", '/test/a%2Cb%3Bc%3Dd%27e%28f%29%2A'],
])('what arrives encoded is encoded once more: %s', (target, path) => {
  expect(canonicalRequest(requestOf({ target, signature: '' }), []).split('\n')[1]).toBe(path);
});

test.each([
  ['', ''],
  ['?', ''],
  ['?b=2&a=1', 'a=1&b=2'],
  ['?a=2&a=1&A=3', 'A=3&a=1&a=2'],
  ['?a&b=', 'a=&b='],
  ['?a=b=c', 'a=b%3Dc'],
  ['?a=%7e%2f/', 'a=~%2F%2F'],
  ['?a=b+c%20d', 'a=b%2Bc%20d'],
  ['?a=%zz', 'a=%25zz'],
  ['?a%3D=?', 'a%3D=%3F'],
])('the query %j', (query, canonical) => {
  expect(canonicalRequest(requestOf({ target: `/${query}`, signature: '' }), []).split('\n')[2]).toBe(canonical);
});
