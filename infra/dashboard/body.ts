// The dashboard's body as text: JSON in which some values are CloudFormation's to fill in.

import { type CfnCondition, Fn, type Stack } from 'aws-cdk-lib';
import type { DashboardAlarm } from './dashboard-alarm.ts';
import type { Placed } from './layout.ts';
import type { Widget } from './widgets.ts';

/** Every graph keeps its own period, so that it shows what its alarm sees; the console's period override undoes that. */
const TOP = { start: '-PT3H', periodOverride: 'inherit' };

/** Holds tokens. Throws for a widget that has only alarms with conditions of their own. */
export function bodyText(widgets: readonly Placed[], json: Stack['toJsonString']): string {
  const text = ({ place, widget, condition }: Placed) => {
    const properties = widget.type === 'alarm' ? alarmProperties(widget, condition, json) : json(widget.properties);
    return withMember({ type: widget.type, ...place }, 'properties', properties);
  };
  return withMember(TOP, 'widgets', `[${joined(widgets, ({ condition }) => condition, text)}]`);
}

function alarmProperties(
  { title, sortBy, alarms }: Extract<Widget, { readonly type: 'alarm' }>,
  given: CfnCondition | undefined,
  json: Stack['toJsonString'],
): string {
  const own = ({ condition }: DashboardAlarm) => (condition === given ? undefined : condition);
  if (alarms.every((alarm) => own(alarm) !== undefined))
    throw new Error(`no alarm of "${title}" is there without a condition`);
  return `{"title":${json(title)},"sortBy":"${sortBy}","alarms":[${joined(alarms, own, ({ arn }) => json(arn))}]}`;
}

/** Items of a list. A comma belongs to the item after it: those with conditions come last, by condition. */
function joined<Item>(
  items: readonly Item[],
  conditionOf: (item: Item) => CfnCondition | undefined,
  textOf: (item: Item) => string,
): string {
  const text = (some: readonly Item[]) => some.map(textOf).join(',');
  const always = items.filter((item) => conditionOf(item) === undefined);
  const conditions = new Set(items.flatMap((item) => conditionOf(item) ?? []));
  const optional = [...conditions].map((condition) => {
    const some = items.filter((item) => conditionOf(item) === condition);
    return Fn.conditionIf(condition.logicalId, `,${text(some)}`, '').toString();
  });
  return `${text(always)}${optional.join('')}`;
}

function withMember(object: object, name: string, text: string): string {
  return `${JSON.stringify(object).slice(0, -1)},"${name}":${text}}`;
}
