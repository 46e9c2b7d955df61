// Reads a TLS ClientHello from the first bytes of a connection (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2).
// It must not consume or change the bytes: the TLS server reads them again.
import type { ClientHello } from '../journal.ts';

const HANDSHAKE_RECORD = 22;
const CLIENT_HELLO = 1;
// A record carries at most 2^14 bytes; real ClientHellos stay below two records even with post-quantum key shares.
const MAX_HELLO_BYTES = 65_536;

const extensionIds = { serverName: 0, alpn: 16, sessionTicket: 35, preSharedKey: 41, supportedVersions: 43 } as const;
const versionNames: Readonly<Record<number, string>> = {
  768: 'SSLv3',
  769: 'TLSv1',
  770: 'TLSv1.1',
  771: 'TLSv1.2',
  772: 'TLSv1.3',
};

/** A hello, or why there is none: more bytes are needed, or these bytes are not a ClientHello. */
type ParsedHello = ClientHello | 'incomplete' | 'not-tls';

/** Parses everything received so far on a connection. Never throws. */
export function parseClientHello(bytes: Buffer): ParsedHello {
  const handshake = joinRecords(bytes);
  if (typeof handshake === 'string') return handshake;
  try {
    return readHello(handshake);
  } catch (error) {
    if (error instanceof RangeError) return 'not-tls';
    throw error;
  }
}

/** A handshake message may be spread over several records: takes their headers out. */
function joinRecords(bytes: Buffer): Buffer | 'incomplete' | 'not-tls' {
  let message = Buffer.alloc(0);
  let offset = 0;
  while (offset < bytes.length) {
    if (bytes[offset] !== HANDSHAKE_RECORD) return 'not-tls';
    if (bytes.length < offset + 5) return 'incomplete';
    const end = offset + 5 + bytes.readUInt16BE(offset + 3);
    if (bytes.length < end) return 'incomplete';
    message = Buffer.concat([message, bytes.subarray(offset + 5, end)]);
    const length = messageLength(message);
    if (typeof length === 'string') return length;
    if (message.length >= length) return message.subarray(4, length);
    offset = end;
  }
  return 'incomplete';
}

function messageLength(message: Buffer): number | 'not-tls' {
  if (message.length < 4) return Number.POSITIVE_INFINITY;
  const length = 4 + message.readUIntBE(1, 3);
  return message[0] === CLIENT_HELLO && length <= MAX_HELLO_BYTES ? length : 'not-tls';
}

function readHello(body: Buffer): ClientHello {
  const legacyVersion = body.readUInt16BE(0);
  const afterSessionId = 34 + 1 + body.readUInt8(34);
  const afterCipherSuites = afterSessionId + 2 + body.readUInt16BE(afterSessionId);
  const afterCompression = afterCipherSuites + 1 + body.readUInt8(afterCipherSuites);
  const extensions = readExtensions(
    afterCompression < body.length ? vector16(body, afterCompression) : Buffer.alloc(0),
  );
  const versions = extensions.get(extensionIds.supportedVersions);
  return {
    sni: readServerName(extensions.get(extensionIds.serverName)),
    alpn: readProtocols(extensions.get(extensionIds.alpn)),
    offersSession:
      extensions.has(extensionIds.preSharedKey) || (extensions.get(extensionIds.sessionTicket)?.length ?? 0) > 0,
    supportedVersions: (versions === undefined ? [legacyVersion] : readVersions(versions)).map(versionName),
  };
}

function readExtensions(block: Buffer): Map<number, Buffer> {
  const found = new Map<number, Buffer>();
  for (let offset = 0; offset < block.length; ) {
    const value = vector16(block, offset + 2);
    found.set(block.readUInt16BE(offset), value);
    offset += 4 + value.length;
  }
  return found;
}

function readServerName(extension: Buffer | undefined): string | undefined {
  if (extension === undefined) return undefined;
  const list = vector16(extension, 0);
  return list.readUInt8(0) === 0 ? vector16(list, 1).toString('latin1') : undefined;
}

function readProtocols(extension: Buffer | undefined): readonly string[] {
  if (extension === undefined) return [];
  const list = vector16(extension, 0);
  const protocols: string[] = [];
  for (let offset = 0; offset < list.length; ) {
    const end = offset + 1 + list.readUInt8(offset);
    protocols.push(list.toString('latin1', offset + 1, end));
    offset = end;
  }
  return protocols;
}

function readVersions(extension: Buffer): readonly number[] {
  return Array.from({ length: extension.readUInt8(0) / 2 }, (_, index) => extension.readUInt16BE(1 + index * 2));
}

function versionName(version: number): string {
  return versionNames[version] ?? `0x${version.toString(16).padStart(4, '0')}`;
}

/** A vector with a two-byte length, at an offset. Throws RangeError when the bytes end before it does. */
function vector16(bytes: Buffer, offset: number): Buffer {
  const start = offset + 2;
  const end = start + bytes.readUInt16BE(offset);
  if (end > bytes.length) throw new RangeError('vector is longer than its container');
  return bytes.subarray(start, end);
}
