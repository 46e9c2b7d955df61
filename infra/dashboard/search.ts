// CloudWatch's search expressions, quoted so that names match as a whole. Source: "CloudWatch search expression syntax"
// in the CloudWatch User Guide.

import { Token } from 'aws-cdk-lib';
import type { Search, Statistic } from './widgets.ts';

interface Sought {
  readonly namespace: string;
  /** All of a metric's dimensions: one with more or fewer is not found. */
  readonly dimensions: readonly string[];
  readonly metric: string;
  /** By dimension. */
  readonly values?: Readonly<Record<string, string>>;
  /** Further terms, as they are to stand in the expression. */
  readonly terms?: readonly string[];
  readonly statistic: Statistic;
  /** Dimensions that tell the lines apart. */
  readonly label: readonly string[];
}

/** A search finds metrics with data in the last two weeks. Its period is that of the graph. */
export function searchFor({ namespace, dimensions, metric, values, terms, statistic, label }: Sought): Search {
  const schema = [namespace, ...dimensions].map(quoted).join(',');
  const sought = [
    `MetricName=${quoted(metric)}`,
    ...Object.entries(values ?? {}).map(([name, value]) => `${name}=${quoted(value)}`),
    ...(terms ?? []),
  ];
  return {
    expression: `SEARCH('{${schema}} ${sought.join(' ')}', '${statistic}')`,
    label: label.map((name) => `\${PROP('Dim.${name}')}`).join(' '),
  };
}

/** These four characters are escaped with a backslash in an exact match. For a single quote, which ends the expression,
 * no way is documented. */
export function quoted(value: string): string {
  return `"${Token.isUnresolved(value) ? value : value.replaceAll(/["\\()]/g, String.raw`\$&`)}"`;
}
