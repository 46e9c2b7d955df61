// Packets of a capture file as tcpdump writes it for the loopback interface: Ethernet, IPv4, TCP and UDP.

/** A TCP segment or a UDP datagram. `at` in milliseconds since the epoch; `payload` may be cut off by the capture, its
 * `length` on the wire is not. */
export interface Packet {
  readonly at: number;
  readonly source: number;
  readonly destination: number;
  readonly payload: Buffer;
  readonly length: number;
  /** Absent for UDP. */
  readonly tcp?: {
    readonly sequence: number;
    readonly acknowledgement: number;
    readonly syn: boolean;
    readonly fin: boolean;
    readonly ack: boolean;
  };
}

const NANOSECOND_MAGIC = 0xa1b23c4d;
const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const ETHERNET = 14;
const UDP = 17;
const TCP = 6;

/** Reads a capture with nanoseconds in the byte order of this machine. What is neither TCP nor UDP is left out. */
export function readPackets(file: Buffer): readonly Packet[] {
  if (file.readUInt32LE(0) !== NANOSECOND_MAGIC) throw new Error('this is no capture with nanoseconds');
  const packets: Packet[] = [];
  for (let offset = FILE_HEADER; offset + RECORD_HEADER <= file.length; ) {
    const captured = file.readUInt32LE(offset + 8);
    const at = file.readUInt32LE(offset) * 1e3 + file.readUInt32LE(offset + 4) / 1e6;
    const start = offset + RECORD_HEADER;
    const packet = readPacket(at, file.subarray(start + ETHERNET, start + captured));
    if (packet !== undefined) packets.push(packet);
    offset = start + captured;
  }
  return packets;
}

function readPacket(at: number, ip: Buffer): Packet | undefined {
  const header = ((ip[0] ?? 0) & 0xf) * 4;
  const total = ip.readUInt16BE(2);
  const segment = ip.subarray(header);
  const ports = () => ({ source: segment.readUInt16BE(0), destination: segment.readUInt16BE(2) });
  switch (ip[9]) {
    case UDP:
      return { at, ...ports(), payload: segment.subarray(8), length: total - header - 8 };
    case TCP: {
      const data = ((segment[12] ?? 0) >> 4) * 4;
      const flags = segment[13] ?? 0;
      return {
        at,
        ...ports(),
        payload: segment.subarray(data),
        length: total - header - data,
        tcp: {
          sequence: segment.readUInt32BE(4),
          acknowledgement: segment.readUInt32BE(8),
          fin: (flags & 1) !== 0,
          syn: (flags & 2) !== 0,
          ack: (flags & 16) !== 0,
        },
      };
    }
    default:
      return undefined;
  }
}
