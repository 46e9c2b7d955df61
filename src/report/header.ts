// The head of the report: the verdict in one line, then what was looked at, from where, when, and how its endpoints
// are known.

import type { Endpoint } from '../domain/endpoint.ts';
import type { Discovery, Report, State } from '../domain/report.ts';
import { fieldLines, problemLines } from './field.ts';
import { type Line, paragraph, span, type Tone } from './line.ts';
import { age, duration } from './quantity.ts';

const STATE_TONES = {
  healthy: 'good-strong',
  degraded: 'warn-strong',
  unreachable: 'bad-strong',
  unknown: 'strong',
} as const satisfies Record<State, Tone>;

const SOURCES = {
  ec2: () => 'asked EC2',
  remembered: (old) => `EC2's answer of ${old} ago`,
  'last-known-good': (old) => `EC2's answer of ${old} ago, since it gives none now`,
  configuration: () => 'DNS names of the configuration; EC2 was not asked',
  none: () => 'nothing is known about the endpoints',
} as const satisfies Record<Discovery['source'], (old: string) => string>;

export function headerLines(report: Report, columns: number): readonly Line[] {
  const { verdict, target, discovery } = report;
  const { api } = target;
  const state = [span(verdict.state.toUpperCase(), STATE_TONES[verdict.state]), span('  ')];
  const field = (label: string, text: string, tone?: Tone) =>
    fieldLines({ label, text, tone: tone ?? 'plain' }, columns);
  return [
    ...paragraph(state, span(verdict.summary), columns),
    [],
    ...field('API', `${api.name === api.id ? '' : `${api.name}, `}${api.id}, stage ${api.stage}, ${api.region}`),
    ...field('vantage', vantageText(report)),
    ...field('run', `${report.startedAt}, took ${duration(report.durationMs)}`),
    ...(report.cutShort ? field('', 'cut short by its deadline', 'warn') : []),
    ...report.endpoints.flatMap((endpoint) => field('endpoint', endpointText(endpoint))),
    ...field('discovery', SOURCES[discovery.source](age(discovery.ageSeconds))),
    ...discovery.notices.flatMap(({ subject, message }) => field('', `! ${subject}: ${message}`, 'warn')),
    ...(discovery.problem === undefined ? [] : problemLines(discovery.problem, columns)),
  ];
}

function vantageText({ vantage, measurementDelayMs }: Report): string {
  const network = vantage.name === vantage.network ? '' : ` (${vantage.network})`;
  return `${vantage.name}${network}; may itself have added ${duration(measurementDelayMs)} to a time`;
}

function endpointText(endpoint: Endpoint): string {
  const { id, state, privateDns, zones, vpcId } = endpoint;
  return [
    id,
    ...(state === undefined ? [] : [state]),
    ...(vpcId === undefined ? [] : [vpcId]),
    ...(privateDns === undefined ? [] : [`private DNS ${privateDns}`]),
    ...(zones.length === 0 ? [] : [zones.map(({ zone }) => zone).join(' ')]),
  ].join(', ');
}
