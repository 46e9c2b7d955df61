// Expressions that make much of little, bodies that take long to look at, and texts that are no expressions.

const deep = (open: string, inside: string, close: string): unknown =>
  JSON.parse(open.repeat(50_000) + inside + close.repeat(50_000));
export const DEEP_LIST = deep('[', '', ']');
export const DEEP_OBJECT = deep('{"a":', '1', '}');

/** As long as expressions and bodies may be. */
const piped = (part: string, first = '@', end = '') =>
  first + part.repeat(Math.floor((1_000 - end.length) / part.length) - 1) + end;
const DOUBLED = `@${'|[@,@]'.repeat(70)}`;
const LETTERS = 'a'.repeat(1_000_000);
const NUMBERS = Array.from({ length: 500_000 }, () => 1);
const RECORDS = Array.from({ length: 40_000 }, (_, id) => ({ id, name: `pet ${id}` }));
const VERSIONS = { items: Array.from({ length: 4_500 }, (_, id) => ({ id, version: 7 })) };
const SHORT_MEMBERS = Object.fromEntries(Array.from({ length: 1_500 }, (_, id) => [`p${id}`, { v: 1 }]));
const MEMBERS = Object.fromEntries(RECORDS.map((each) => [each.name, each]));

export const MULTIPLIES: readonly (readonly [expression: string, body: unknown])[] = [
  [piped('|[@,@][]'), [1]],
  [piped('|[@,@]', '@', '|to_string(@)'), 1],
  [`[${DOUBLED}, ${DOUBLED}]|[0] == [1]`, 1],
  [`[${Array(300).fill('@').join(',')}][]`, NUMBERS],
  [`[${Array(200).fill('@[:]').join(',')}]`, NUMBERS],
  [piped("|replace(@,'a','aa')"), 'a'],
  [`replace(@, 'a', '${'b'.repeat(900)}')`, LETTERS],
  ["replace('a', 'a', 'b', `1000000000`)", 1],
  ["pad_left('a', `400000000`)", 1],
  ["map(&pad_right('a', `4000000`), @)", NUMBERS],
  [`join('${'-'.repeat(900)}', map(&to_string(@), @))`, NUMBERS],
  [`join('', [${Array(400).fill('@').join(',')}])`, LETTERS],
];
export const SLOW: readonly (readonly [expression: string, body: unknown])[] = [
  ['$[*].[$[*].[$[*].id]]', RECORDS],
  ['[?contains($[*].name, name)] | length(@)', RECORDS],
  ['let $all = @ in [?length($all[?id > `1`]) > `1`]', RECORDS],
  ['*|[?$]', MEMBERS],
  ['[?$ == $]|[?@ != $]|[?to_string($) == name]', RECORDS],
  ['let $a = `1` in map(&(let $b = @ in map(&(let $c = @ in $c), $b)), @)', [RECORDS, RECORDS]],
];
/** With what comes of it: `true`, or the beginning of what there is instead. */
export const LONG_BODIES: readonly (readonly [expression: string, body: unknown, gives: true | string])[] = [
  ["trim(@) == 'x'", `${' '.repeat(1_000_000)}x`, true],
  ["trim_right(@) == 'x'", `x${' '.repeat(1_000_000)}x`, 'false'],
  ["trim_right(@) == 'x'", `x${' '.repeat(1_000_000)}`, true],
  ["trim_left(@) != 'x'", 'a\n'.repeat(500_000), true],
  ["trim(@, @) == ''", LETTERS, true],
  ['[@] == [@]', DEEP_LIST, true],
  ['to_string(@)', DEEP_LIST, 'an error: '],
  ['@', DEEP_OBJECT, '{"a":{"a":{"a":'],
  [DOUBLED, 1, '[[[[[[[[['],
  ['sort_by(@, &name)[0].id == `0`', RECORDS, true],
  ['sort(@)[0] == `1`', NUMBERS, true],
  // What only names a list does not go through it.
  ['items[?version != $.items[0].version] == `[]`', VERSIONS, true],
  ['let $all = items in $all[?version != $all[0].version] == `[]`', VERSIONS, true],
  ['items[?id >= length($.items)] == `[]`', VERSIONS, true],
  ['values(@)[?v != $.p0.v] == `[]`', SHORT_MEMBERS, true],
  ['constructor == `null` && !toString && __proto__ == `null`', {}, true],
  ['group_by(@, &name)', [{ name: 'constructor' }], 'an error: '],
];
/** With what is said of them. */
export const NO_EXPRESSIONS: readonly (readonly [expression: string, problem: string])[] = [
  ["id == 'abc", 'the text or literal that begins at character 7 has no end'],
  ["id == 'it\\'", 'the text or literal that begins at character 7 has no end'],
  ['id == `1', 'the text or literal that begins at character 7 has no end'],
  ['a && b || constructor(@)', 'Unknown function: constructor()'],
  ['[?lenght(@) > `1`]', 'Unknown function: lenght()'],
];
