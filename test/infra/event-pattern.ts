// Whether an event matches a pattern, as EventBridge decides it.

type Json = Readonly<Record<string, unknown>>;

/** Knows texts, `exists` and `$or`. Throws for what EventBridge would refuse, and for what this does not know. Source:
 * EventBridge User Guide, "Event patterns". */
export function matches(pattern: unknown, event: unknown): boolean {
  return Object.entries(pattern as Json).every(([key, wanted]) => {
    if (key === '$or') return (wanted as readonly unknown[]).some((branch) => matches(branch, event));
    const given = (isObject(event) ? event : {})[key];
    return Array.isArray(wanted) ? wanted.some((one) => isMet(one, given)) : matches(wanted, given);
  });
}

function isMet(wanted: unknown, given: unknown): boolean {
  if (typeof wanted === 'string') return [given].flat().includes(wanted);
  const [[name, argument] = []] = Object.entries(wanted as Json);
  if (name !== 'exists') throw new Error(`this does not know ${JSON.stringify(wanted)}`);
  // Only leaves exist: an object is not there, whatever is in it.
  return (given !== undefined && !isObject(given)) === argument;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
