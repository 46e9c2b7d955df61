// A time limit that counts the time in which this process could listen. Where processors are shared a process stands
// still now and then, for a second or more; every timer is due when it goes on, before any socket is read. Silence of
// this process must not be reported as silence of the network.

const SLICE_MS = 50;
// A slice may end this late before the rest counts as a standstill.
const SLACK_MS = 50;

/** Calls back once after `ms` milliseconds, of which a standstill counts as at most 100, and after what has arrived by
 * then was read. Returns what cancels it. */
export function afterAwake(ms: number, callback: () => void): () => void {
  let leftMs = ms;
  let timer: NodeJS.Timeout;
  let turn: NodeJS.Immediate | undefined;
  const waitOn = () => {
    const startedAt = performance.now();
    timer = setTimeout(
      () => {
        leftMs -= Math.min(performance.now() - startedAt, SLICE_MS + SLACK_MS);
        // Node reads sockets between its timers and its immediates.
        if (leftMs <= 0) turn = setImmediate(callback);
        else waitOn();
      },
      Math.min(leftMs, SLICE_MS),
    );
  };
  waitOn();
  return () => {
    clearTimeout(timer);
    clearImmediate(turn);
  };
}
