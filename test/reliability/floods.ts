// How an endpoint says too much, and how it says it too slowly.

import type { Duplex } from 'node:stream';

export const MIB = 1024 * 1024;

/** What an endpoint without any shame offers, in bytes. */
const ENDLESS = 64 * MIB;

/** `first`, and then the bytes again and again, as fast as they are taken. */
export function pour(socket: Duplex, bytes: string | Buffer, first: string | Buffer = ''): void {
  let left = ENDLESS;
  const more = () => {
    while (left > 0 && socket.writable) {
      left -= bytes.length;
      if (!socket.write(bytes, 'latin1')) return;
    }
  };
  socket.write(first);
  socket.on('drain', more);
  more();
}

/** `first`, and then one piece after the other: never silent for long, and never done. */
export function drip(socket: Duplex, pieces: Iterable<string | Buffer>, first: string | Buffer = ''): void {
  const rest = pieces[Symbol.iterator]();
  socket.write(first);
  const timer = setInterval(() => {
    const { value } = rest.next();
    if (value !== undefined) socket.write(value);
  }, 20);
  socket.on('close', () => clearInterval(timer));
}

/** The same for ever. */
export function* always<Item>(item: Item): Generator<Item> {
  for (;;) yield item;
}
