// Answers that are worked out once for a run: a thousand observations are compared with each other by some sixty rules.

import type { Facts } from './facts.ts';

/** The same function, which remembers its answers for as long as somebody holds the facts. */
export function perScene<Key, Value>(compute: (key: Key, scene: Facts) => Value): (key: Key, scene: Facts) => Value {
  const remembered = new WeakMap<Facts, Map<Key, { readonly value: Value }>>();
  return (key, scene) => {
    const own = remembered.get(scene) ?? new Map<Key, { readonly value: Value }>();
    remembered.set(scene, own);
    const known = own.get(key);
    if (known !== undefined) return known.value;
    const value = compute(key, scene);
    own.set(key, { value });
    return value;
  };
}
