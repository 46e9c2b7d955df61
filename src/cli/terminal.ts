// Where the command line writes: results to standard output, everything else to standard error, colour only for people.

import { lineWriter, type WriteLine } from '../log.ts';
import type { TerminalStyle } from '../report/paint.ts';

const COLUMNS_WITHOUT_TERMINAL = 100;

export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly style: TerminalStyle;
  readonly errStyle: TerminalStyle;
  /** Writes one line to standard error, and rejects when it did not get out. */
  readonly errLine: WriteLine;
  /** Replaces the line that says how far the run is. Does nothing where nobody watches. */
  readonly progress: (line: string) => void;
}

type Environment = Readonly<Record<string, string | undefined>>;

export function terminalOf(process: {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: Environment;
}): Terminal {
  const { stdout, stderr, env } = process;
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    errLine: lineWriter(stderr),
    style: styleOf(stdout, env),
    errStyle: styleOf(stderr, env),
    progress: (line) => {
      // Carriage return and "erase to the end of the line": the next line takes the place of this one.
      if (stderr.isTTY && env.TERM !== 'dumb') stderr.write(`\r${line}\u001b[K${line === '' ? '\r' : ''}`);
    },
  };
}

/** Every value but the empty one switches colour off: https://no-color.org. */
function styleOf(stream: NodeJS.WriteStream, env: Environment): TerminalStyle {
  const wanted = (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
  return { colour: stream.isTTY === true && wanted, columns: stream.columns || COLUMNS_WITHOUT_TERMINAL };
}
