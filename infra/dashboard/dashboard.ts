// The dashboard of a canary: from top to bottom whether it is red, what to do, and for each API what to look at.

import { Lazy, Stack, Token } from 'aws-cdk-lib';
import { CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { substitution } from '../substitution.ts';
import { apiGateway } from './api-gateway.ts';
import { availability } from './availability.ts';
import { bodyText } from './body.ts';
import type { DashboardAlarm, WatchedAlarms } from './dashboard-alarm.ts';
import { functionHealth } from './function.ts';
import { latency } from './latency.ts';
import { beside, COLUMNS, MAX_WIDGETS, placed, type Row, spread } from './layout.ts';
import { lastFailures } from './log.ts';
import { phases } from './phases.ts';
import { privateLink } from './private-link.ts';
import { type RunbookPage, runbook } from './runbook.ts';
import { runs } from './runs.ts';
import { vantageRows } from './vantage.ts';
import { heading, verdictRow } from './verdict.ts';
import { alarmStates } from './widgets.ts';
import { zones } from './zones.ts';

/** Strings may be tokens. */
export interface DashboardProps extends RunbookPage {
  readonly name: string;
  readonly region: string;
  readonly functionName: string;
  readonly logGroupName: string;
  /** Of the function. Not a token. */
  readonly timeoutSeconds: number;
  /** Read when the template is made, so that an API may be added until then. */
  readonly watched: () => readonly WatchedAlarms[];
  readonly functionAlarms: readonly DashboardAlarm[];
}

export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    if (Token.isUnresolved(props.timeoutSeconds))
      throw new Error('timeoutSeconds must be known: it is drawn in milliseconds');
    const stack = Stack.of(this);
    const widgets = () => placed(rows(props));
    this.node.addValidation({ validate: () => problems(widgets().length, props.watched()) });
    const body = Lazy.uncachedAny({
      produce: (context) => substitution(context.resolve(bodyText(widgets(), (value) => stack.toJsonString(value)))),
    });
    new CfnDashboard(this, 'Resource', { dashboardName: props.name, dashboardBody: Token.asString(body) });
  }
}

function rows(props: DashboardProps): readonly Row[] {
  const { region, functionAlarms, logGroupName } = props;
  const watched = props.watched();
  const vantages = watched.flatMap((own) => (own.vantages ?? []).map((other) => ({ own, other })));
  const ofVantages = ({ vantages: others = [] }: WatchedAlarms) => others.flatMap((each) => each.alarms);
  // What to do about alarms that a condition may leave out stands in their own rows.
  const always = vantages.filter(({ other }) => other.api.condition === undefined).flatMap(({ other }) => other.alarms);
  const alarms = [...watched.flatMap((each) => each.alarms), ...always, ...functionAlarms];
  return [
    ...watched.flatMap((each) => verdictRow(each, ofVantages(each))),
    ...beside(8, alarmStates('The canary itself', functionAlarms, 'stateUpdatedTimestamp'), [runbook(alarms, props)]),
    ...watched.flatMap((each) => [
      { height: 1, cells: [{ width: COLUMNS, widget: heading(each) }] },
      ...spread(6, availability(each, region)),
      ...spread(6, latency(each, region)),
      ...spread(6, phases(each, region)),
      ...spread(6, zones(each, region)),
      ...spread(6, runs(each, region)),
      ...spread(6, apiGateway(each, region)),
      ...spread(6, privateLink(each, region)),
    ]),
    ...spread(6, functionHealth(props)),
    ...spread(8, lastFailures(logGroupName, region)),
    // Last, since nothing moves into the place of what a condition leaves out.
    ...vantages.flatMap(({ own, other }) => vantageRows(own, other, region)),
  ];
}

function problems(widgets: number, watched: readonly WatchedAlarms[]): string[] {
  if (widgets <= MAX_WIDGETS) return [];
  const vantages = watched.reduce((sum, each) => sum + (each.vantages?.length ?? 0), 0);
  const seen = vantages === 0 ? '' : ` from ${watched.length + vantages} vantages`;
  return [
    `${watched.length} APIs${seen} need ${widgets} widgets and a dashboard takes ${MAX_WIDGETS}: watch some with another canary`,
  ];
}
