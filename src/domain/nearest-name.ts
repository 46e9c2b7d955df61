// What somebody may have meant who misspelt a name.

/** The name of the list with the fewest letters to change, add or take out; undefined when that is more than a third of
 * what was given, or more than one where the first letter is another. */
export function nearestName(given: string, names: readonly string[]): string | undefined {
  const near = names
    .map((name) => ({ name, distance: editDistance(given, name) }))
    .filter(
      ({ name, distance }) => distance <= (name[0] === given[0] ? given.length / 3 : Math.min(1, given.length / 3)),
    )
    .toSorted((one, other) => one.distance - other.distance);
  return near[0]?.name;
}

/** Levenshtein's: row by row, `costs[column]` is what it takes from the letters so far to the first ones of `to`. */
function editDistance(from: string, to: string): number {
  let costs = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [row, letter] of [...from].entries()) {
    const next = [row + 1];
    for (const [column, other] of [...to].entries()) {
      const replaced = (costs[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (costs[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    costs = next;
  }
  return costs.at(-1) ?? 0;
}
