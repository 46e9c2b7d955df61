// A window in which alarms tell nobody. They go on evaluating, so that dashboard and history show what happened.

import { type CfnCondition, aws_cloudwatch as cloudwatch, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** A maintenance window, once or again and again. Every text may be a token, and is then not looked at. */
export interface MaintenanceProps {
  /** Unique in an account and Region, 1 to 255 characters. */
  readonly name: string;
  /** `cron(0 2 * * SUN)` with five fields (minute, hour, day, month, weekday), or `at(2030-01-31T02:00)`. */
  readonly expression: string;
  /** ISO 8601, from `PT1M` to `P15D`: `PT2H`. */
  readonly duration: string;
  /** Time zone of the times here: `Europe/Berlin`. Default: UTC. */
  readonly timezone?: string;
  /** `2030-01-31T02:00`; the rule rests before. */
  readonly startDate?: string;
  /** `2030-01-31T02:00`; the rule rests from then on. */
  readonly expireDate?: string;
  /** The alarms that tell somebody; the silent ones tell nobody anyway. At most 100. A list that is filled in later is
   * counted when the template is made. */
  readonly alarmNames: readonly string[];
  readonly condition?: CfnCondition;
}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutAlarmMuteRule.html
const MAX_ALARMS = 100;
const MAX_DURATION_MINUTES = 15 * 24 * 60;

/** An `AWS::CloudWatch::AlarmMuteRule`. Throws with every problem that can be seen before it is deployed. */
export class Maintenance extends Construct {
  constructor(scope: Construct, id: string, props: MaintenanceProps) {
    super(scope, id);
    const problems = problemsOf(props);
    if (problems.length > 0) throw new Error(`maintenance ${props.name}: ${problems.join('; ')}`);
    const { name, expression, duration, timezone, startDate, expireDate, alarmNames, condition } = props;
    const rule = new cloudwatch.CfnAlarmMuteRule(this, 'Rule', {
      name,
      description: 'Maintenance: these alarms tell nobody.',
      rule: { schedule: { expression, duration, ...(timezone === undefined ? {} : { timezone }) } },
      muteTargets: { alarmNames: [...alarmNames] },
      ...(startDate === undefined ? {} : { startDate }),
      ...(expireDate === undefined ? {} : { expireDate }),
    });
    if (condition !== undefined) rule.cfnOptions.condition = condition;
    this.node.addValidation({ validate: () => wrongNumber(Stack.of(this).resolve(alarmNames)) });
  }
}

function problemsOf({ alarmNames, startDate, expireDate, ...texts }: MaintenanceProps): readonly string[] {
  const checks: readonly (readonly [text: string | undefined, accepted: string, isGood: (text: string) => boolean])[] =
    [
      [texts.name, 'a name of 1 to 255 characters', (text) => text.length >= 1 && text.length <= 255],
      [texts.expression, 'cron(minute hour day month weekday) or at(yyyy-MM-ddThh:mm)', isSchedule],
      [texts.duration, 'a duration from PT1M to P15D', isDuration],
      [texts.timezone, 'a time zone such as Europe/Berlin', isTimezone],
      [startDate, 'a date such as 2030-01-31T02:00', isDate],
      [expireDate, 'a date such as 2030-01-31T02:00', isDate],
    ];
  const known = (text: string | undefined): text is string => text !== undefined && !Token.isUnresolved(text);
  const problems = checks.flatMap(([text, accepted, isGood]) =>
    known(text) && !isGood(text) ? [`${JSON.stringify(text)} is not ${accepted}`] : [],
  );
  const dates = [startDate, expireDate].filter((date) => known(date) && isDate(date));
  if (dates.length === 2 && `${dates[0]}` >= `${dates[1]}`) problems.push('it expires before it starts');
  return Token.isUnresolved(alarmNames) ? problems : [...problems, ...wrongNumber(alarmNames)];
}

function wrongNumber({ length }: readonly string[]): string[] {
  if (length === 0) return ['it mutes no alarm'];
  return length > MAX_ALARMS ? [`a rule mutes ${MAX_ALARMS} alarms, not ${length}`] : [];
}

// Each field: `*`, or numbers, names and ranges between commas. CloudWatch knows neither `?` nor `/` nor a year.
const FIELDS: readonly { readonly first: number; readonly last: number; readonly names?: string }[] = [
  { first: 0, last: 59 },
  { first: 0, last: 23 },
  { first: 1, last: 31 },
  { first: 1, last: 12, names: 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC' },
  { first: 0, last: 7, names: 'SUN MON TUE WED THU FRI SAT' },
];

function isSchedule(text: string): boolean {
  const [, kind, inner = ''] = /^(cron|at)\((.*)\)$/.exec(text) ?? [];
  if (kind === 'at') return isDate(inner);
  const fields = inner.split(' ');
  return kind === 'cron' && fields.length === FIELDS.length && fields.every(isField);
}

function isField(text: string, index: number): boolean {
  const { first = 0, last = 0, names } = FIELDS[index] ?? {};
  const isValue = (value: string) =>
    /^\d{1,2}$/.test(value)
      ? Number(value) >= first && Number(value) <= last
      : names?.split(' ').includes(value) === true;
  return text.split(',').every((part) => {
    const ends = part.split('-');
    return part === '*' || (ends.length <= 2 && ends.every(isValue));
  });
}

function isDuration(text: string): boolean {
  const parts = /^P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(text);
  const [days = 0, hours = 0, minutes = 0] = (parts ?? []).slice(1).map((part) => Number(part ?? 0));
  const total = (days * 24 + hours) * 60 + minutes;
  return total >= 1 && total <= MAX_DURATION_MINUTES;
}

function isTimezone(text: string): boolean {
  try {
    return text.length <= 50 && new Intl.DateTimeFormat('en', { timeZone: text }) !== undefined;
  } catch {
    return false;
  }
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) && isOnTheCalendar(text);
}

/** JavaScript takes 31 February for 3 March. */
function isOnTheCalendar(text: string): boolean {
  const date = new Date(`${text}:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
