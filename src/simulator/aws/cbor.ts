// Writes CBOR (RFC 8949), as much of it as an error takes: one map of texts.

const TEXT = 3 << 5;
const MAP = 5 << 5;

/** A map with the entries in the order given. */
export function cborMap(entries: Readonly<Record<string, string>>): Buffer {
  const pairs = Object.entries(entries);
  return Buffer.concat([head(MAP, pairs.length), ...pairs.flat().map(textItem)]);
}

function textItem(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([head(TEXT, bytes.length), bytes]);
}

/** The major type with a count, which stands in the same byte below 24 and in four more above. */
function head(majorType: number, count: number): Buffer {
  if (count < 24) return Buffer.of(majorType | count);
  const bytes = Buffer.of(majorType | 26, 0, 0, 0, 0);
  bytes.writeUInt32BE(count, 1);
  return bytes;
}
