// JSON lines to a reader who may stand still (a stopped terminal, a log collector that hangs) for longer than memory
// lasts, or go away and come back: nothing waits for the reader, lines do, up to a bound.

import { logLine } from '../log.ts';

/** What is known of a stream that takes lines. */
export type LineStream = Pick<NodeJS.WriteStream, 'write' | 'writableLength'>;

/** Writes lines in order, and never throws: a reader that went away must not end a process that has its own way to tell.
 * What would make more than `maxWaitingBytes` wait is dropped, and the next line that is not is preceded by one that says
 * how many were, those included that could not be written. `onBroken` is called with the first of these. */
export function jsonLines(
  stream: LineStream,
  maxWaitingBytes: number,
  onBroken: (error: Error) => void = () => {},
): (line: string) => void {
  let dropped = 0;
  let broken = false;
  const write = (line: string, stands: number) =>
    void stream.write(`${line}\n`, (error) => {
      if (error instanceof Error) {
        dropped += stands;
        if (!broken) onBroken(error);
      }
      broken = error instanceof Error;
    });
  return (line) => {
    if (stream.writableLength + Buffer.byteLength(line) > maxWaitingBytes) {
      dropped += 1;
      return;
    }
    if (dropped > 0) {
      const lines = dropped;
      dropped = 0;
      write(logLine('WARN', `${lines} lines were dropped: nobody has read them`, { event: 'unread', lines }), lines);
    }
    write(line, 1);
  };
}
