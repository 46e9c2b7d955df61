import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createIntake, MAX_BODY_BYTES, MAX_HEADER_BYTES, type Refusal } from '../../src/probe/intake.ts';
import { answer } from './world.ts';

const HINTS = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n';

/** What the parser gets of these pieces, and why it gets no more. */
function takenIn(pieces: readonly string[]): { readonly passed: string; readonly refused?: Refusal } {
  const intake = createIntake();
  let passed = '';
  for (const piece of pieces) {
    const taken = intake(Buffer.from(piece, 'latin1'));
    if (!Buffer.isBuffer(taken)) return { passed, refused: taken };
    passed += taken.toString('latin1');
  }
  return { passed };
}

function code(...pieces: readonly string[]): string | undefined {
  return takenIn(pieces).refused?.code;
}

describe('interim answers', () => {
  test.each([['100 Continue'], ['102 Processing'], ['103 Early Hints'], ['199 Whatever']])(
    '%s is left out',
    (status) => {
      expect(takenIn([`HTTP/1.1 ${status}\r\n\r\n${answer()}`])).toEqual({ passed: answer() });
    },
  );

  test('are left out however the bytes come', () => {
    const bytes = `HTTP/1.1 100 Continue\r\n\r\n${HINTS}${answer({ body: '\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n' })}`;
    const cuts = fc.array(fc.nat({ max: bytes.length }), { maxLength: 20 });
    fc.assert(
      fc.property(cuts, (at) => {
        const ends = [0, ...at.toSorted((one, other) => one - other), bytes.length];
        const pieces = ends.slice(1).map((end, index) => bytes.slice(ends[index], end));
        expect(takenIn(pieces)).toEqual({ passed: bytes.slice(bytes.indexOf('HTTP/1.1 200')) });
      }),
    );
  });

  test('are left out when each byte comes alone', () => {
    const bytes = `${HINTS}HTTP/1.1 100 Continue\r\n\r\n${answer()}`;
    expect(takenIn([...bytes])).toEqual({ passed: answer() });
  });

  test('are not looked for in a body', () => {
    expect(takenIn([answer(), HINTS])).toEqual({ passed: `${answer()}${HINTS}` });
  });
});

test('every beginning of a status line may become one', () => {
  for (let length = 0; length <= 'HTTP/1.1 200 '.length; length += 1)
    expect(code('HTTP/1.1 200 '.slice(0, length))).toBe(undefined);
});

test.each([['h'], ['HTTP/2'], ['HTTP/1.1 2000'], ['HTTP/1.1 20 '], ['HTTP/1.1 0'], ['HTTP/1.1 101'], ['\r\n']])(
  'what begins with %j is no answer, and is shown',
  (beginning) => {
    const { passed, refused } = takenIn([beginning]);
    expect(passed).toBe('');
    expect(refused?.code).toBe('response-malformed');
    expect(refused?.message).toContain(`(${beginning})`);
  },
);

describe('the limits', () => {
  const heads = (bytes: number) =>
    `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(bytes - 'HTTP/1.1 200 OK\r\nx: \r\n\r\n'.length)}\r\n\r\n`;

  test('of headers', () => {
    expect(code(heads(MAX_HEADER_BYTES))).toBe(undefined);
    expect(code(heads(MAX_HEADER_BYTES + 1))).toBe('response-headers-too-large');
  });

  test('of headers count those of interim answers', () => {
    expect(code(HINTS, heads(MAX_HEADER_BYTES - HINTS.length))).toBe(undefined);
    expect(code(HINTS, heads(MAX_HEADER_BYTES - HINTS.length + 1))).toBe('response-headers-too-large');
  });

  test('of a body with what frames it', () => {
    const chunks = 'x'.repeat(8 * MAX_BODY_BYTES);
    expect(code(heads(100), chunks)).toBe(undefined);
    expect(code(heads(100), chunks, 'x')).toBe('response-body-too-large');
    expect(code(...heads(100), chunks)).toBe(undefined);
    // What came with the headers is counted, too.
    expect(code(`${heads(100)}x`, chunks)).toBe('response-body-too-large');
  });
});

test('whatever comes is refused, or passed on as it is from some point on', () => {
  const piece = fc.oneof(
    fc.constantFrom('HTTP/1.1 ', '200 ', '100 ', '101 ', '\r\n', '\r\n\r\n', 'a: b', HINTS, answer()),
    fc.string({ unit: 'binary', maxLength: 20 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const { passed, refused } = takenIn(pieces);
      const all = Buffer.from(pieces.join(''), 'latin1').toString('latin1');
      expect(refused === undefined ? all.endsWith(passed) : all.includes(passed)).toBe(true);
    }),
  );
});
