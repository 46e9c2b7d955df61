// An address and port that answer no SYN, as behind a security group that drops packets: connecting times out.
// It needs no privileges: a listening socket whose accept queue is full drops further SYNs (Linux: tcp_conn_request).
// It must be the only listener on its address and port.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

// Node accepts connections as long as its event loop runs, so the listener lives in a thread that blocks.
// Given as text because a path to a module would not survive bundling; without require or import because the process's
// options decide whether text is a script or a module.
const listener = `
const { createServer } = process.getBuiltinModule('node:net');
const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
const server = createServer();
server.listen({ host: workerData.address, port: workerData.port, backlog: 1 }, () => {
  parentPort.postMessage('listening');
  Atomics.wait(workerData.release, 0, 0);
  server.close();
});`;

// Linux queues backlog + 1 connections; the rest make sure of the systems that round the backlog up.
const FILLERS = 8;

/** Drops every SYN to the address and port until disposed of; then the port is free again. Rejects with EADDRINUSE. */
export async function openBlackhole(address: string, port: number): Promise<AsyncDisposable> {
  const release = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(listener, { eval: true, execArgv: [], workerData: { address, port, release } });
  await once(worker, 'message');
  const fillers = await fillAcceptQueue(address, port);
  return {
    [Symbol.asyncDispose]: async () => {
      for (const filler of fillers) filler.destroy();
      const exited = once(worker, 'exit');
      Atomics.store(release, 0, 1);
      Atomics.notify(release, 0);
      await exited;
    },
  };
}

/** All SYNs are sent in one turn of the event loop, so the first connection means that every SYN has been dealt with. */
async function fillAcceptQueue(address: string, port: number): Promise<readonly Socket[]> {
  const fillers = Array.from({ length: FILLERS }, () => connect({ host: address, port }));
  // A filler that was never let in fails with ETIMEDOUT after some minutes: by then it has done its work.
  for (const filler of fillers) filler.on('error', () => filler.destroy());
  await Promise.race(fillers.map((filler) => once(filler, 'connect')));
  return fillers;
}
