// Changes of alarms as EventBridge tells them: which are explained, and the function's event that is made of one. Must not
// know which alarms there are.

import { Fn, Token, Tokenization } from 'aws-cdk-lib';
import type { Severity } from '../src/alarms/alarm-row.ts';

const ABSENT = [{ exists: false }];
const PRESENT = [{ exists: true }];

/** The event pattern of a rule: those changes of these alarms of which the alarm's own actions tell somebody. An alarm that
 * turns green after it was made is none of them.
 *
 * A composite alarm whose actions are suppressed changes its state all the same, and its event says by what
 * (`actionsSuppressedBy`: `WaitPeriod`, `ExtensionPeriod` or `Alarm`). What CloudWatch hands to an alarm's actions when a
 * wait is over goes from a suppressed `ALARM` to an `ALARM` that is not; that EventBridge gets that change as well has
 * not been verified. An alarm that a mute rule silences has `muteDetail`, of which `exists` sees only the leaves. Sources:
 * CloudWatch User Guide, "Alarm events and EventBridge" and "Invoke a Lambda function from an alarm"; EventBridge User
 * Guide, "Comparison operators". */
export function explainedChanges(alarmArns: readonly string[]): object {
  const state = (value: string) => ({ value: [value], actionsSuppressedBy: ABSENT });
  const suppressed = { value: ['ALARM'], actionsSuppressedBy: PRESENT };
  return {
    source: ['aws.cloudwatch'],
    'detail-type': ['CloudWatch Alarm State Change'],
    resources: [...alarmArns],
    detail: {
      muteDetail: { mutedByArn: ABSENT },
      $or: [
        { state: state('ALARM'), previousState: { value: ['OK', 'INSUFFICIENT_DATA'] } },
        { state: state('ALARM'), previousState: suppressed },
        // After an alarm of which nobody was told, green is no news.
        { state: state('OK'), previousState: state('ALARM') },
      ],
    },
  };
}

/** What a rule makes of an event for its target. */
export interface InputTransformer {
  readonly inputPathsMap: Readonly<Record<string, string>>;
  readonly inputTemplate: string;
}

const PATHS = {
  'alarm-name': '$.detail.alarmName',
  'alarm-state': '$.detail.state.value',
  'alarm-previous-state': '$.detail.previousState.value',
  'alarm-reason': '$.detail.state.reason',
  'alarm-at': '$.detail.state.timestamp',
} as const;

/** PutTargets takes so many characters of a template. */
export const MAX_TEMPLATE = 8_192;

/** What is known of the alarms of a rule before one of them changes. */
export interface AlarmFacts {
  readonly severity: Exclude<Severity, 'silent'>;
  /** Whose metrics they look at; may be a token. */
  readonly vantage: string;
}

/** The API's configuration as its schedule hands it to the function, with `alarm` beside it. `configuration` is the text of
 * a JSON object, in which there may be tokens.
 *
 * EventBridge fills in a placeholder outside quotes as JSON, with quotes of its own. That it escapes quotes in a reason
 * has not been verified; CloudWatch writes none, and a person may with `set-alarm-state`. Source: EventBridge User Guide,
 * "Input transformation". */
export function alarmInput(configuration: string, { severity, vantage }: AlarmFacts): InputTransformer {
  if (!/^\{.+\}$/s.test(configuration)) throw new Error('a configuration is the text of a JSON object');
  const start = configuration.slice(0, -1);
  const end = (name: string) => `,"alarm":{${alarmText(severity, name)}}}`;
  const length = escaped(known(start)).length + end(escaped(known(vantage))).length;
  if (length > MAX_TEMPLATE) {
    throw new Error(
      `with an alarm beside it the configuration has ${length} characters, and EventBridge hands on ${MAX_TEMPLATE}: name fewer or shorter resources, or set \`explain: false\``,
    );
  }
  return { inputPathsMap: PATHS, inputTemplate: `${withoutBrackets(start)}${end(withoutBrackets(vantage))}` };
}

/** The name of a vantage holds neither quotes nor backslashes: alarms could not be named by it. */
function alarmText(severity: string, vantage: string): string {
  const placeholder = (name: keyof typeof PATHS) => `<${name}>`;
  return [
    `"name":${placeholder('alarm-name')}`,
    `"state":${placeholder('alarm-state')}`,
    `"previousState":${placeholder('alarm-previous-state')}`,
    `"reason":${placeholder('alarm-reason')}`,
    `"at":${placeholder('alarm-at')}`,
    `"severity":"${severity}"`,
    `"vantage":"${vantage}"`,
  ].join(',');
}

// The source of an expression may hold `<` and `>`, which EventBridge would take for a placeholder. JSON's own escape for
// them is none: Terraform's jsonencode writes it, and people have to turn it back for their placeholders to be filled in.
const ESCAPES = [
  ['<', '\\u003c'],
  ['>', '\\u003e'],
] as const;

/** In a JSON text both stand only in strings. Where there are tokens it is split and joined, to reach what CloudFormation
 * fills in. */
function withoutBrackets(json: string): string {
  if (!Token.isUnresolved(json)) return escaped(json);
  return ESCAPES.reduce((text, [from, to]) => Fn.join(to, Fn.split(from, text)), json);
}

const escaped = (json: string) => ESCAPES.reduce((text, [from, to]) => text.replaceAll(from, to), json);

/** What is known of a text: a token counts nothing, and CloudFormation refuses what turns out too long. */
function known(text: string): string {
  return Tokenization.reverseString(text)
    .mapTokens({ mapToken: () => '' })
    .join({ join: (left: unknown, right: unknown) => `${left ?? ''}${right ?? ''}` });
}
