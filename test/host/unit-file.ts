// A unit file of systemd as a test reads it: settings with all of their values, in their order.

/** `Service.ExecStart` -> its values. Comments and empty lines are left out; lines are not continued. */
export function settingsOf(unit: string): ReadonlyMap<string, readonly string[]> {
  const settings = new Map<string, string[]>();
  let section = '';
  for (const line of unit.split('\n').map((each) => each.trim())) {
    if (line === '' || /^[#;]/.test(line)) continue;
    const heading = /^\[(\w+)\]$/.exec(line)?.[1];
    if (heading !== undefined) {
      section = heading;
      continue;
    }
    const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`not a setting: ${line}`);
    const key = `${section}.${name}`;
    settings.set(key, [...(settings.get(key) ?? []), value]);
  }
  return settings;
}

/** Seconds of a span such as `90s`, `3m` or `1min 30s`. */
export function secondsOf(span: string): number {
  const units: Readonly<Record<string, number>> = { s: 1, m: 60, min: 60, h: 3_600 };
  return span.split(/\s+/).reduce((sum, part) => {
    const [, number, unit = 's'] = /^(\d+)([a-z]*)$/.exec(part) ?? [];
    if (number === undefined) throw new Error(`not a span of time: ${span}`);
    return sum + Number(number) * (units[unit] ?? Number.NaN);
  }, 0);
}
