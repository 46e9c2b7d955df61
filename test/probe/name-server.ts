// A DNS server that answers as a test says and keeps what it was asked.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type Answer, decode, encode, type Question } from 'dns-packet';

/** Numbers of RFC 1035, section 4.1.1. */
const RCODES = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;

export interface NameReply {
  readonly rcode?: keyof typeof RCODES;
  readonly answers?: readonly Answer[];
  /** Sent instead of a proper packet, after the two bytes of the question's id. */
  readonly bytes?: Buffer;
  readonly delayMs?: number;
}

export interface NameServer extends AsyncDisposable {
  readonly address: string;
  readonly questions: readonly string[];
}

/** `answer` gives the reply, or nothing where the server is to stay silent. */
export async function startNameServer(answer: (question: Question) => NameReply | undefined): Promise<NameServer> {
  const questions: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (packet, client) => {
    const { id, questions: [question] = [] } = decode(packet);
    if (question === undefined) return;
    questions.push(`${question.type} ${question.name}`);
    const reply = answer(question);
    if (reply === undefined) return;
    const send = () => socket.send(packetOf(reply, id ?? 0, question), client.port, client.address, () => {});
    if (reply.delayMs === undefined) send();
    else setTimeout(send, reply.delayMs);
  });
  let closed = false;
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    questions,
    [Symbol.asyncDispose]: async () => {
      if (closed) return;
      closed = true;
      socket.close();
      await once(socket, 'close');
    },
  };
}

/** A records of one name, or AAAA records where an address has a colon. */
export function addressRecords(name: string, addresses: readonly string[], ttl = 60): readonly Answer[] {
  return addresses.map((data) => ({ type: data.includes(':') ? 'AAAA' : 'A', name, ttl, data }));
}

function packetOf({ rcode = 'NOERROR', answers = [], bytes }: NameReply, id: number, question: Question): Buffer {
  if (bytes !== undefined) return Buffer.concat([Buffer.from([id >> 8, id & 0xff]), bytes]);
  // Recursion desired and available; the low four bits are the response code.
  const flags = 0x0180 | RCODES[rcode];
  return encode({ type: 'response', id, flags, questions: [question], answers: [...answers] });
}
