// What keeps a well-spelled target from being watched in Lambda, or from a host, and by alarms.

import { type Duration, Token } from 'aws-cdk-lib';
import type { Datapoints } from '../src/alarms/settings.ts';
import { regionOfSecret } from '../src/domain/authorization.ts';
import type { SecretSource, Target } from '../src/domain/target.ts';
import type { Surroundings } from './watch-target.ts';

interface Wanted {
  readonly every: Duration;
  readonly datapoints: Datapoints | undefined;
  /** As they will stand in alarms; may be tokens, which are not looked at. */
  readonly names: Readonly<Record<'api' | 'stage' | 'vantage', string>>;
  /** As the target gives it; may be a token. */
  readonly region: string | undefined;
  readonly around: Surroundings;
}

/** Each in a sentence, all together. */
export function watchProblems(target: Target, wanted: Wanted): readonly string[] {
  const { around, region, every, datapoints, names } = wanted;
  return [
    ...paceProblems(every, around.functionTimeoutSeconds),
    ...(datapoints === undefined ? [] : datapointProblems(datapoints)),
    ...publishProblems(target),
    ...(target.connection.caFile === undefined
      ? []
      : ['connection.caFile: there is no such file in the function, which has nothing but its own bundle']),
    ...Object.entries(target.auth?.headers ?? {}).flatMap(([name, source]) =>
      headerProblems(name, source, target, wanted),
    ),
    ...(around.ec2Endpoint && target.endpoints.kind !== 'names' && isElsewhere(region, around.stack.region)
      ? [
          `the canary's ec2 endpoint serves ${around.stack.region} alone: endpoints in ${region} need \`dnsNames\`, or a canary without it`,
        ]
      : []),
    ...nameProblems({ ...names, prefix: around.prefix }),
  ];
}

function headerProblems(name: string, source: SecretSource, { api }: Target, { around }: Wanted): readonly string[] {
  if (source.kind === 'env') {
    return [
      `auth.headers.${name}.env: whoever may read the function could read its environment; keep the value in Secrets Manager and name it by \`secretId\``,
    ];
  }
  const own = around.stack.region;
  const there = regionOfSecret(source.secretId, api.region);
  if (around.secretsEndpoint !== true || !isElsewhere(there, own)) return [];
  return [`the canary's secretsmanager endpoint serves ${own} alone: auth.headers.${name} is a secret in ${there}`];
}

type Names = Readonly<Record<'api' | 'stage' | 'vantage' | 'prefix', string>>;

/** Of a target that a host watches. */
export function vantageProblems(
  target: Target,
  { every, datapoints, names }: Pick<Wanted, 'every' | 'datapoints'> & { readonly names: Names },
): readonly string[] {
  const seconds = every.isUnresolved() ? undefined : every.toSeconds({ integral: false });
  return [
    ...(seconds === undefined || !Number.isInteger(seconds) || seconds < 1
      ? ['every must be whole seconds that are known when the template is made: the periods of alarms follow it']
      : []),
    ...(datapoints === undefined ? [] : datapointProblems(datapoints)),
    ...publishProblems(target),
    ...nameProblems(names),
  ];
}

function publishProblems({ publish }: Target): readonly string[] {
  return publish === 'none' ? ['publish must be "cloudwatch" or "emf": alarms rest on the metrics'] : [];
}

function paceProblems(every: Duration, timeoutSeconds: number): readonly string[] {
  if (every.isUnresolved()) return ['every must be known when the template is made: the periods of alarms follow it'];
  const minutes = every.toMinutes({ integral: false });
  if (!Number.isInteger(minutes) || minutes < 1) return [`every must be whole minutes; it is ${every.toHumanString()}`];
  // A run that is still going when the next begins would be counted in the wrong minute.
  if (timeoutSeconds < minutes * 60) return [];
  return [`runs every ${minutes * 60} s need a timeout below that; it is ${timeoutSeconds} s`];
}

const MAX_EVALUATED = 10;

function datapointProblems({ toAlarm, evaluated }: Datapoints): readonly string[] {
  const whole = Number.isInteger(toAlarm) && Number.isInteger(evaluated);
  if (whole && toAlarm >= 2 && toAlarm <= evaluated && evaluated <= MAX_EVALUATED) return [];
  return [`datapoints: ${toAlarm} of ${evaluated} must be 2 or more of at most ${MAX_EVALUATED}`];
}

function isElsewhere(region: string | undefined, stackRegion: string): boolean {
  if (region === undefined || Token.isUnresolved(region) || Token.isUnresolved(stackRegion)) return false;
  return region !== stackRegion;
}

// An alarm's name has at most 255 characters: PutMetricAlarm.
const MAX_ALARM_NAME = 255;
const LONGEST_ALARM = 'availability-vpce-custom-domain';

function nameProblems(names: Names): readonly string[] {
  const known = Object.entries(names).filter(([, name]) => !Token.isUnresolved(name));
  const length = known.reduce((sum, [, name]) => sum + name.length + 1, LONGEST_ALARM.length);
  return [
    // Names stand in the query of an alarm, in quotes, and Metrics Insights documents no way to escape one.
    ...known.flatMap(([what, name]) =>
      /['"\\]/.test(name) ? [`${what} ${JSON.stringify(name)}: alarms cannot name quotes and backslashes`] : [],
    ),
    ...(length > MAX_ALARM_NAME
      ? [`the longest name of its alarms would have ${length} characters of at most ${MAX_ALARM_NAME}`]
      : []),
  ];
}
