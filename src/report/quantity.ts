// Numbers as people read them. The locale is fixed: a report reads the same everywhere.

const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** `0.8 ms`, `14 ms`, `2.0 s`. */
export function duration(ms: number): string {
  if (ms < 9.95) return `${ms.toFixed(1)} ms`;
  return ms < 999.5 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

/** `42 s`, `5 min`, `2 h`, `3 days`; rounded down. */
export function age(seconds: number): string {
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3_600)} h` : `${Math.floor(seconds / 86_400)} days`;
}

/** `1,234.57`. */
export function amount(value: number): string {
  return COUNT.format(value);
}

/** `12.5 MB`, `1.33 GB`; units of 1,024. */
export function dataSize(bytes: number): string {
  const megabytes = bytes / 1_024 ** 2;
  return megabytes < 1_024 ? `${amount(megabytes)} MB` : `${amount(megabytes / 1_024)} GB`;
}

/** `1 probe`, `2 probes`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${amount(count)} ${count === 1 ? one : many}`;
}
