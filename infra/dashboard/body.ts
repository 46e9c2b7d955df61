// The dashboard's body as text: JSON in which some values are CloudFormation's to fill in.

import { Fn, type Stack } from 'aws-cdk-lib';
import type { DashboardAlarm } from './dashboard-alarm.ts';
import type { Place } from './layout.ts';
import type { Widget } from './widgets.ts';

/** Every graph keeps its own period, so that it shows what its alarm sees; the console's period override undoes that. */
const TOP = { start: '-PT3H', periodOverride: 'inherit' };

/** Holds tokens. Throws for a widget that has only alarms with conditions. */
export function bodyText(
  widgets: readonly { readonly place: Place; readonly widget: Widget }[],
  json: Stack['toJsonString'],
): string {
  const texts = widgets.map(({ place, widget }) => {
    const properties = widget.type === 'alarm' ? alarmProperties(widget, json) : json(widget.properties);
    return withMember({ type: widget.type, ...place }, 'properties', properties);
  });
  return withMember(TOP, 'widgets', `[${texts.join(',')}]`);
}

function alarmProperties(
  { title, sortBy, alarms }: Extract<Widget, { readonly type: 'alarm' }>,
  json: Stack['toJsonString'],
): string {
  const always = alarms.filter(({ condition }) => condition === undefined);
  if (always.length === 0) throw new Error(`no alarm of "${title}" is there without a condition`);
  const list = (some: readonly DashboardAlarm[]) => some.map(({ arn }) => json(arn)).join(',');
  // A comma belongs to the alarm after it: those with conditions come last, each with its own.
  const conditions = new Set(alarms.flatMap(({ condition }) => condition ?? []));
  const optional = [...conditions].map((condition) => {
    const some = alarms.filter((alarm) => alarm.condition === condition);
    return Fn.conditionIf(condition.logicalId, `,${list(some)}`, '').toString();
  });
  return `{"title":${json(title)},"sortBy":"${sortBy}","alarms":[${list(always)}${optional.join('')}]}`;
}

function withMember(object: object, name: string, text: string): string {
  return `${JSON.stringify(object).slice(0, -1)},"${name}":${text}}`;
}
