// The screen of the live view: drawn in place on the terminal's second screen, so that what stood there before comes back
// at the end, unless a signal ends the process that it does not handle (SIGKILL, Ctrl+\).

import type { TerminalStyle } from '../report/paint.ts';

const ENTER = '\u001b[?1049h\u001b[?25l';
const LEAVE = '\u001b[?25h\u001b[?1049l';
const HOME = '\u001b[H';
const ERASE_LINE = '\u001b[K';
const ERASE_BELOW = '\u001b[J';

// How long ago a run was is told in seconds.
const REDRAW_MS = 1_000;

type Draw = (style: TerminalStyle & { readonly rows: number }) => string;

export interface LiveScreen extends Disposable {
  readonly redraw: () => void;
}

/** Draws at once, on `redraw`, when the window changes its size, and every second, but not on a terminal that stands still
 * (Ctrl+S). Disposing it leaves the last view on the ordinary screen. */
export function openLiveScreen(stdout: NodeJS.WriteStream, colour: boolean, draw: Draw): LiveScreen {
  const style = () => ({ colour, columns: stdout.columns || 80, rows: stdout.rows || 24 });
  const redraw = () => {
    if (stdout.writableLength > 0) return;
    // Line by line: an erased screen that is then written flickers.
    const lines = draw(style()).split('\n').slice(0, -1);
    stdout.write(`${HOME}${lines.map((text) => `${text}${ERASE_LINE}`).join('\r\n')}${ERASE_BELOW}`);
  };
  const leave = () => void stdout.write(LEAVE);
  withoutBlocking(stdout);
  stdout.write(ENTER);
  process.once('exit', leave);
  stdout.on('resize', redraw);
  const timer = setInterval(redraw, REDRAW_MS);
  redraw();
  return {
    redraw,
    [Symbol.dispose]: () => {
      clearInterval(timer);
      stdout.off('resize', redraw);
      process.off('exit', leave);
      leave();
      stdout.write(draw({ ...style(), rows: Number.POSITIVE_INFINITY }));
    },
  };
}

/** Node writes to a terminal in blocking mode: one that is stopped would stop the whole process. There is no public way to
 * change that. */
function withoutBlocking(stdout: NodeJS.WriteStream): void {
  const { _handle } = stdout as { readonly _handle?: { readonly setBlocking?: (blocking: boolean) => void } };
  _handle?.setBlocking?.(false);
}
