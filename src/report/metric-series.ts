// How series are told apart on a screen: what all have in common is said once, and each is named by the rest.

/** Dimensions of one series: name to value. */
export type Dimensions = Readonly<Record<string, string>>;

/** The dimensions that every series has with the same value. */
export function sharedDimensions(all: readonly { readonly dimensions: Dimensions }[]): Dimensions {
  const [first] = all;
  const entries = Object.entries(first?.dimensions ?? {});
  return Object.fromEntries(
    entries.filter(([name, value]) => all.every(({ dimensions }) => dimensions[name] === value)),
  );
}

/** `Api=pets Stage=test`. */
export function dimensionsText(dimensions: Dimensions): string {
  return Object.entries(dimensions)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

/** The dimensions that are not shared. */
export function ownDimensions(dimensions: Dimensions, shared: Dimensions): Dimensions {
  return Object.fromEntries(Object.entries(dimensions).filter(([name]) => !Object.hasOwn(shared, name)));
}
