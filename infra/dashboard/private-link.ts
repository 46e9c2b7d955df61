// What PrivateLink says of the execute-api endpoints in the VPC, subnet by subnet. Source: "CloudWatch metrics for AWS
// PrivateLink" in the AWS PrivateLink guide.

import type { WatchedAlarms } from './dashboard-alarm.ts';
import { quoted, searchFor } from './search.ts';
import { graph, type Search, type Statistic, type Widget } from './widgets.ts';

type EndpointMetric = 'ActiveConnections' | 'NewConnections' | 'PacketsDropped' | 'RstPacketsReceived';

// Published for each endpoint as a whole, too; with the subnet a zone stands out.
const DIMENSIONS = ['Endpoint Type', 'Service Name', 'Subnet Id', 'VPC Endpoint Id', 'VPC Id'];

export function privateLink({ api }: WatchedAlarms, region: string): readonly Widget[] {
  const search = (metric: EndpointMetric, statistic: Statistic): Search => {
    const { expression, label } = searchFor({
      namespace: 'AWS/PrivateLinkEndpoints',
      dimensions: DIMENSIONS,
      metric,
      // The service's name begins otherwise in other partitions; words without quotes match a part of it. Values without
      // a dimension's name match any dimension: how to write a name with spaces is not documented.
      terms: [quoted(api.vpcId), 'execute-api'],
      statistic,
      label: ['VPC Endpoint Id', 'Subnet Id'],
    });
    return { expression, label: `${metric} ${label}` };
  };
  const common = { region, period: api.settings.periods.run };
  return [
    graph({
      ...common,
      title: 'PrivateLink: connections to execute-api in the VPC',
      searches: [search('ActiveConnections', 'Maximum'), search('NewConnections', 'Sum')],
    }),
    graph({
      ...common,
      title: 'PrivateLink: dropped packets and resets',
      searches: [search('PacketsDropped', 'Sum'), search('RstPacketsReceived', 'Sum')],
    }),
  ];
}
