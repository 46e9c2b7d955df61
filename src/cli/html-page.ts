// `--html FILE`: the report as a page, for the commands that run.

import { writeFile } from 'node:fs/promises';
import { CanaryError } from '../domain/canary-error.ts';
import type { Report } from '../domain/report.ts';
import { renderHtml } from '../report/html/page.ts';
import type { OptionValues } from './command.ts';
import { fileProblem } from './file-problem.ts';

export const HTML_OPTION = {
  html: { type: 'string', value: 'FILE', help: 'also write the report as an HTML page' },
} as const;

/** Writes the page that `--html` asks for, if any. The last thing a command does: when the file cannot be written, the
 * report must have been printed before this throws a `CanaryError`. */
export async function writePage(report: Report, { html }: OptionValues): Promise<void> {
  if (typeof html !== 'string') return;
  try {
    await writeFile(html, renderHtml(report));
  } catch (error) {
    throw new CanaryError('report-unwritable', `${html}: ${fileProblem(error)}`, { cause: error });
  }
}
