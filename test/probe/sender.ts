// A thread of its own that sends datagrams while the thread of the test stands still or waits.

import type { Socket } from 'node:dgram';
import { Worker } from 'node:worker_threads';

export interface Sender extends AsyncDisposable {
  /** Stands still until something was sent to all. Gives when that began and when it was over (`performance.now`). */
  readonly sendTo: (...sockets: readonly Socket[]) => { readonly from: number; readonly to: number };
  /** Returns at once; something is sent so many milliseconds later. */
  readonly sendAfter: (ms: number, ...sockets: readonly Socket[]) => void;
}

// Two numbers are shared: whether all is sent, and one that nobody changes, to wait on.
const SENDING = `
  const { parentPort, workerData } = require('node:worker_threads');
  const socket = require('node:dgram').createSocket('udp4');
  parentPort.on('message', ({ ports, ms }) => {
    Atomics.wait(workerData, 1, 0, ms);
    let left = ports.length;
    const sent = () => {
      left -= 1;
      if (left > 0) return;
      Atomics.store(workerData, 0, 1);
      Atomics.notify(workerData, 0);
    };
    for (const port of ports) socket.send('x', port, '127.0.0.1', sent);
  });
`;

export function startSender(): Sender {
  const sent = new Int32Array(new SharedArrayBuffer(8));
  const thread = new Worker(SENDING, { eval: true, workerData: sent });
  const sendAfter: Sender['sendAfter'] = (ms, ...sockets) => {
    Atomics.store(sent, 0, 0);
    thread.postMessage({ ports: sockets.map((socket) => socket.address().port), ms });
  };
  return {
    sendAfter,
    sendTo: (...sockets) => {
      const from = performance.now();
      sendAfter(0, ...sockets);
      Atomics.wait(sent, 0, 0);
      return { from, to: performance.now() };
    },
    [Symbol.asyncDispose]: async () => {
      await thread.terminate();
    },
  };
}
