// The runbook: docs/diagnoses.md as the alarm table and the rules have it. Its anchors are the alarms' ids and the
// diagnoses' codes, which alarms, messages and reports link to.

import { ALARM_IDS, ALARMS, type AlarmId } from '../src/alarms/alarm-table.ts';
import { UNEXPLAINED } from '../src/diagnosis/diagnose.ts';
import { filled, PLACEHOLDERS, placeholdersIn } from '../src/diagnosis/wording.ts';
import { CANARY_ERRORS } from '../src/domain/canary-error.ts';
import { CONTROLS } from '../src/domain/control.ts';
import { FAILURES } from '../src/domain/failure.ts';
import { evidenceInWords } from './runbook-evidence.ts';
import { RUNBOOK_GROUPS, type Rule, type RunbookGroup } from './runbook-groups.ts';

/** A section of the page that is a diagnosis. Texts may hold placeholders. */
interface Entry extends Pick<Rule, 'code' | 'title' | 'symptom' | 'cause' | 'remedy' | 'command' | 'onPremises'> {
  readonly evidence: string;
}

const TELLS = { page: 'Pages.', warn: 'Warns.', silent: 'Tells nobody: others speak for it.' };

/** What only a run knows, in the runbook's words. */
const VALUES: Readonly<Record<string, string>> = {
  ...PLACEHOLDERS,
  curl: 'curl …',
  outcome: '',
  missing: PLACEHOLDERS.endpoint,
  hint: 'Do what the report says: it depends on what EC2 answered.',
};

const UNEXPLAINED_ENTRY: Entry = {
  code: UNEXPLAINED,
  title: 'No diagnosis names a cause',
  symptom: 'Probes failed in a pattern that the canary does not know. The title has the code of the failure.',
  cause: 'Not known. [The codes](#codes-of-failures) say what was met; nothing is concluded from it.',
  evidence: 'everything: the probes and their messages, the ways that pass, all controls.',
  remedy:
    'Repeat one of the probes by hand, then once more from another host in the same subnet. Keep the report (`probe --json`, or the line of the log): a new diagnosis is made of it.',
  command: '{curl}',
};

const LAST_REPORT = 'aws logs tail LOG_GROUP --since 15m --format short | private-api-canary explain';
const ERROR_LINES = `aws logs tail LOG_GROUP --since 1h --filter-pattern '{ $.level = "ERROR" }'`;

/** Of alarms for which a command shows the first step. */
const FIRST_COMMANDS: Readonly<Partial<Record<AlarmId, string>>> = {
  unreachable: LAST_REPORT,
  degraded: LAST_REPORT,
  heartbeat: ERROR_LINES,
  'function-errors': ERROR_LINES,
};

const START = [
  '1. Find the word that you were sent: an alarm links to the section with its id, a diagnosis has its code in brackets.',
  "2. Run the first command as the report or the message has it, with everything filled in; here `CAPITALS` stand for what only a run knows, and `curl …` for the failed probe's own line.",
  '3. It shows the thing that "Cause" names first. Where "Cause" names several, go through them in that order; then do what stands under "Fix". "Evidence" is what the report gives for the diagnosis.',
  '4. Of several diagnoses, begin with the first: it explains most.',
];

/** The whole page. Throws when a text holds a placeholder that nobody fills. */
export function runbook(): string {
  return `${[
    '# Runbook',
    '<!-- Made of the rules in src/diagnosis/ and of src/alarms/alarm-table.ts by `npm run diagnoses`. -->',
    'What each alarm and each diagnosis of the canary means, and what to do. At three in the morning:',
    START.join('\n'),
    'No diagnosis at hand? [Read the last reports](alarms.md#read-the-last-reports), or replay one: `private-api-canary explain < report.json`.',
    contents(),
    ...alarmSections(),
    ...RUNBOOK_GROUPS.flatMap(groupSections),
    '## Unexplained failures',
    ...entrySections(UNEXPLAINED_ENTRY),
    ...legend(),
  ].join('\n\n')}\n`;
}

function contents(): string {
  const link = (anchor: string) => `[\`${anchor}\`](#${anchor})`;
  return [
    `- **Alarms**: ${ALARM_IDS.map(link).join(', ')}`,
    ...RUNBOOK_GROUPS.map(({ title, rules }) => `- **${title}**: ${rules.map(({ code }) => link(code)).join(', ')}`),
    `- **Anything else**: ${link(UNEXPLAINED)}`,
  ].join('\n');
}

function alarmSections(): readonly string[] {
  return [
    '## Alarms',
    'An alarm says that something is wrong, a diagnosis why. The message that follows an alarm has the diagnoses of that minute. In the commands here, `LOG_GROUP` is [the log group of the canary](alarms.md#read-the-last-reports); `explain` shows the last report that it is given. Runs more than 15 minutes apart need a longer `--since`, and where one canary watches several APIs, `--filter-pattern \'{ $.report.target.api.name = "pets" }\'` takes those of one.',
    ...ALARM_IDS.flatMap((id) => {
      const { meaning, first, severity } = ALARMS[id];
      const command = FIRST_COMMANDS[id];
      return [
        `### ${id}`,
        `${meaning} ${TELLS[severity]}`,
        `**First:** ${first}`,
        ...(command === undefined ? [] : [firstCommand(command)]),
        `[When it is red, and more](alarms.md#${id})`,
      ];
    }),
  ];
}

function groupSections({ title, intro, details, rules }: RunbookGroup): readonly string[] {
  return [
    `## ${title}`,
    intro,
    ...rules.flatMap((rule) => entrySections({ ...rule, evidence: evidenceInWords(rule, details) })),
  ];
}

function entrySections({
  code,
  title,
  symptom,
  cause,
  evidence,
  remedy,
  command,
  onPremises = {},
}: Entry): readonly string[] {
  return [
    `### ${code}`,
    `**${text(title)}**`,
    [
      `- **Symptom:** ${text(symptom)}`,
      `- **Cause:** ${text(cause)}`,
      `- **Evidence:** ${evidence}`,
      `- **Fix:** ${text(remedy)}`,
      ...(onPremises.cause === undefined ? [] : [`- **Cause, seen from on-premises:** ${text(onPremises.cause)}`]),
      ...(onPremises.remedy === undefined ? [] : [`- **Fix, from on-premises:** ${text(onPremises.remedy)}`]),
    ].join('\n'),
    firstCommand(text(command)),
    ...(onPremises.command === undefined
      ? []
      : [firstCommand(text(onPremises.command), 'First command from on-premises')]),
  ];
}

function firstCommand(command: string, title = 'First command'): string {
  return `${title}:\n\n\`\`\`sh\n${command}\n\`\`\``;
}

// What became of the data is told with each.
const NOT_PUBLISHED =
  'See the message, and its hint for the data: the function and `probe` have written them in the embedded metric format, `watch` keeps them on disk, or they are lost.';

function legend(): readonly string[] {
  const failures = Object.entries(FAILURES).map(
    ([code, { step, means }]) => `| \`${code}\` | ${step ?? 'any'} | ${means} |`,
  );
  const errors = Object.entries({ ...CANARY_ERRORS, 'publish-failed': NOT_PUBLISHED }).map(
    ([code, mends]) => `| \`${code}\` | ${mends} |`,
  );
  return [
    '## Controls',
    'Sent beside the probes only to tell causes apart; they count in no metric, no alarm and no state. One that passes has proven:',
    Object.entries(CONTROLS)
      .map(([kind, proves]) => `- \`${kind}\`: ${proves}`)
      .join('\n'),
    '## Codes of failures',
    'What a single probe met, and at which step. It is what diagnoses are made of.',
    ['| code | step | |', '|---|---|---|', ...failures].join('\n'),
    '## Codes of errors',
    'What the canary itself could not do: `discovery.problem` and `published.problem` in a report, `code` in a line of `watch` or of the log, the word after `private-api-canary:` on a terminal. It says nothing about the API.',
    ['| code | what mends it |', '|---|---|', ...errors].join('\n'),
  ];
}

function text(template: string): string {
  const unknown = placeholdersIn(template).filter((name) => !(name in VALUES));
  if (unknown.length > 0) throw new Error(`nobody fills {${unknown.join('}, {')}} in: ${template}`);
  return filled(template, VALUES);
}
