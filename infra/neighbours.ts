// Names and metrics are one's own only in an account and Region: what shares these, and what would get in each other's way.

import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { WatchedSeries } from '../src/alarms/alarms.ts';

/** Whether two constructs are known to be deployed into the same account and Region. Stacks that do not say where they
 * are deployed may be deployed apart. */
export function sharesPlace(one: IConstruct, other: IConstruct): boolean {
  const [first, second] = [outermost(Stack.of(one)), outermost(Stack.of(other))];
  if (first === second) return true;
  const { account, region } = first;
  if (Token.isUnresolved(account) || Token.isUnresolved(region)) return false;
  return account === second.account && region === second.region;
}

function outermost(stack: Stack): Stack {
  return stack.nestedStackParent === undefined ? stack : outermost(stack.nestedStackParent);
}

/** Throws where some of them is no other than this one, or cannot be told from it. */
export function refuseClash(series: WatchedSeries, others: readonly WatchedSeries[]): void {
  for (const other of others) {
    const problem = clash(other, series);
    if (problem !== undefined) throw new Error(problem);
  }
}

/** Why two APIs cannot both be watched, or nothing when they can. Two that publish the same series would hide each
 * other's silence; two whose names come to the same text, such as `a-b`/`c` and `a`/`b-c`, would want alarms of the same
 * names. */
export function clash(one: WatchedSeries, other: WatchedSeries): string | undefined {
  const series = ({ namespace, api, stage, vantage }: WatchedSeries) =>
    JSON.stringify([namespace, api, stage, vantage]);
  const alarms = ({ prefix, api, stage, vantage }: WatchedSeries) => [prefix, api, stage, vantage].join('-');
  if (series(one) !== series(other) && alarms(one) !== alarms(other)) return undefined;
  const text = ({ api, stage, vantage }: WatchedSeries) => `${api}/${stage} from ${vantage}`;
  return `${text(other)} cannot be told from ${text(one)}, which is watched already: give one another \`vantage.name\``;
}
