// How often the canary of the template may run and how many runs must fail, with what follows: a template cannot compute.

import { CfnMapping, Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type Datapoints, type Lags, lagsBetween, type Periods, periodsFor } from '../../src/alarms/settings.ts';
import { rateExpression } from '../watch-target.ts';

const MINUTES = [1, 2, 3, 5, 10, 15, 30, 60] as const;

type Column = 'Rate' | 'RunSeconds' | 'LatencySeconds' | 'CertificateSeconds' | 'RunLagSeconds' | 'LatencyLagSeconds';

/** By the number of minutes. */
export const RATES: Readonly<Record<string, Readonly<Record<Column, string>>>> = Object.fromEntries(
  MINUTES.map((minutes) => {
    const periods = periodsFor(minutes * 60);
    const { run, latency, certificate } = periods;
    // With periods of the same length either wait is that of the other, whatever M of N is.
    const lags = lagsBetween({ periods }, { periods });
    return [
      String(minutes),
      {
        Rate: rateExpression(minutes),
        RunSeconds: String(run),
        LatencySeconds: String(latency),
        CertificateSeconds: String(certificate),
        RunLagSeconds: String(lags.run.waitSeconds),
        LatencyLagSeconds: String(lags.latency.waitSeconds),
      },
    ];
  }),
);

/** What belongs to the chosen number of minutes, as tokens. */
export function chosenRate(
  scope: Construct,
  minutes: string,
): { readonly expression: string; readonly periods: Periods; readonly lags: Lags } {
  const rates = new CfnMapping(scope, 'Rates', { mapping: { ...RATES } });
  const seconds = (column: string) => Token.asNumber(rates.findInMap(minutes, column));
  const waits = (column: string) => ({ waitSeconds: seconds(column), extensionSeconds: seconds(column) });
  return {
    expression: Token.asString(rates.findInMap(minutes, 'Rate')),
    periods: {
      run: seconds('RunSeconds'),
      latency: seconds('LatencySeconds'),
      certificate: seconds('CertificateSeconds'),
    },
    lags: { run: waits('RunLagSeconds'), latency: waits('LatencyLagSeconds') },
  };
}

const CHOICES = ['2-of-3', '2-of-4', '2-of-5', '3-of-5'] as const;

/** M and N of the alarms, by what the parameter says. */
export const DATAPOINTS: Readonly<Record<string, Readonly<Record<'ToAlarm' | 'Evaluated', string>>>> =
  Object.fromEntries(
    CHOICES.map((choice) => {
      const [ToAlarm = '', Evaluated = ''] = choice.split('-of-');
      return [choice, { ToAlarm, Evaluated }];
    }),
  );

/** What belongs to the chosen M of N, as tokens. */
export function chosenDatapoints(scope: Construct, choice: string): Datapoints {
  const datapoints = new CfnMapping(scope, 'Datapoints', { mapping: { ...DATAPOINTS } });
  const number = (column: string) => Token.asNumber(datapoints.findInMap(choice, column));
  return { toAlarm: number('ToAlarm'), evaluated: number('Evaluated') };
}
