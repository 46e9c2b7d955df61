// Whoever sees little must still be able to read the page. The measure is that of https://www.w3.org/TR/WCAG22/.

import { describe, expect, it } from 'vitest';
import { pageText } from '../../src/report/html/markup.ts';
import { PALETTES } from '../../src/report/html/palette.ts';
import { STYLE } from '../../src/report/html/style.ts';

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((from) => {
    const share = Number.parseInt(colour.slice(from, from + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(Object.entries(PALETTES))('on a %s screen', (_scheme, palette: Readonly<Record<string, string>>) => {
  const of = (kind: string) => Object.entries(palette).filter(([name]) => name.startsWith(kind));

  it('every text has a contrast of 4.5 to the page and to its own ground', () => {
    const poor = of('text-').flatMap(([name, colour]) => {
      const own = palette[name.replace('text-', 'ground-')];
      const grounds = [palette['ground-page'] ?? '', ...(own === undefined ? [] : [own])];
      return grounds.filter((ground) => contrast(colour, ground) < 4.5).map((ground) => `${name} on ${ground}`);
    });
    expect(poor).toEqual([]);
  });

  it('plain text has it to every ground', () => {
    expect(of('ground-').filter(([, ground]) => contrast(palette['text-plain'] ?? '', ground) < 4.5)).toEqual([]);
  });

  it('every phase has a contrast of 3 to the page', () => {
    expect(of('phase-').filter(([, colour]) => contrast(colour, palette['ground-page'] ?? '') < 3)).toEqual([]);
  });
});

it('the style uses the colours of the palettes, all of them and no others', () => {
  const used = new Set([...pageText(STYLE).matchAll(/var\(--([\w-]+)\)/g)].map(([, name]) => name));
  expect([...used].sort()).toEqual(Object.keys(PALETTES.light).sort());
  expect(Object.keys(PALETTES.dark)).toEqual(Object.keys(PALETTES.light));
});
