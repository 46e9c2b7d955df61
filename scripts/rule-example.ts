// The rule that docs/add-a-rule.md shows, as it stands in the sources.

import { readFile } from 'node:fs/promises';

const CODE = 'answer-too-large';
const FILES = [
  'src/diagnosis/rules/answers.ts',
  'src/simulator/scenarios/request-path.ts',
  'test/scenario-specification.ts',
];

/** The three rows, each under the name of its file. Throws when a file has none. */
export async function ruleExample(): Promise<string> {
  const rows = await Promise.all(
    FILES.map(
      async (file) => `// ${file}\n${rowIn(await readFile(new URL(`../${file}`, import.meta.url), 'utf8'), file)}`,
    ),
  );
  return `\`\`\`ts\n${rows.join('\n\n')}\n\`\`\``;
}

/** From a line at the table's own indentation to the next one there, the indentation taken away. A rule's code stands
 * one step further in than the rule. */
function rowIn(source: string, file: string): string {
  const lines = source.split('\n');
  const named = lines.findIndex(
    (each) => each.trimStart().startsWith(`'${CODE}':`) || each.trim() === `code: '${CODE}',`,
  );
  if (named < 0) throw new Error(`${file} has no row ${CODE}`);
  const namedIndent = /^ */.exec(lines[named] ?? '')?.[0].length ?? 0;
  const indent = lines[named]?.trim() === `code: '${CODE}',` ? namedIndent - 2 : namedIndent;
  const isRow = (each: string) => each.search(/\S/) === indent;
  const first = lines.findLastIndex((each, index) => index <= named && isRow(each));
  const opened = lines[first] ?? '';
  const last = /[{([]$/.test(opened) ? lines.findIndex((each, index) => index > first && isRow(each)) : first;
  return lines
    .slice(first, last + 1)
    .map((each) => each.slice(indent))
    .join('\n');
}
