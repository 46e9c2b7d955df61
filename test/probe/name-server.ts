// A DNS server that answers as a test says and keeps what it was asked.
import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { type Answer, decode, encode, type Question } from 'dns-packet';

/** Numbers of RFC 1035, section 4.1.1, and one of RFC 2136 that no resolver has a use for. */
const RCODES = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5, NOTAUTH: 9 } as const;

// Bits of the header: recursion desired and available; not the whole answer.
const RECURSIVE = 0x0180;
const TRUNCATED = 0x0200;

export interface NameReply {
  readonly rcode?: keyof typeof RCODES;
  readonly answers?: readonly Answer[];
  readonly truncated?: true;
  /** Sent instead of a proper packet, after the two bytes of the question's id. */
  readonly bytes?: Buffer;
  readonly delayMs?: number;
  /** What is wrong about it: the id, the question that it repeats, the port that it comes from. */
  readonly stray?: 'id' | 'question' | 'port';
}

/** One packet or several, or nothing where the server is to stay silent. */
export type Answering = (question: Question) => NameReply | readonly NameReply[] | undefined;

/** Serves one question that came over TCP. `framed` makes a packet of a reply, its length in front. */
export type TcpAnswering = (client: Socket, question: Question, framed: (reply: NameReply) => Buffer) => void;

export interface NameServer extends AsyncDisposable {
  readonly address: string;
  /** `A pets.example`, `A pets.example over TCP`. */
  readonly questions: readonly string[];
}

/** Without `overTcp` nothing listens for TCP. */
export async function startNameServer(answer: Answering, overTcp?: TcpAnswering): Promise<NameServer> {
  const questions: string[] = [];
  const timers = new Set<NodeJS.Timeout>();
  const { udp, tcp } = await listen(overTcp !== undefined);
  const clients = new Set<Socket>();
  udp.on('message', (packet, client) => {
    const { id, questions: [question] = [] } = decode(packet);
    if (question === undefined) return;
    questions.push(`${question.type} ${question.name}`);
    for (const reply of [answer(question) ?? []].flat()) {
      const send = () => sendTo(client, packetOf(reply, id ?? 0, question), reply.stray === 'port' ? undefined : udp);
      if (reply.delayMs === undefined) send();
      else timers.add(setTimeout(send, reply.delayMs));
    }
  });
  tcp?.on('connection', (client: Socket) => {
    clients.add(client);
    client.on('error', () => client.destroy());
    // A question of a test is short, and comes in one piece.
    client.on('data', (chunk) => {
      const { id, questions: [question] = [] } = decode(chunk.subarray(2));
      if (question === undefined) return;
      questions.push(`${question.type} ${question.name} over TCP`);
      overTcp?.(client, question, (reply) => withLength(packetOf(reply, id ?? 0, question)));
    });
  });
  let closed = false;
  return {
    address: `127.0.0.1:${udp.address().port}`,
    questions,
    [Symbol.asyncDispose]: async () => {
      if (closed) return;
      closed = true;
      for (const timer of timers) clearTimeout(timer);
      for (const client of clients) client.destroy();
      await Promise.all([closing(udp), tcp === undefined ? undefined : closing(tcp)]);
    },
  };
}

interface Listening {
  readonly udp: UdpSocket;
  readonly tcp: Server | undefined;
}

/** Both on one port, which the system chooses for the one and may have given away for the other. */
async function listen(withTcp: boolean, attempts = 20): Promise<Listening> {
  const udp = createSocket('udp4').bind(0, '127.0.0.1');
  await once(udp, 'listening');
  if (!withTcp) return { udp, tcp: undefined };
  const tcp = createServer().listen(udp.address().port, '127.0.0.1');
  try {
    await once(tcp, 'listening');
    return { udp, tcp };
  } catch (error) {
    await closing(udp);
    if (attempts > 1 && error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      return listen(withTcp, attempts - 1);
    throw error;
  }
}

async function closing(server: UdpSocket | Server): Promise<void> {
  server.close();
  await once(server, 'close');
}

function sendTo({ port, address }: RemoteInfo, packet: Buffer, from: UdpSocket | undefined): void {
  const socket = from ?? createSocket('udp4');
  socket.send(packet, port, address, () => {
    if (from === undefined) socket.close();
  });
}

/** A records of one name, or AAAA records where an address has a colon. */
export function addressRecords(name: string, addresses: readonly string[], ttl = 60): readonly Answer[] {
  return addresses.map((data) => ({ type: data.includes(':') ? 'AAAA' : 'A', name, ttl, data }));
}

function packetOf(reply: NameReply, questionId: number, asked: Question): Buffer {
  const { rcode = 'NOERROR', answers = [], bytes, truncated, stray } = reply;
  const id = stray === 'id' ? questionId ^ 1 : questionId;
  if (bytes !== undefined) return Buffer.concat([bytesOf(id), bytes]);
  // The low four bits are the response code.
  const flags = RECURSIVE | (truncated ? TRUNCATED : 0) | RCODES[rcode];
  const question = stray === 'question' ? { ...asked, name: 'another.example' } : asked;
  return encode({ type: 'response', id, flags, questions: [question], answers: [...answers] });
}

/** As packets go over TCP. */
export function withLength(packet: Buffer): Buffer {
  return Buffer.concat([bytesOf(packet.length), packet]);
}

/** Two bytes, as the id and a length stand in a packet. */
function bytesOf(number: number): Buffer {
  return Buffer.from([number >> 8, number & 0xff]);
}
