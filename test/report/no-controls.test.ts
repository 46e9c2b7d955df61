// What is said of a run that has a cause to look for and sent no controls.

import { expect, it } from 'vitest';
import { renderHtml } from '../../src/report/html/page.ts';
import { renderReport } from '../../src/report/terminal.ts';
import { allPassed, nothingKnown, zoneDown } from './example-reports.ts';

const NONE = 'Controls: none were sent; some causes look alike without them';

it.for([
  ['is said where probes failed', { ...zoneDown, controls: [] }, true],
  ['is not said beside controls', zoneDown, false],
  ['is not said of a healthy run', allPassed, false],
  ['is not said where nothing was probed', nothingKnown, false],
] as const)('that there were none %s', ([, report, said]) => {
  expect(renderReport(report, { colour: false, columns: 100 }).includes(`\n\n${NONE}\n\n`)).toBe(said);
  expect(renderHtml(report).includes(`<p class="quiet">${NONE}</p>`)).toBe(said);
});
