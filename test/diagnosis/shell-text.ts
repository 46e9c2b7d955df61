// A reader of command lines, as far as the commands of the diagnoses use a POSIX shell: quotes, pipes, `;`, `$( )` and
// redirection to and from nothing.

/** Every quote and parenthesis that is opened is closed. */
export function isShellText(line: string): boolean {
  return wordsOf(line) !== undefined;
}

/** The programs that a command line starts, those inside `$( )` included. */
export function programsIn(line: string): readonly string[] {
  const words = wordsOf(line) ?? [];
  const started = words.filter((_, index) => index === 0 || [';', '|'].includes(words[index - 1] ?? ''));
  const within = [...line.matchAll(/\$\((\S+)/g)].map(([, program = '']) => program);
  return [...started, ...within];
}

/** Words with their quotes taken off, operators as words of their own; nothing when a quote stays open. */
export function wordsOf(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let rest = line.trim();
  while (rest !== '') {
    const word = /^(?:[^\s'"`;|&<>()$\\]|'[^']*'|\\.|"(?:[^"`$\\]|\\.|\$\([^()"`]*\))*")+/.exec(rest);
    const operator = /^(?:[;|]|2?[<>]\/dev\/null)/.exec(rest);
    const next = operator?.[0] ?? word?.[0];
    if (next === undefined) return undefined;
    words.push(next.replaceAll(/'([^']*)'|\\(.)/g, '$1$2'));
    rest = rest.slice(next.length).trim();
  }
  return words;
}
