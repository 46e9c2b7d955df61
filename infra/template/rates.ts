// How often the canary of the template may run, and the periods that follow: a template cannot compute them.

import { CfnMapping, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type Periods, periodsFor } from '../../src/alarms/settings.ts';
import { rateExpression } from '../watch-target.ts';

const MINUTES = [1, 2, 3, 5, 10, 15, 30, 60] as const;

/** By the number of minutes. */
export const RATES: Readonly<
  Record<string, Readonly<Record<'Rate' | 'RunSeconds' | 'LatencySeconds' | 'CertificateSeconds', string | number>>>
> = Object.fromEntries(
  MINUTES.map((minutes) => {
    const { run, latency, certificate } = periodsFor(minutes * 60);
    return [
      String(minutes),
      { Rate: rateExpression(minutes), RunSeconds: run, LatencySeconds: latency, CertificateSeconds: certificate },
    ];
  }),
);

/** What belongs to the chosen number of minutes, as tokens. */
export function chosenRate(
  scope: Construct,
  minutes: string,
): { readonly expression: string; readonly periods: Periods } {
  const rates = new CfnMapping(scope, 'Rates', { mapping: { ...RATES } });
  const seconds = (column: string) => Token.asNumber(rates.findInMap(minutes, column));
  return {
    expression: Token.asString(rates.findInMap(minutes, 'Rate')),
    periods: {
      run: seconds('RunSeconds'),
      latency: seconds('LatencySeconds'),
      certificate: seconds('CertificateSeconds'),
    },
  };
}
