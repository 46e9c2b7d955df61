// Reports in which every text that comes from outside is replaced.

// Keys whose values are from closed lists, which the parser of a report guarantees.
const CLOSED = new Set([
  'schema',
  'accessMethod',
  'control',
  'outcome',
  'state',
  'source',
  'sink',
  'fallback',
  'step',
  'code',
  'kind',
  'what',
]);

/** The value with every free text in it replaced. */
export function poisoned(value: unknown, evil: string, key = ''): unknown {
  if (typeof value === 'string') return CLOSED.has(key) ? value : evil;
  if (Array.isArray(value)) return value.map((item) => poisoned(item, evil, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poisoned(item, evil, name)]));
}
