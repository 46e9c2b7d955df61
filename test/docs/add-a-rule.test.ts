// docs/add-a-rule.md: ten lines, and what they name is there.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { withMade } from '../../scripts/marked-places.ts';
import { ruleExample } from '../../scripts/rule-example.ts';
import { UNEXPLAINED } from '../../src/diagnosis/diagnose.ts';
import { RULES } from '../../src/diagnosis/rules.ts';
import { SPECIFICATION } from '../scenario-specification.ts';
import { codeBlocks } from './markdown.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = readFileSync(`${ROOT}docs/add-a-rule.md`, 'utf8');
const STEPS = [...PAGE.matchAll(/^(\d+)\. (.+)$/gm)].map(([, number, words = '']) => ({
  number: Number(number),
  words,
}));

describe('the steps', () => {
  it('are ten', () => {
    expect(STEPS.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('run tests that are there', () => {
    const run = [...PAGE.matchAll(/npx vitest run (\S+\.ts)/g)].map(([, file = '']) => file);
    expect(run.length).toBeGreaterThan(0);
    expect(run.filter((file) => !existsSync(`${ROOT}${file}`))).toEqual([]);
  });

  it('name folders that are there', () => {
    const folders = [...PAGE.matchAll(/`((?:src|test)\/[\w/-]+\/)`/g)].map(([, folder = '']) => folder);
    expect(folders.length).toBeGreaterThan(0);
    expect(folders.filter((folder) => !existsSync(`${ROOT}${folder}`))).toEqual([]);
  });

  it('call what no rule explains as the program does', () => {
    expect(PAGE).toContain(`the diagnosis is \`${UNEXPLAINED}\``);
  });
});

describe('the example', () => {
  const [example = ''] = codeBlocks(PAGE, 'ts');
  const [, code = ''] = /code: '([a-z-]+)'/.exec(example) ?? [];

  it('is what the sources have', async () => {
    expect(PAGE).toBe(withMade(PAGE, 'diagnoses', { rule: await ruleExample() }));
  });

  it('is a whole rule: every field that one must have', () => {
    const fields = [...example.matchAll(/^ {2}([a-zA-Z]+):/gm)].map(([, field]) => field);
    expect(RULES.map((rule) => rule.code)).toContain(code);
    expect(fields).toEqual(
      expect.arrayContaining(['code', 'title', 'symptom', 'cause', 'remedy', 'command', 'explains']),
    );
  });

  it('is reached by its scenario', () => {
    const named = Object.values(SPECIFICATION).flatMap(({ diagnoses }) => diagnoses);
    expect(named).toContain(code);
  });
});
