// A report that lost what did not fit, as `explain` shows it: no row of what is gone.

import { expect, it } from 'vitest';
import { readReport } from '../../src/domain/report-input.ts';
import { shortened } from '../../src/domain/shortened-report.ts';
import { renderReport } from '../../src/report/terminal.ts';
import { allPassed } from './example-reports.ts';

const plain = { colour: false, columns: 120 };
/** At this part of its size. */
const shownAt = (part: number) => {
  const text = JSON.stringify(allPassed);
  return renderReport(readReport(JSON.stringify(shortened(allPassed, text.length * part))).report, plain);
};

it('has its phases and certificates while they are there', () => {
  expect(shownAt(1)).toMatch(/^Phases {2}of GET \/pets/m);
  expect(shownAt(1)).toContain('61 days left: CN=*.execute-api.us-west-2.amazonaws.com, issued by');
});

it('has no bars without phases, and of a certificate what is left', () => {
  const text = shownAt(0.3);
  expect(text).not.toContain('Phases');
  expect(text).toMatch(/certificate +61 days left$/m);
});
