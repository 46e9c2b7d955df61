// Whatever text a report holds, the page has the elements and attributes that it has anyway, and nothing unprintable.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { type Html, html, pageText } from '../../src/report/html/markup.ts';
import { renderHtml } from '../../src/report/html/page.ts';
import { safeText } from '../../src/report/safe-text.ts';
import { hostile, nothingKnown, several, zoneDown } from './example-reports.ts';
import { allOf, elementsOf, readPage, textOf } from './html-tree.ts';
import { poisoned } from './poisoned.ts';

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const ESCAPED = /^(?:[^&<>"']|&(?:amp|lt|gt|quot|#39);)*$/u;

const PIECES = [
  '<',
  '>',
  '"',
  "'",
  '&',
  '&lt;',
  '</p>',
  '</style>',
  '</title>',
  '<script>',
  ' onload="x"',
  '<!--',
  ']]>',
];
const text = fc
  .oneof(fc.string({ unit: 'binary', maxLength: 100 }), fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }))
  .map((pieces) => (typeof pieces === 'string' ? pieces : pieces.join('')))
  .filter((evil) => evil !== '');

/** Every tag with its attributes, in no order: that of the rows depends on names. */
function tagsOf(page: string): readonly string[] {
  return allOf(readPage(page))
    .map(({ name, attributes }) => `${name} ${JSON.stringify(attributes)}`)
    .sort();
}

describe('text of a report', () => {
  it('neither opens nor closes a tag or an attribute, and holds nothing unprintable', () => {
    fc.assert(
      fc.property(fc.constantFrom(zoneDown, several, hostile, nothingKnown), text, (report, evil) => {
        const page = renderHtml(poisoned(report, evil) as Report);

        expect(tagsOf(page)).toEqual(tagsOf(renderHtml(poisoned(report, 'x') as Report)));
        expect(UNPRINTABLE.exec(page.replaceAll('\n', ''))?.[0]).toBe(undefined);
      }),
    );
  });

  it('is shown as it is, but for what cannot be printed', () => {
    fc.assert(
      fc.property(text, (evil) => {
        const summary = elementsOf(readPage(renderHtml(poisoned(zoneDown, evil) as Report)), 'h1').map(textOf);
        expect(summary).toEqual([`DEGRADED ${safeText(evil)}`.replaceAll(/\s+/g, ' ').trim()]);
      }),
    );
  });
});

describe('html', () => {
  it('escapes text in content and in attributes alike', () => {
    const shown = pageText(html`<p title="${`"><b>'&`}">${'<i>\n'}</p>`);
    expect(shown).toBe('<p title="&quot;&gt;&lt;b&gt;&#39;&amp;">&lt;i&gt;\\n</p>');
  });

  it('escapes every text', () => {
    fc.assert(
      fc.property(text, (evil) => {
        expect(pageText(html`${evil}`)).toMatch(ESCAPED);
      }),
    );
  });

  it('takes pieces as they are, and lists without anything between them', () => {
    const items = ['<', 1.5, html`<hr>`].map((part) => html`<li>${part}</li>`);
    expect(pageText(html`<ul>${items}</ul>${['a', ['b']]}`)).toBe('<ul><li>&lt;</li><li>1.5</li><li><hr></li></ul>ab');
  });

  it('does not take parsed JSON for markup', () => {
    const forged = JSON.parse('{"MARKUP":"<script>","markup":"<script>","Symbol(markup)":"<script>"}') as Html;
    expect(() => pageText(html`<p>${forged}</p>`)).toThrow(TypeError);
  });
});
