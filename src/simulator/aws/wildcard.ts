// EC2's filter values: case-sensitive, * for any characters, ? for one, a backslash takes their meaning away.
// No regular expression: a value with many stars would keep it busy for hours.

/** Whether a text matches the whole pattern. */
export function wildcard(pattern: string): (text: string) => boolean {
  const tokens = pattern.match(/\\[*?\\]|./gs) ?? [];
  return (text) => matchesTokens(tokens, text);
}

function matchesTokens(tokens: readonly string[], text: string): boolean {
  let token = 0;
  let position = 0;
  let afterStar: { token: number; position: number } | undefined;
  while (position < text.length) {
    if (tokens[token] === '*') {
      token += 1;
      afterStar = { token, position };
    } else if (fits(tokens[token], text[position])) {
      token += 1;
      position += 1;
    } else if (afterStar !== undefined) {
      // The last star takes one character more; what came before it never needs another try.
      afterStar.position += 1;
      ({ token, position } = afterStar);
    } else {
      return false;
    }
  }
  return tokens.slice(token).every((rest) => rest === '*');
}

function fits(token: string | undefined, character: string | undefined): boolean {
  if (token === undefined) return false;
  return token === '?' || (token.length === 2 ? token[1] : token) === character;
}
