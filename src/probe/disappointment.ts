// What is shown of an answer that was not the expected one. It is compared as it came, and shown without secrets: they are
// taken out of the whole body before anything is cut out of it, since half a secret would not be found.

import { newBudget } from '../domain/body-expression.ts';
import type { FailureCode } from '../domain/failure.ts';
import type { Resource } from '../domain/target.ts';
import { type Answer, bodyText } from './answer.ts';
import { bodyExcerpt } from './excerpt.ts';
import { compare } from './expect.ts';

export interface Disappointment {
  readonly code: FailureCode;
  readonly message: string;
  readonly bodyExcerpt: string;
}

/** Nothing when the answer is the expected one. */
export function disappointmentOf(
  answer: Answer,
  expect: Resource['expect'],
  redact: (text: string) => string,
): Disappointment | undefined {
  const found = compare(answer, expect);
  if (found === undefined) return undefined;
  const text = bodyText(answer);
  const shown = redact(text);
  const excerpt = { bodyExcerpt: bodyExcerpt(shown) };
  if (shown === text) return { ...found, ...excerpt };
  // Messages quote the body, and cut what they quote. Without secrets, another expression may be the first that does not
  // hold.
  const each = expect.body.map((expression) => ({ ...expect, body: [expression] }));
  // One for all of them: who answers could make each take long.
  const budget = newBudget();
  const same = each.find((one) => compare(answer, one, budget) !== undefined) ?? expect;
  const harmless = compare({ ...answer, body: Buffer.from(shown) }, same);
  const message = harmless?.code === found.code ? harmless.message : 'not told, since the answer repeats a secret';
  return { code: found.code, message, ...excerpt };
}
