// A key that an object of a JSON text has twice. `JSON.parse` takes the last one and says nothing of the first, which may
// have been the stricter one.

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

interface Level {
  /** Of an object. */
  readonly keys: Set<string>;
  /** The key or the index that is being read. */
  at: string | number;
}

/** The path of the first one; undefined when no object has one. `json` is what `JSON.parse` has taken. */
export function repeatedKey(json: string): readonly PropertyKey[] | undefined {
  const levels: Level[] = [];
  let text = '';
  for (const [token] of json.matchAll(TOKEN)) {
    const level = levels.at(-1);
    if (token === '{') levels.push({ keys: new Set(), at: '' });
    else if (token === '[') levels.push({ keys: new Set(), at: 0 });
    else if ('}]'.includes(token)) levels.pop();
    else if (token === ',') goOn(level);
    else if (token !== ':') text = token;
    // Two spellings of one key are the same: `"\u0061"` is `"a"`.
    else if (level !== undefined && !isNew(JSON.parse(text) as string, level)) return levels.map(({ at }) => at);
  }
  return undefined;
}

function goOn(level: Level | undefined): void {
  if (typeof level?.at === 'number') level.at += 1;
}

function isNew(key: string, level: Level): boolean {
  level.at = key;
  if (level.keys.has(key)) return false;
  level.keys.add(key);
  return true;
}
