// The shape of an observation, or of a control, that comes from outside.

import * as z from 'zod/mini';
import { CONTROLS, type ControlKind } from './control.ts';
import { FAILURES, type FailureCode } from './failure.ts';
import { PHASES } from './observation.ts';
import { curlLine } from './report-curl.ts';
import {
  accessMethod,
  address,
  count,
  dialledName,
  family,
  freeText,
  keyOf,
  list,
  number,
  object,
  oneOf,
  zone,
} from './report-leaf.ts';
import { identifier, text } from './schema-leaf.ts';

const phases = Object.fromEntries(PHASES.map((phase) => [phase, z.exactOptional(count)])) as Record<
  (typeof PHASES)[number],
  z.ZodMiniExactOptional<typeof count>
>;

export const observationSchema = object({
  accessMethod,
  endpoint: z.exactOptional(identifier('endpointId')),
  zone: z.exactOptional(zone),
  resource: freeText,
  control: z.exactOptional(keyOf<ControlKind>(CONTROLS)),
  expected: z.exactOptional(z.literal('denied', { error: '"denied"' })),
  outcome: oneOf(['passed', 'failed', 'not-run']),
  slow: z.exactOptional(z.literal(true, { error: 'true' })),
  route: object({
    dial: dialledName,
    sni: dialledName,
    host: dialledName,
    path: freeText,
    headers: z.record(z.string(), freeText, { error: 'an object' }),
  }),
  family,
  resolver: z.exactOptional(text('the address of a DNS server', /^[0-9A-Za-z.:%[\]_-]{1,100}$/)),
  address: z.exactOptional(address),
  addresses: z.exactOptional(list(address)),
  ttlSeconds: z.exactOptional(count),
  timesMs: z.exactOptional(object({ ...phases, unaccounted: number, total: count })),
  measurementDelayMs: z.exactOptional(count),
  tls: z.exactOptional(
    object({
      protocol: freeText,
      cipher: freeText,
      subject: freeText,
      issuer: freeText,
      names: freeText,
      validTo: z.exactOptional(freeText),
      daysLeft: z.exactOptional(number),
    }),
  ),
  status: z.exactOptional(number),
  errorType: z.exactOptional(freeText),
  requestId: z.exactOptional(freeText),
  apiGatewayId: z.exactOptional(freeText),
  bodyExcerpt: z.exactOptional(freeText),
  failure: z.exactOptional(
    object({
      step: oneOf(['dns', 'connect', 'tls', 'request', 'response', 'expect']),
      code: keyOf<FailureCode>(FAILURES),
      message: freeText,
    }),
  ),
  curl: curlLine,
});
