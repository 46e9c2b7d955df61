// A configuration as the JSON text that a schedule hands to the function, with CloudFormation's values in it.

import { Fn, type Stack, Token } from 'aws-cdk-lib';

/** JSON once CloudFormation has filled in the tokens. Their values, and the items of lists that are tokens, stand
 * between quotes as they are: ids and names, which hold neither quotes nor backslashes. */
export function jsonText(value: unknown, stack: Stack): string {
  if (Array.isArray(value)) {
    // CDK itself would put a function of its own into the stack, only to write such a list as JSON.
    if (Token.isUnresolved(value)) return `["${Fn.join('","', value)}"]`;
    return `[${value.map((item) => jsonText(item, stack)).join(',')}]`;
  }
  if (Token.isUnresolved(value)) return stack.toJsonString(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, part]) => part !== undefined);
  return `{${members.map(([key, part]) => `${JSON.stringify(key)}:${jsonText(part, stack)}`).join(',')}}`;
}
