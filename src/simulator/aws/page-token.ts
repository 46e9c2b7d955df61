// Opaque page tokens: a position that only the query which received it may use.
// A token that was changed, or belongs to another query or another process, is not a token.

import { createHmac, randomBytes } from 'node:crypto';

const key = randomBytes(32);

/** A page of `items`, and the token of the next one when there is one. */
interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

/** Cuts one page; `undefined` when the token does not belong to this scope. */
export function page<Item>(
  items: readonly Item[],
  cut: { readonly scope: string; readonly size: number; readonly token: string | undefined },
): Page<Item> | undefined {
  const start = cut.token === undefined ? 0 : positionOf(cut.token, cut.scope);
  if (start === undefined) return undefined;
  const end = start + cut.size;
  return { items: items.slice(start, end), nextToken: end < items.length ? tokenOf(end, cut.scope) : undefined };
}

function tokenOf(position: number, scope: string): string {
  const seal = createHmac('sha256', key).update(`${position} ${scope}`).digest('hex');
  return Buffer.from(`${position} ${seal}`).toString('base64');
}

function positionOf(token: string, scope: string): number | undefined {
  const [text = ''] = Buffer.from(token, 'base64').toString().split(' ');
  const position = Number(text);
  return tokenOf(position, scope) === token ? position : undefined;
}
