// Lines on standard output and standard error: the function's log and the embedded metrics of both entries.

/** Writes one raw line, and rejects when it did not get out. A stream tells a lost line by its callback alone: writing
 * itself does not throw. */
export type WriteLine = (line: string) => Promise<void>;

/** Writes raw lines to a stream. `console.log` would not do: under Lambda's JSON log format it wraps what it is given,
 * and an embedded metric inside a string is no metric. */
export function lineWriter(stream: NodeJS.WritableStream): WriteLine {
  return (line) =>
    new Promise((resolve, reject) => {
      stream.write(`${line}\n`, (error) => (error ? reject(error) : resolve()));
    });
}

export type LogLevel = 'INFO' | 'WARN' | 'ERROR';

/** One log line as JSON, with the keys that Lambda's JSON log format filters by. Values of `undefined` are left out. */
export function logLine(level: LogLevel, message: string, details: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ timestamp: new Date().toISOString(), level, message, ...details });
}
