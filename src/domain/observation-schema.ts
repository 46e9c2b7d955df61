// The shape of an observation, or of a control, that comes from outside.

import * as z from 'zod';
import { CONTROLS, type ControlKind } from './control.ts';
import { FAILURES, type FailureCode } from './failure.ts';
import { PHASES } from './observation.ts';
import {
  accessMethod,
  address,
  count,
  curlLine,
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

const phases = Object.fromEntries(PHASES.map((phase) => [phase, count.exactOptional()])) as Record<
  (typeof PHASES)[number],
  z.ZodExactOptional<typeof count>
>;

export const observationSchema = object({
  accessMethod,
  endpoint: identifier('endpointId').exactOptional(),
  zone: zone.exactOptional(),
  resource: freeText,
  control: keyOf<ControlKind>(CONTROLS).exactOptional(),
  outcome: oneOf(['passed', 'failed', 'not-run']),
  slow: z.literal(true, { error: 'true' }).exactOptional(),
  route: object({
    dial: dialledName,
    sni: dialledName,
    host: dialledName,
    path: freeText,
    headers: z.record(z.string(), freeText, { error: 'an object' }),
  }),
  family,
  resolver: text('the address of a DNS server', /^[0-9A-Za-z.:%[\]_-]{1,100}$/).exactOptional(),
  address: address.exactOptional(),
  addresses: list(address).exactOptional(),
  ttlSeconds: count.exactOptional(),
  timesMs: object({ ...phases, unaccounted: number, total: count }).exactOptional(),
  tls: object({
    protocol: freeText,
    cipher: freeText,
    subject: freeText,
    issuer: freeText,
    names: freeText,
    validTo: freeText.exactOptional(),
    daysLeft: number.exactOptional(),
  }).exactOptional(),
  status: number.exactOptional(),
  errorType: freeText.exactOptional(),
  requestId: freeText.exactOptional(),
  apiGatewayId: freeText.exactOptional(),
  bodyExcerpt: freeText.exactOptional(),
  failure: object({
    step: oneOf(['dns', 'connect', 'tls', 'request', 'response', 'expect']),
    code: keyOf<FailureCode>(FAILURES),
    message: freeText,
  }).exactOptional(),
  curl: curlLine,
});
