// Expectations on a body: JMESPath expressions that must evaluate to `true`, as in `aws … --query`.

import { compile, type JSONValue, TreeInterpreter } from '@jmespath-community/jmespath';

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
  // The library looks functions up when it evaluates them. Without a body it gets as far as most misspelt names.
  const onNothing = evaluateExpression(text, null);
  return onNothing.held ? undefined : /^an error: (Unknown function: \w+\(\))/.exec(onNothing.instead)?.[1];
}

/** What an expression made of a body: `held` only for exactly `true`, else what it gave instead. */
export type ExpressionResult = { readonly held: true } | { readonly held: false; readonly instead: string };

/** Evaluates an expression on a parsed JSON body. Never throws: a type error is an expectation that did not hold. */
export function evaluateExpression(expression: string, body: unknown): ExpressionResult {
  try {
    const value = TreeInterpreter.search(compiled(expression), body as JSONValue);
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

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
