// What is wrong with a text that is not JSON, in words that quote nothing of it: V8's own message has ten characters on
// both sides, which may be a secret.

const EXCERPT = /^Unexpected token .+?, (\.{3})?"(.*)"(?:\.{3})? is not valid JSON$/s;
const BEFORE = 10;

/** `error` is what `JSON.parse` has thrown for `json`. */
export function jsonProblem(json: string, error: SyntaxError): string {
  if (json.trim() === '') return 'is empty';
  const found = EXCERPT.exec(error.message);
  if (found === null) return error.message;
  const [, dots, excerpt = ''] = found;
  const position = json.indexOf(excerpt) + (dots === undefined ? 0 : BEFORE);
  return `not valid JSON: unexpected token in line ${json.slice(0, position).split('\n').length}`;
}
