// Pages that people write and in which some places are made by a command.

const MARKED = /(<!-- made by: npm run ([a-z]+), ([a-z-]+) -->\n)[\s\S]*?(<!-- end -->)/g;

/** The page with what the command makes put into its places, by name. Throws when a place is missing or unknown. */
export function withMade(page: string, command: string, made: Readonly<Record<string, string>>): string {
  const places = [...page.matchAll(MARKED)].flatMap(([, , by, name = '']) => (by === command ? [name] : []));
  const needed = Object.keys(made);
  if (places.toSorted().join() !== needed.toSorted().join()) {
    throw new Error(`places for npm run ${command}: ${places.join(', ') || 'none'}; needed: ${needed.join(', ')}`);
  }
  return page.replaceAll(MARKED, (whole, start: string, by: string, name: string, end: string) =>
    by === command ? `${start}\n${made[name]}\n\n${end}` : whole,
  );
}
