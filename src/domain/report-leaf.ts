// The leaves of a report's schema: each says in its error what it accepts. What goes into a command line that somebody may
// copy must look like what it is; free text stays free.

import * as z from 'zod/mini';
import { ACCESS_METHOD_IDS } from './access-method.ts';
import type { ZoneName } from './identifiers.ts';
import { text } from './schema-leaf.ts';

export const freeText = z.string({ error: 'a text' });
export const number = z.number({ error: 'a number' });
export const count = number.check(z.gte(0, { error: 'a number, not negative' }));
export const isoTime = z.iso.datetime({ error: 'a time in ISO 8601, UTC, such as "2026-02-03T04:05:06.789Z"' });

export const oneOf = <const Value extends string>(values: readonly Value[]) =>
  z.enum(values, { error: `one of ${values.join(', ')}` });
export const keyOf = <Key extends string>(table: Readonly<Record<Key, unknown>>) => oneOf(Object.keys(table) as Key[]);
export const list = <Item extends z.ZodMiniType>(item: Item) => z.array(item, { error: 'a list' });
export const object = <Shape extends z.core.$ZodShape>(shape: Shape) =>
  z.object(shape, { error: `an object with the keys ${Object.keys(shape).join(', ')}` });

// Empty where a report was shortened.
export const dialledName = text('a host name', /^(?:[a-z0-9][a-z0-9.-]{0,252})?$/);
export const zone = text(
  'the name of an Availability Zone',
  /^[a-z0-9-]{1,40}$/,
) as z.ZodMiniType<string> as z.ZodMiniType<ZoneName>;
export const address = text('an IP address', /^[0-9A-Fa-f.:]{2,45}$/);
export const family = z.union([z.literal(4), z.literal(6)], { error: 'one of 4, 6' });
export const accessMethod = oneOf(ACCESS_METHOD_IDS);
export const ec2Id = text('an id of EC2', /^[a-z]{1,10}-[0-9a-z]{1,40}$/);
