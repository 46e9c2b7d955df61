// What an alarm says to the person whom it wakes: what is true, what to do first, and where the rest is written.

import { Aws, type CfnCondition, Fn, Token } from 'aws-cdk-lib';
import type { AlarmSpec } from '../src/alarms/alarms.ts';

/** Where descriptions link to. */
export interface Runbook {
  /** A page with a section for each alarm and each diagnosis, whose fragment is its id (`#unreachable`): a copy of
   * docs/diagnoses.md. May be a token. */
  readonly url?: string;
  /** Where a parameter decides whether there is such a page. Absent: there is, when `url` is there. */
  readonly given?: CfnCondition;
  /** Stands in for the page: the canary's dashboard has the runbook on it. */
  readonly dashboardLink: string;
}

/** PutMetricAlarm and PutCompositeAlarm take so many characters. */
const MAX_LENGTH = 1_024;
/** Room for a link that is not known yet: a dashboard's address has at most 400 characters. */
const LINK_LENGTH = 500;

/** In Markdown, which CloudWatch's console renders and mails show as it is. Throws when it is too long. */
export function alarmDescription(alarm: AlarmSpec, runbook: Runbook): string {
  const text = `${alarm.meaning}\n\n**First:** ${alarm.first}`;
  const link = linkOf(alarm, runbook);
  const length = text.length + '\n\n[Runbook]()'.length + (Token.isUnresolved(link) ? LINK_LENGTH : link.length);
  if (length > MAX_LENGTH) {
    throw new Error(
      `the description of alarm ${alarm.id} may have ${length} characters; CloudWatch takes ${MAX_LENGTH}`,
    );
  }
  return `${text}\n\n[Runbook](${link})`;
}

function linkOf({ id }: AlarmSpec, { url, given, dashboardLink }: Runbook): string {
  if (url === undefined) return dashboardLink;
  const section = `${url}#${id}`;
  return given === undefined ? section : Fn.conditionIf(given.logicalId, section, dashboardLink).toString();
}

/** The page itself. Where a parameter decides whether there is one, it may come to `AWS::NoValue`. */
export function runbookPage({ url, given }: Pick<Runbook, 'url' | 'given'>): string | undefined {
  return url === undefined || given === undefined ? url : Fn.conditionIf(given.logicalId, url, Aws.NO_VALUE).toString();
}
