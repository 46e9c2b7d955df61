// docs/diagnoses.md, the runbook: made of the tables, and every link of an alarm, a message or a report leads into it.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { alarmDescription } from '../../infra/alarm-description.ts';
import { runbook } from '../../scripts/runbook.ts';
import { evidenceInWords } from '../../scripts/runbook-evidence.ts';
import { RUNBOOK_GROUPS } from '../../scripts/runbook-groups.ts';
import { ALARM_IDS, ALARMS } from '../../src/alarms/alarm-table.ts';
import { runbookLink, UNEXPLAINED } from '../../src/diagnosis/diagnose.ts';
import { RULES } from '../../src/diagnosis/rules.ts';
import { CONTROLS } from '../../src/domain/control.ts';
import { FAILURES } from '../../src/domain/failure.ts';
import { ALL_ALARMS } from '../alarms/watched.ts';
import { anchorsOf, codeBlocks, section, table } from './markdown.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = readFileSync(`${ROOT}docs/diagnoses.md`, 'utf8');
const ANCHORS = anchorsOf(PAGE);
const CODES = RULES.map(({ code }) => code);

/** What stands under a heading of the third level. */
function entry(code: string): string {
  const found = PAGE.split(/^#{2,3} /m).find((part) => part.startsWith(`${code}\n`));
  if (found === undefined) throw new Error(`no section ${code}`);
  return found;
}

describe('the page', () => {
  it('is what the tables make', () => {
    expect(PAGE).toBe(runbook());
  });

  it('is checked by the script that writes it, and the guide with it', async () => {
    const check = promisify(execFile)(process.execPath, ['scripts/diagnoses.ts', '--check'], { cwd: ROOT });

    await expect(check).resolves.toMatchObject({ stderr: '' });
  });

  it('has each anchor once', () => {
    expect(ANCHORS.filter((anchor, index) => ANCHORS.indexOf(anchor) !== index)).toEqual([]);
  });

  it('leaves no placeholder open', () => {
    expect(PAGE.match(/\{\w+\}/g)).toBeNull();
  });
});

describe('the groups', () => {
  it('have every rule once, and nothing else', () => {
    const grouped = RUNBOOK_GROUPS.flatMap(({ rules }) => rules.map(({ code }) => code));
    expect(grouped.toSorted()).toEqual(CODES.toSorted());
  });

  it('are in no way of a code or an alarm: their headings have anchors of their own', () => {
    const titles = anchorsOf(RUNBOOK_GROUPS.map(({ title }) => `## ${title}`).join('\n'));
    expect(titles.filter((anchor) => [...CODES, UNEXPLAINED, ...ALARM_IDS].includes(anchor))).toEqual([]);
  });
});

describe('what links here finds its section', () => {
  it.each([...CODES, UNEXPLAINED])('a diagnosis: %s', (code) => {
    const [page, anchor] = runbookLink(code).split('#');
    expect(page).toBe('docs/diagnoses.md');
    expect(ANCHORS).toContain(anchor);
  });

  it('every alarm, by the link in its description', () => {
    const url = 'https://example.com/runbook';
    const anchors = ALL_ALARMS.map((spec) => {
      const [, anchor] = /\(https:\/\/example\.com\/runbook#(.+)\)$/.exec(
        alarmDescription(spec, { url, dashboardLink: 'https://example.com/dashboard' }),
      ) ?? ['', 'no link'];
      return anchor;
    });
    expect(anchors.filter((anchor = '') => !ANCHORS.includes(anchor))).toEqual([]);
    expect(new Set(anchors)).toEqual(new Set(ALARM_IDS));
  });
});

describe('a section', () => {
  it.each(ALARM_IDS)('%s: what is true, what to do first, where the rest is', (id) => {
    const text = entry(id);
    expect(text).toContain(ALARMS[id].meaning);
    expect(text).toContain(`**First:** ${ALARMS[id].first}`);
    expect(text).toContain(`(alarms.md#${id})`);
  });

  it('of an alarm has a command where its first step is one', () => {
    const commands = new Map(ALARM_IDS.map((id) => [id, codeBlocks(entry(id), 'sh')]));
    const having = (text: string) =>
      ALARM_IDS.filter((id) => commands.get(id)?.some((command) => command.includes(text)));
    expect([...commands.values()].filter((each) => each.length > 1)).toEqual([]);
    expect(having('| private-api-canary explain')).toEqual(['unreachable', 'degraded']);
    expect(having(`'{ $.level = "ERROR" }'`)).toEqual(['heartbeat', 'function-errors']);
  });

  it.each([...CODES, UNEXPLAINED])('%s: symptom, cause, evidence, fix, one command', (code) => {
    const text = entry(code);
    const parts = [...text.matchAll(/^- \*\*([\w, -]+):\*\* (.+)$/gm)].map(([, label, words = '']) => ({
      label,
      words,
    }));
    const { onPremises = {} } = RULES.find((rule) => rule.code === code) ?? {};
    expect(parts.map(({ label }) => label)).toEqual([
      'Symptom',
      'Cause',
      'Evidence',
      'Fix',
      ...(onPremises.cause === undefined ? [] : ['Cause, seen from on-premises']),
      ...(onPremises.remedy === undefined ? [] : ['Fix, from on-premises']),
    ]);
    expect(parts.filter(({ words }) => words.length < 20)).toEqual([]);
    const [command = '', ...more] = codeBlocks(text, 'sh');
    expect(more).toHaveLength(onPremises.command === undefined ? 0 : 1);
    for (const each of [command, ...more]) {
      expect(each.trim().split('\n')).toHaveLength(1);
      expect(each.trim()).toMatch(/^\S+ /);
    }
  });

  it('says of the evidence what the rule looks at', () => {
    const [rule] = RULES;
    if (rule === undefined || 'finds' in rule) throw new Error('no rule of observations');
    const looksAt = { controls: ['unknown-api'], endpoint: ['state', 'subnetIds'], changes: ['zones'] } as const;
    expect(evidenceInWords({ ...rule, looksAt })).toBe(
      'what the probes concerned met, and what passes beside them; the [control](#controls) `unknown-api`; what EC2 says of the endpoint: state and subnets; what changed at the endpoint in the last hour: its zones.',
    );
  });
});

it('the legend has every control and every code of a failure', () => {
  const controls = [...section(PAGE, 'controls').matchAll(/^- `([a-z-]+)`/gm)].map(([, kind]) => kind);
  expect(controls).toEqual(Object.keys(CONTROLS));
  const codes = table(section(PAGE, 'codes-of-failures'))
    .slice(1)
    .map(([code]) => code);
  expect(codes).toEqual(Object.keys(FAILURES).map((code) => `\`${code}\``));
});
