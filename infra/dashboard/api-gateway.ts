// What API Gateway says of the API, whoever calls it. Source: "REST API dimensions and metrics" in the API Gateway
// Developer Guide.

import type { WatchedAlarms } from './dashboard-alarm.ts';
import { graph, type Metric, type Statistic, type Widget } from './widgets.ts';

type ApiGatewayMetric = 'Count' | '4XXError' | '5XXError' | 'Latency' | 'IntegrationLatency';

export function apiGateway({ api }: WatchedAlarms, region: string): readonly Widget[] {
  const { series, settings } = api;
  const metric = (name: ApiGatewayMetric, stat: Statistic): Metric => [
    'AWS/ApiGateway',
    name,
    // These metrics go by the REST API's own name, not by its id.
    'ApiName',
    series.api,
    'Stage',
    series.stage,
    { stat, label: name },
  ];
  const common = { region, period: settings.periods.run };
  return [
    graph({
      ...common,
      title: "API Gateway, by the REST API's own name: requests of all clients",
      metrics: [metric('Count', 'Sum'), metric('4XXError', 'Sum'), metric('5XXError', 'Sum')],
    }),
    graph({
      ...common,
      title: "API Gateway, by the REST API's own name: time, and of the backend alone",
      metrics: [metric('Latency', 'p90'), metric('IntegrationLatency', 'p90')],
    }),
  ];
}
