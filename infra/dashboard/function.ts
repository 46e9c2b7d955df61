// The canary's function, whatever it watches. Source: "Types of metrics for Lambda functions" in the Lambda Developer
// Guide.

import type { FunctionRow } from '../../src/alarms/alarm-row.ts';
import { type DashboardAlarm, thresholdOf } from './dashboard-alarm.ts';
import { graph, type Metric, type Statistic, type Widget } from './widgets.ts';

interface Lambda {
  readonly region: string;
  readonly functionName: string;
  readonly timeoutSeconds: number;
  readonly functionAlarms: readonly DashboardAlarm[];
}

const MINUTE_S = 60;

export function functionHealth({ region, functionName, timeoutSeconds, functionAlarms }: Lambda): readonly Widget[] {
  const metric = (name: FunctionRow['metric'] | 'Invocations', stat: Statistic): Metric => [
    'AWS/Lambda',
    name,
    'FunctionName',
    functionName,
    { stat, label: `${name} ${stat}` },
  ];
  const common = { region, period: MINUTE_S };
  return [
    graph({
      ...common,
      title: "The canary's function: duration",
      metrics: [metric('Duration', 'Maximum'), metric('Duration', 'p50')],
      thresholds: [
        { label: 'timeout', value: timeoutSeconds * 1_000 },
        ...thresholdOf(functionAlarms, 'function-duration'),
      ],
    }),
    graph({
      ...common,
      title: "The canary's function: errors and throttles",
      metrics: [metric('Errors', 'Sum'), metric('Throttles', 'Sum')],
    }),
    graph({ ...common, title: "The canary's function: invocations", metrics: [metric('Invocations', 'Sum')] }),
  ];
}
