// What is asked of the API, as it is configured: resources and what they must answer, the routes that must be refused,
// and what a request carries to prove who asks. Secrets themselves have no place here, only where they come from.

import * as z from 'zod/mini';
import { ACCESS_METHOD_IDS } from './access-method.ts';
import { expressionProblem, MAX_EXPRESSION_LENGTH } from './body-expression.ts';
import { identifier, integer, listOf, object, text } from './schema-leaf.ts';

const bodyExpression = z.string({ error: 'a JMESPath expression' }).check(
  z.maxLength(MAX_EXPRESSION_LENGTH, {
    error: `a JMESPath expression of at most ${MAX_EXPRESSION_LENGTH} characters`,
    abort: true,
  }),
  z.superRefine((expression, context) => {
    const problem = expressionProblem(expression);
    if (problem === undefined) return;
    context.addIssue({ code: 'custom', message: `a JMESPath expression (${withoutQuotes(problem, expression)})` });
  }),
);

/** The parser's words without those of the expression, which may be half of a secret. Names of functions are letters. */
function withoutQuotes(problem: string, expression: string): string {
  if (/^Unknown function: [a-z_]+\(\)$/.test(problem)) return problem;
  return problem.replace(/[\p{L}\p{N}_]{3,}/gu, (word) => (expression.includes(word) ? '…' : word));
}

const BODY_EXPRESSIONS = 'a list of up to 20 JMESPath expressions that must be true';
const bodyExpressions = z
  .array(bodyExpression, { error: BODY_EXPRESSIONS })
  .check(z.maxLength(20, { error: BODY_EXPRESSIONS }));

const denied = z.literal(true, { error: 'true' });

const resource = object({
  method: z._default(z.enum(['GET', 'HEAD'], { error: 'one of GET, HEAD' }), 'GET'),
  path: text(
    'a path from the stage on, starting with "/", of at most 1020 characters, with or without a query, without fragment or spaces',
    // A CloudWatch dimension has at most 1,024 characters, and the resource's is "GET " and the path.
    /^(?=.{1,1020}$)\/[A-Za-z0-9\-._~!$&'()*+,;=:@%/]*(?:\?[A-Za-z0-9\-._~!$&'()*+,;=:@%/?]*)?$/,
  ),
  auth: z.exactOptional(z.literal('none', { error: '"none"; without this key, the `auth` of the target' })),
  expect: z.prefault(
    object({
      status: z._default(listOf(integer(100, 599), 'status codes', 20), [200]),
      body: z._default(bodyExpressions, []),
      latencyMs: z.exactOptional(integer(1, 900_000)),
      denied: z.exactOptional(denied),
    }),
    {},
  ),
});

/** The PetStore of the source document, whose own way to fail is status 200 with an `errors` array. */
const DEFAULT_RESOURCES: z.input<typeof resource>[] = [
  { path: '/pets', expect: { status: [200], body: ["type(@) == 'array'", 'length(@) > `0`'] } },
  { path: '/pets/1', expect: { status: [200], body: ['id == `1`'] } },
];

export const resourcesSchema = z.prefault(listOf(resource, 'resources', 100), DEFAULT_RESOURCES);

export const accessMethodSchema = z.enum(ACCESS_METHOD_IDS, { error: `one of ${ACCESS_METHOD_IDS.join(', ')}` });

export const routesSchema = z._default(
  listOf(
    object({
      accessMethod: z.exactOptional(accessMethodSchema),
      endpoint: z.exactOptional(identifier('endpointId')),
      expect: object({ denied }),
    }).check(z.meta({ anyOf: [{ required: ['accessMethod'] }, { required: ['endpoint'] }] })),
    'routes',
    50,
  ),
  [],
);

const HEADER = 'headers by their names in lower case, none of them one that the canary or HTTP itself sets';
/** What says where a request goes, where it ends, or who signed it: between bars. */
export const RESERVED_HEADERS =
  'host|x-apigw-api-id|connection|keep-alive|__proto__|content-length|transfer-encoding|te|trailer|upgrade|expect|accept|user-agent|x-amz-date|x-amz-security-token|x-amz-content-sha256';
// Those of a token (RFC 9110, section 5.6.2), without capital letters.
const HEADER_NAME = "[a-z0-9!#$%&'*+.^_`|~-]{1,100}";
const headerName = z.string({ error: HEADER }).check(
  z.regex(new RegExp(`^(?!(?:${RESERVED_HEADERS})$)${HEADER_NAME}$`), {
    error: ({ input }) => headerNameProblem(String(input)),
  }),
);

function headerNameProblem(name: string): string {
  const lower = name.toLowerCase();
  if (RESERVED_HEADERS.split('|').includes(lower))
    return 'not a header to configure: the canary or HTTP itself sets it';
  if (new RegExp(`^${HEADER_NAME}$`).test(lower)) return 'names of headers are given in lower case here';
  return "not the name of a header: 1 to 100 lower-case letters, digits and !#$%&'*+-.^_`|~";
}

const secretSource = object({
  env: z.exactOptional(
    text(
      'the name of an environment variable, such as "PETS_API_KEY", and none of those of AWS ("AWS_…")',
      /^(?!AWS_)[A-Za-z_][A-Za-z0-9_]{0,255}$/,
    ),
  ),
  secretId: z.exactOptional(text('the name or ARN of a secret in Secrets Manager', /^[A-Za-z0-9/_+=.@:!-]{1,2048}$/)),
  jsonKey: z.exactOptional(text('the key of a value in a secret that is JSON', /^[ -~]{1,256}$/)),
}).check(
  z.meta({ oneOf: [{ required: ['env'] }, { required: ['secretId'] }], dependentRequired: { jsonKey: ['secretId'] } }),
);

export const authSchema = z.exactOptional(
  object({
    iam: z._default(z.boolean({ error: 'true or false' }), false),
    headers: z._default(z.record(headerName, secretSource, { error: HEADER }), {}),
  }),
);
