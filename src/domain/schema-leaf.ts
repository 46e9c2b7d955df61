// The leaves of the configuration's schema: each says in its error what it accepts, for target.ts to quote.

import * as z from 'zod/mini';
import { IDENTIFIERS, type IdentifierTypes } from './identifiers.ts';

export function identifier<Name extends keyof IdentifierTypes>(
  name: Name,
): z.ZodMiniType<IdentifierTypes[Name], string> {
  const { pattern, accepted } = IDENTIFIERS[name];
  const spelled: z.ZodMiniType<string, string> = z
    .string({ error: accepted })
    .check(z.regex(pattern, { error: accepted }));
  return spelled as z.ZodMiniType<IdentifierTypes[Name], string>;
}

export const KEY_SEPARATOR = ', ';

/** An object that knows its keys. What an unknown one says is all of them, and no more. */
export function object<Shape extends z.core.$ZodShape>(shape: Shape) {
  const keys = Object.keys(shape)
    .filter((key) => key !== '$schema')
    .join(KEY_SEPARATOR);
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? keys : `an object with the keys ${keys}`),
  });
}

export function integer(min: number, max: number) {
  const error = `a whole number from ${min} to ${max}`;
  return z.int({ error }).check(z.gte(min, { error }), z.lte(max, { error }));
}

export function milliseconds(fallback: number) {
  const error = 'a whole number of milliseconds from 1 to 900000';
  // 900 s is the longest that a Lambda invocation lasts.
  return z._default(z.int({ error }).check(z.gte(1, { error }), z.lte(900_000, { error })), fallback);
}

export function text(accepted: string, pattern: RegExp) {
  return z.string({ error: accepted }).check(z.regex(pattern, { error: accepted }));
}

export function listOf<Item extends z.ZodMiniType>(item: Item, accepted: string, max: number) {
  const error = `a list of 1 to ${max} ${accepted}, each once`;
  const once = (items: readonly unknown[]) => new Set(items.map((each) => JSON.stringify(each))).size === items.length;
  return z
    .array(item, { error })
    .check(z.minLength(1, { error }), z.maxLength(max, { error }), z.refine(once, { error }));
}

/** A value that becomes a CloudWatch dimension. */
export function dimensionValue(what: string) {
  // CloudWatch takes dimension values of ASCII characters, not starting with a colon, none of them control characters,
  // and at least one that is not white space.
  return text(`${what}: 1 to 256 printable ASCII characters, not starting with ":"`, /^(?!:)(?=.*[!-~])[ -~]{1,256}$/);
}

/** The address of a DNS server as `dns.setServers` takes it: `10.0.0.2`, `10.0.0.2:53`, `fd00::2`, `[fd00::2]:53`. */
export function serverAddress() {
  const error = 'the IP address of a DNS server, with or without a port, such as "10.0.0.2:53" or "[fd00::2]:53"';
  return z.string({ error }).check(z.refine(isServerAddress, { error }));
}

/** A CIDR block: `10.0.0.0/8`, `fd00::/8`. */
export function network() {
  const error = 'a CIDR block, such as "10.0.0.0/8" or "fd00::/8"';
  return z.string({ error }).check(z.refine(isNetwork, { error }));
}

function isNetwork(value: string): boolean {
  if (z.cidrv4().safeParse(value).success) return true;
  // An IPv6 address that stands for one of IPv4 is judged as that, so that a block of such would never match.
  return z.cidrv6().safeParse(value).success && !/^\[::ffff:[0-9a-f]+:[0-9a-f]+\]$/.test(shortestForm(value));
}

/** Of the address of an IPv6 block, in brackets, as RFC 5952 has it: `[::ffff:a00:0]`. */
function shortestForm(block: string): string {
  return new URL(`http://[${block.split('/', 1).join('')}]`).hostname;
}

function isServerAddress(value: string): boolean {
  const parts = /^(?:\[(?<v6>[^\]]+)\]|(?<v4>[0-9.]+))(?::(?<port>[1-9]\d{0,4}))?$/.exec(value)?.groups;
  if (parts === undefined) return z.ipv6().safeParse(value).success;
  const address = parts.v6 === undefined ? z.ipv4().safeParse(parts.v4) : z.ipv6().safeParse(parts.v6);
  return address.success && Number(parts.port ?? 53) <= 65_535;
}
