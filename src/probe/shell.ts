// Texts as words of a POSIX shell.

/** Quotes where needed. Brackets are a pattern to a shell: zsh refuses one that matches no file. */
export function quoted(text: string): string {
  return /^[A-Za-z0-9_\-./:=@%+,]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
