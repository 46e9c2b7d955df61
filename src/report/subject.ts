// Subjects as SNS takes them. It says "UTF-8 text with no line breaks or control characters, and less than 100
// characters long", and said ASCII before: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html

import { safeText } from './safe-text.ts';

const MAX_CHARACTERS = 99;

/** The text in ASCII without control characters, which every mail server takes, too; cut at its end where it is long. */
export function subjectText(text: string): string {
  const ascii = safeText(text)
    .replaceAll(/[^ -~]/gu, '?')
    .trim();
  if (ascii.length <= MAX_CHARACTERS) return ascii;
  const beginning = ascii.slice(0, MAX_CHARACTERS - 3);
  const words = beginning.replace(/ +[^ ]*$/, '');
  return `${words.length > MAX_CHARACTERS / 2 ? words : beginning}...`;
}
