// A report in every form in which it leaves the canary. In none of them is there anything that steers a terminal, breaks a
// line or cannot be seen.

import { expect } from 'vitest';
import { readExplanation } from '../../src/domain/explanation.ts';
import type { Report } from '../../src/domain/report.ts';
import { shortened } from '../../src/domain/shortened-report.ts';
import { logLine } from '../../src/log.ts';
import { renderHtml } from '../../src/report/html/page.ts';
import { jsonText } from '../../src/report/json-text.ts';
import { renderMessage } from '../../src/report/message.ts';
import { renderProgress } from '../../src/report/progress.ts';
import { renderReport } from '../../src/report/terminal.ts';
import { LINKS, PAGE, recordOf } from '../report/message-examples.ts';

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const STYLE = { colour: false, columns: 100 };
// A failure's message has at most 300 characters, a body's beginning 512, a command line as many as its path and headers.
const MOST_CHARACTERS = 1_500;

export function expectPrintable(report: Report): void {
  const strings = stringsIn(report);
  expect(strings.filter((text) => UNPRINTABLE.test(text) || text.length > MOST_CHARACTERS)).toEqual([]);
  const line = logLine('WARN', report.verdict.summary, { report: shortened(report) });
  expect(line).not.toMatch(UNPRINTABLE);
  expect(JSON.parse(line)).toMatchObject({ level: 'WARN', report: { observations: report.observations } });
  expect(renderProgress(report.observations, 3, STYLE)).not.toMatch(UNPRINTABLE);
  const message = renderMessage(readExplanation(recordOf(PAGE, { responsePayload: JSON.parse(line).report })), LINKS);
  expect(message.subject).not.toMatch(UNPRINTABLE);
  for (const page of [renderReport(report, STYLE), renderHtml(report), jsonText(report), message.text])
    expect(page.replaceAll('\n', '')).not.toMatch(UNPRINTABLE);
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...stringsIn(item)]);
}
