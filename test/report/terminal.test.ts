import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { renderReport } from '../../src/report/terminal.ts';
import { allPassed, hostile, nothingKnown, several, zoneDown } from './example-reports.ts';
import { expectGolden } from './golden.ts';

const plain = { colour: false, columns: 100 };

describe('renderReport', () => {
  it.each([
    ['all-passed', allPassed, plain],
    ['zone-down', zoneDown, plain],
    ['zone-down-colour', zoneDown, { colour: true, columns: 100 }],
    ['zone-down-narrow', zoneDown, { colour: false, columns: 56 }],
    ['nothing-known', nothingKnown, plain],
    ['hostile', hostile, plain],
    ['several', several, plain],
    ['several-wide', several, { colour: false, columns: 140 }],
  ])('shows %s', (name, report, style) => {
    expectGolden(name, renderReport(report, style));
  });

  it('says the same with colour as without', () => {
    const coloured = renderReport(several, { colour: true, columns: 100 });
    expect(stripVTControlCharacters(coloured)).toBe(renderReport(several, plain));
    expect(coloured).not.toBe(renderReport(several, plain));
  });

  it.each([
    [77, 'side by side', /^ {29}GET \/pets {16}GET \/pets\/1$/m],
    [76, 'in a further block', /^ {29}GET \/pets\/1$/m],
  ])('at %i columns shows the second resource %s, without cutting a cell', (columns, _where, heading) => {
    const shown = renderReport(zoneDown, { colour: false, columns });
    expect(shown).toMatch(heading);
    expect(shown).not.toContain('…');
  });
});
