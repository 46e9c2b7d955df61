// What JMESPath's functions take, in steps: what they go through in one go, beside what their arguments and their result
// took. Many of them look at all of a list or a text and give a number.

// Items of a list or characters of a text that cost as much as one step.
const ITEMS_PER_STEP = 8;
// Members of an object: listing many takes much longer than going through a list.
const MEMBERS_PER_STEP = 2;
// Characters that are taken apart into code points.
const CODE_POINTS_PER_STEP = 4;
// What is only compared with something else, one character or item after the other.
const COMPARED_PER_STEP = 256;
// Finding a text of a list costs as much as so many characters, however short it is.
const TEXT_OF_LIST = 16;
// Of a text that a function makes, in characters; a body has at most 1 MiB.
const MAX_TEXT = 4 * 1024 * 1024;

/** What going through a value takes, or making it. */
export function weightOf(value: unknown): number {
  return isObject(value) ? membersOf(value) : lengthOf(value) / ITEMS_PER_STEP;
}

/** What looking at an object takes that nothing is made of. */
export function lookOf(value: unknown): number {
  return isObject(value) ? membersOf(value) / MEMBERS_PER_STEP : 0;
}

/** What comparing two texts takes: those of different lengths are different. */
export function comparisonOf(one: unknown, other: unknown): number {
  return typeof one === 'string' && lengthOf(one) === lengthOf(other) ? one.length / COMPARED_PER_STEP : 0;
}

/** What taking a text apart takes, as for its order among others: by code points, not by characters. */
export function codePointsOf(value: unknown): number {
  return typeof value === 'string' ? value.length / CODE_POINTS_PER_STEP : 0;
}

/** Throws where the function would make a text that is too long. `spend` is for what has no end. */
export function stepsOf(name: string, given: readonly unknown[], spend: (steps: number) => void): number {
  const [first, second, third, fourth] = given;
  switch (name) {
    case 'to_string':
      return sizeOf(first, spend);
    case 'length':
    case 'reverse':
      return codePointsOf(first) + lookOf(first);
    case 'keys':
    case 'values':
    case 'items':
      return weightOf(first);
    case 'sort': {
      const items = listOf(first);
      const each = items.reduce((sum: number, item) => sum + 1 / ITEMS_PER_STEP + codePointsOf(item), 0);
      return each * Math.log2(items.length + 1);
    }
    case 'max':
    case 'min': {
      // A comparison takes as long as what two texts begin with alike.
      const items = listOf(first);
      const longest = items.reduce((most: number, item) => Math.max(most, lengthOf(item)), 0);
      return items.length * (1 / ITEMS_PER_STEP + longest / COMPARED_PER_STEP);
    }
    case 'sum':
    case 'avg':
    case 'from_items':
      return listOf(first).reduce((sum: number, item) => sum + 1 / ITEMS_PER_STEP + weightOf(item), 0);
    case 'merge':
      return given.reduce((sum: number, each) => sum + weightOf(each), 0);
    case 'zip':
      return given.length * Math.min(MAX_TEXT, ...given.map(weightOf));
    case 'contains':
    case 'find_first':
    case 'find_last':
    case 'split':
      return searchOf(first, second);
    case 'starts_with':
    case 'ends_with':
      return lengthOf(second) / COMPARED_PER_STEP;
    case 'to_number':
      return weightOf(first);
    case 'trim':
    case 'trim_left':
    case 'trim_right':
      // Each of the characters that are cut off is looked up.
      return weightOf(first) + lengthOf(second);
    case 'join': {
      const items = listOf(second);
      const characters = items.reduce((sum: number, each) => sum + lengthOf(first) + lengthOf(each), 0);
      return textOf(characters) + items.length / ITEMS_PER_STEP;
    }
    case 'pad_left':
    case 'pad_right':
      return textOf(amountOf(second));
    case 'replace': {
      const times = amountOf(fourth);
      const places = times === 0 ? 1 + lengthOf(first) / Math.max(1, lengthOf(second)) : times;
      const search = searchOf(first, second) + places + lengthOf(first) / ITEMS_PER_STEP;
      return textOf(places * lengthOf(third)) + Math.max(1, times) * search;
    }
    default:
      return 0;
  }
}

/** A text that repeats itself is looked at anew from each of its characters, and the texts of a list one by one. */
function searchOf(where: unknown, what: unknown): number {
  const least = typeof what === 'string' && Array.isArray(where) ? TEXT_OF_LIST : 1;
  const each = typeof what === 'string' ? Math.max(least, what.length) : least;
  return (lengthOf(where) * each) / COMPARED_PER_STEP;
}

function textOf(characters: number): number {
  if (characters > MAX_TEXT) throw new Error(`it makes a text of more than ${MAX_TEXT} characters`);
  return characters / ITEMS_PER_STEP;
}

/** All values in a value: one that is in it several times counts as often. */
function sizeOf(value: unknown, spend: (steps: number) => void): number {
  spend(1 + weightOf(value));
  if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) sizeOf(each, spend);
  return 0;
}

// Counting them is listing them, and `$` may be asked for once for each item of a list.
const MANY_MEMBERS = 100;
const counted = new WeakMap<object, number>();

function membersOf(value: object): number {
  const known = counted.get(value);
  if (known !== undefined) return known;
  const { length } = Object.keys(value);
  if (length > MANY_MEMBERS) counted.set(value, length);
  return length;
}

function amountOf(value: unknown): number {
  return typeof value === 'number' ? Math.max(0, value) : 0;
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' || Array.isArray(value) ? value.length : 0;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
