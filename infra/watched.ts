// What a canary has made for each API that it watches, and what follows from all of them together.

import { Lazy } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { WatchedSeries } from '../src/alarms/alarms.ts';
import type { MadeAlarm } from './alarms.ts';
import type { VantageApi, WatchedApi } from './watched-api.ts';

/** One API, its alarms, and the vantages that are compared with its own. */
export interface Watched {
  readonly api: WatchedApi;
  readonly alarms: readonly MadeAlarm[];
  readonly scope: Construct;
  readonly vantages: { readonly api: VantageApi; readonly alarms: readonly MadeAlarm[] }[];
}

/** From every vantage. */
export function seriesOf({ api, vantages }: Watched): readonly WatchedSeries[] {
  return [api.series, ...vantages.map((each) => each.api.series)];
}

/** A function that runs for several APIs has a metric at the pace of the fastest; the slowest one's period is long enough
 * for all. Asked when the template is made. */
export function longestPeriod(watched: () => readonly Watched[]): number {
  return Lazy.number({
    produce: () => {
      const [first = Number.NaN, ...others] = watched().map(({ api }) => api.settings.periods.run);
      return others.length === 0 ? first : Math.max(first, ...others);
    },
  });
}
