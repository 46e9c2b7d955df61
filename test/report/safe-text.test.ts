import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipEnd, clipMiddle, safeText, widthOfText } from '../../src/report/safe-text.ts';

const anyText = fc.string({ unit: 'binary' });

describe('safeText', () => {
  it.each([
    ['\u001b[31m', '\\x1b[31m'],
    ['\u009b31m', '\\x9b31m'],
    ['a\r\n\tb', 'a\\r\\n\\tb'],
    ['\u007f\u0000', '\\x7f\\x00'],
    ['abc\u202edef', 'abc\\u{202e}def'],
    ['a\u2028b\u200bc', 'a\\u{2028}b\\u{200b}c'],
    ['\ud800', '\\u{d800}'],
    ['\u{e0041}', '\\u{e0041}'],
    ['Zürich, 東京, 🐕, C:\\x', 'Zürich, 東京, 🐕, C:\\x'],
  ])('shows %j as %j', (text, shown) => {
    expect(safeText(text)).toBe(shown);
  });

  it('changes nothing a second time', () => {
    fc.assert(fc.property(anyText, (text) => safeText(safeText(text)) === safeText(text)));
  });
});

describe('widthOfText', () => {
  it.each([
    ['', 0],
    ['GET /pets', 9],
    ['Zürich', 6],
    ['Zu\u0308rich', 6],
    ['東京', 4],
    ['🐕', 2],
    ['✓ ░▒▓█▄ … » ·', 13],
  ])('of %j is %i', (text, width) => {
    expect(widthOfText(safeText(text))).toBe(width);
  });
});

describe('clipping', () => {
  it.each([
    [clipEnd, 10, 'GET /pets/1', 'GET /pets…'],
    [clipEnd, 11, 'GET /pets/1', 'GET /pets/1'],
    [clipEnd, 1, 'GET', '…'],
    [clipEnd, 0, 'GET', ''],
    [clipEnd, 4, '東京都', '東…'],
    [clipMiddle, 10, 'GET /pets/1', 'GET /…ts/1'],
    [clipMiddle, 4, 'GET /pets/1', 'GET…'],
  ])('%o to %i columns', (clip, columns, text, clipped) => {
    expect(clip(safeText(text), columns)).toBe(clipped);
  });

  it.each([clipEnd, clipMiddle])('%o never exceeds the width', (clip) => {
    fc.assert(fc.property(anyText, fc.nat(40), (text, width) => widthOfText(clip(safeText(text), width)) <= width));
  });
});
