// The function's log: one JSON object a line, with the keys that Lambda's own JSON log format filters by.

/** Writes one raw line. `console.log` would not do: under Lambda's JSON log format it wraps what it is given, and an
 * embedded metric inside a string is no metric. */
export type WriteLine = (line: string) => void;

export type LogLevel = 'INFO' | 'WARN' | 'ERROR';

/** One log line as JSON. Values of `undefined` are left out. */
export function logLine(level: LogLevel, message: string, details: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ timestamp: new Date().toISOString(), level, message, ...details });
}
