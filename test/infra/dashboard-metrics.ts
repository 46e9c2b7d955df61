// What the graphs of a dashboard show, read back from its body as CloudWatch reads it.

import type { Body, BodyGraph } from './dashboard-body.ts';

/** One metric, or a search for metrics. */
export interface Shown {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: readonly string[];
  /** By dimension; a search leaves some open. */
  readonly values: Readonly<Record<string, string>>;
  readonly statistic: string | undefined;
}

/** In the order of the dashboard. */
export function shownMetrics({ widgets }: Body): readonly Shown[] {
  return widgets.flatMap((widget) => (widget.type === 'metric' ? shownIn(widget.properties) : []));
}

export function shownIn({ metrics }: BodyGraph): readonly Shown[] {
  let before: readonly string[] = [];
  return metrics.map((entry) => {
    const [first] = entry;
    if (typeof first === 'object') return parsedSearch(first.expression);
    const names = entry.filter((part) => typeof part === 'string');
    // "." repeats what the metric before has in the same place.
    before = names.map((part, place) => (part === '.' ? (before[place] ?? 'nothing before') : part));
    const [namespace = '', metric = '', ...pairs] = before;
    const statistic = entry.flatMap((part) => (typeof part === 'object' && 'stat' in part ? part.stat : []))[0];
    return { namespace, metric, ...dimensionsIn(pairs), statistic };
  });
}

function dimensionsIn(pairs: readonly string[]): Pick<Shown, 'dimensions' | 'values'> {
  if (pairs.length % 2 !== 0) throw new Error(`a dimension without a value: ${pairs}`);
  const dimensions = pairs.filter((_, place) => place % 2 === 0);
  return { dimensions, values: Object.fromEntries(dimensions.map((name, at) => [name, pairs[2 * at + 1] ?? ''])) };
}

// Only behind a backslash: quotes, backslashes and parentheses.
const QUOTED = String.raw`"((?:[^"\\()]|\\.)*)"`;

/** Throws for what is no search expression. Source: "CloudWatch search expression syntax" in the CloudWatch User Guide. */
export function parsedSearch(expression: string): Shown {
  if (expression.length > 1_024) throw new Error(`longer than a search may be: ${expression}`);
  const parts = /^SEARCH\('\{(?<schema>[^{}]+)\} (?<terms>[^']+)', '(?<statistic>\w+)'\)$/.exec(expression)?.groups;
  if (parts === undefined) throw new Error(`not a search: ${expression}`);
  const { schema = '', terms = '', statistic } = parts;
  const [namespace = '', ...dimensions] = [...schema.matchAll(new RegExp(QUOTED, 'g'))].map(([, name]) => plain(name));
  const named = [...terms.matchAll(new RegExp(`(\\w+)=${QUOTED}`, 'g'))].map(([, name, value]) => [name, plain(value)]);
  const { MetricName: metric = '', ...values } = Object.fromEntries(named) as Readonly<Record<string, string>>;
  return { namespace, metric, dimensions, values, statistic };
}

const plain = (quoted = '') => quoted.replaceAll(/\\(.)/g, '$1');
