// What another vantage sees of a watched API, as resources: its alarms, which name those of the canary's own vantage, and
// what explains them. Its metrics are published by a host, of which nothing is made here.

import { Construct } from 'constructs';
import { vantageAlarms } from '../src/alarms/alarms.ts';
import { lagsBetween } from '../src/alarms/settings.ts';
import { type AlarmOptions, type MadeAlarm, makeAlarms } from './alarms.ts';
import type { Explanation } from './explanation.ts';
import type { Watched } from './watched.ts';
import type { VantageApi } from './watched-api.ts';

type Around = Pick<AlarmOptions, 'actions' | 'runbook'> & { readonly explanation?: Explanation };

/** Makes the alarms and adds the vantage to the API's. Throws when the API has one of this id. */
export function addVantage(watched: Watched, vantage: VantageApi, around: Around): readonly MadeAlarm[] {
  const { api, alarms: own } = watched;
  const { id, series, settings, condition } = vantage;
  if (watched.scope.node.tryFindChild(id) !== undefined) {
    throw new Error(`${id} is the id of another part of ${api.id}: give this vantage an \`id\` of its own`);
  }
  const scope = new Construct(watched.scope, id);
  const specs = vantageAlarms(series, settings, {
    alarms: own.map(({ spec }) => spec),
    lags: vantage.lags ?? lagsBetween(api.settings, settings),
  });
  const onCondition = condition === undefined ? {} : { condition };
  const alarms = makeAlarms(scope, specs, {
    ...{ actions: around.actions, runbook: around.runbook, own, conditions: vantage },
    ...onCondition,
  });
  around.explanation?.watch(scope, 'Explanation', { api, alarms, vantage: series.vantage, ...onCondition });
  watched.vantages.push({ api: vantage, alarms });
  return alarms;
}
