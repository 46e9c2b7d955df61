// HTML as a value. Text gets into it only through `html`, which escapes it and makes it printable, so that nothing in
// a report can open a tag or an attribute. Attribute values stand in double quotes, always.

import { safeText } from '../safe-text.ts';

const MARKUP = Symbol('markup');

/** A piece of a page. The key is a symbol, which no parsed JSON has: a report cannot pass for markup. */
export interface Html {
  readonly [MARKUP]: string;
}

type Part = string | number | Html | readonly Part[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The tag of a template. Strings and numbers are escaped, pieces are taken as they are, lists are joined. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { [MARKUP]: String.raw({ raw: strings }, ...parts.map(markupOf)) };
}

/** The page itself. */
export function pageText(page: Html): string {
  return page[MARKUP];
}

function markupOf(part: Part): string {
  if (typeof part !== 'object') return escaped(String(part));
  return MARKUP in part ? part[MARKUP] : part.map(markupOf).join('');
}

function escaped(text: string): string {
  return safeText(text).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
