// Expectations on a body: JMESPath expressions that must evaluate to `true`, as in `aws … --query`.

import { compile, getRegisteredFunctions, type JSONValue, tokenize } from '@jmespath-community/jmespath';
import { boundedSearch, newBudget } from './bounded-search.ts';

export { type Budget, newBudget } from './bounded-search.ts';

/** Longest expression that is accepted, in characters. */
export const MAX_EXPRESSION_LENGTH = 1_000;

/** Why the text is not a JMESPath expression, or nothing when it is one. */
export function expressionProblem(text: string): string | undefined {
  try {
    compile(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return /\(Number\)/.test(message) ? `${message}; a number is written in backticks: \`1\`` : message;
  }
  const open = tokenize(text).find(({ start }) => LITERAL.test(text.charAt(start)) && !hasEnd(text.slice(start)));
  if (open !== undefined) return `the text or literal that begins at character ${open.start + 1} has no end`;
  const unknown = functionsIn(compile(text)).find((name) => !FUNCTIONS.has(name));
  return unknown === undefined ? undefined : `Unknown function: ${unknown}()`;
}

// The library takes the end of the expression for that of a literal.
const LITERAL = /['`]/;

function hasEnd(literal: string): boolean {
  return /^(?:'(?:\\[\\']|\\(?![\\'])|[^'\\])*'|`(?:\\[\\`]|\\(?![\\`])|[^`\\])*`)/.test(literal);
}

// The library looks functions up when it evaluates them, and finds properties that every object has.
const FUNCTIONS: ReadonlySet<string> = new Set(getRegisteredFunctions());

/** The names of all functions that an expression calls. A literal is a value, whatever it looks like. */
function functionsIn(tree: unknown): readonly string[] {
  if (typeof tree !== 'object' || tree === null) return [];
  const { type, name } = tree as { readonly type?: unknown; readonly name?: unknown };
  if (type === 'Literal') return [];
  const own = type === 'Function' ? [String(name)] : [];
  return [...own, ...Object.values(tree).flatMap(functionsIn)];
}

/** What an expression made of a body: `held` only for exactly `true`, else what it gave instead. */
export type ExpressionResult = { readonly held: true } | { readonly held: false; readonly instead: string };

/** Evaluates an expression on a parsed JSON body. Never throws: a type error is an expectation that did not hold. Those on
 * the same body share a budget. */
export function evaluateExpression(expression: string, body: unknown, budget = newBudget()): ExpressionResult {
  try {
    const value = boundedSearch(compiled(expression), body as JSONValue, budget);
    return value === true ? { held: true } : { held: false, instead: shown(value) };
  } catch (error) {
    return { held: false, instead: `an error: ${error instanceof Error ? error.message : String(error)}` };
  }
}

// The expressions of a configuration are evaluated on every answer, and parsing one takes longer than evaluating it.
const MAX_COMPILED = 1_000;
const trees = new Map<string, ReturnType<typeof compile>>();

function compiled(expression: string): ReturnType<typeof compile> {
  const known = trees.get(expression);
  if (known !== undefined) return known;
  if (trees.size >= MAX_COMPILED) trees.clear();
  const tree = compile(expression);
  trees.set(expression, tree);
  return tree;
}

const MAX_SHOWN = 80;

function shown(value: unknown): string {
  const text = JSON.stringify(beginning(value, { left: MAX_SHOWN })) ?? 'nothing';
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN - 1).toWellFormed()}…`;
}

/** As much of a value as can be shown: each value in it is a character at least. */
function beginning(value: unknown, values: { left: number }): unknown {
  values.left -= 1;
  if (typeof value === 'string') return value.slice(0, MAX_SHOWN);
  if (typeof value !== 'object' || value === null) return value;
  const taken: [string, unknown][] = [];
  for (const [key, each] of Object.entries(value)) {
    if (values.left <= 0) break;
    taken.push([key.slice(0, MAX_SHOWN), beginning(each, values)]);
  }
  return Array.isArray(value) ? taken.map(([, each]) => each) : Object.fromEntries(taken);
}
