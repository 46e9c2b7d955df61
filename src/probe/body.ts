// A body, or the head before it, while it comes, kept as one piece: a chunk may have one byte, and a buffer of one byte takes
// a hundred.

export interface GrowingBody {
  readonly add: (bytes: Buffer) => void;
  readonly whole: () => Buffer;
}

export function growingBody(): GrowingBody {
  let room = Buffer.alloc(0);
  let length = 0;
  return {
    add: (bytes) => {
      const needed = length + bytes.length;
      // Twice of what is needed, so that what came before is copied seldom.
      if (needed > room.length) room = Buffer.concat([room], 2 * needed);
      length += bytes.copy(room, length);
    },
    whole: () => room.subarray(0, length),
  };
}
