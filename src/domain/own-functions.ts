// JMESPath's functions that the library has in a form that takes too long, or fails, on long values.

import {
  type TreeInterpreter,
  TYPE_ARRAY,
  TYPE_ARRAY_NUMBER,
  TYPE_ARRAY_STRING,
  TYPE_STRING,
} from '@jmespath-community/jmespath';

/** Replaces those of an interpreter. */
export function replaceFunctions(runtime: (typeof TreeInterpreter)['runtime']): void {
  const override = { override: true };
  // The library's take a time that grows with the square of the spaces or the lines of a text.
  for (const name of ['trim', 'trim_left', 'trim_right']) {
    const at = { start: name !== 'trim_right', end: name !== 'trim_left' };
    const trim = ([text, characters]: readonly unknown[]) => trimmed(String(text), String(characters ?? ''), at);
    const signature = [{ types: [TYPE_STRING] }, { types: [TYPE_STRING], optional: true }];
    runtime.registerFunction(name, trim, signature, override);
  }
  // The library's fail for more than some 100,000 characters or numbers; texts they compare in a language, which takes a
  // time that grows with the square of their length.
  const reversed = ([value]: readonly unknown[]) =>
    Array.isArray(value) ? value.toReversed() : [...String(value)].toReversed().join('');
  runtime.registerFunction('reverse', reversed, [{ types: [TYPE_STRING, TYPE_ARRAY] }], override);
  for (const [name, sign] of [
    ['max', 1],
    ['min', -1],
  ] as const) {
    const extreme = ([list]: readonly unknown[]) => furthest(list as readonly (number | string)[], sign);
    runtime.registerFunction(name, extreme, [{ types: [TYPE_ARRAY_NUMBER, TYPE_ARRAY_STRING] }], override);
  }
}

/** The greatest or, with -1, the least; texts in the order of their characters' numbers, whatever the language. */
function furthest<Item extends number | string>(list: readonly Item[], sign: 1 | -1): Item | null {
  let best = list[0] ?? null;
  for (const each of list) if (best === null || (sign === 1 ? each > best : each < best)) best = each;
  return best;
}

/** Without these characters, or without white space, at its ends. */
function trimmed(text: string, characters: string, at: { readonly start: boolean; readonly end: boolean }): string {
  const taken = new Set(characters);
  const goes = (index: number) => {
    const character = text.charAt(index);
    return characters === '' ? /[\s\u0085]/.test(character) : taken.has(character);
  };
  let from = 0;
  let to = text.length;
  while (at.start && from < to && goes(from)) from += 1;
  while (at.end && from < to && goes(to - 1)) to -= 1;
  return text.slice(from, to);
}
