// What was looked at, from where, when, and how its endpoints are known. The same words in every form of the report.

import type { Endpoint } from '../domain/endpoint.ts';
import type { Discovery, Report } from '../domain/report.ts';
import { type Field, problemFields } from './field.ts';
import { privateNameFields } from './private-name.ts';
import { age, duration } from './quantity.ts';

const SOURCES = {
  ec2: () => 'asked EC2',
  remembered: (old) => `EC2's answer of ${old} ago`,
  'last-known-good': (old) => `EC2's answer of ${old} ago, since it gives none now`,
  configuration: () => 'DNS names of the configuration; EC2 was not asked',
  none: () => 'nothing is known about the endpoints',
} as const satisfies Record<Discovery['source'], (old: string) => string>;

export function runFields(report: Report): readonly Field[] {
  const { target, discovery } = report;
  const { api } = target;
  return [
    { label: 'API', text: `${api.name === api.id ? '' : `${api.name}, `}${api.id}, stage ${api.stage}, ${api.region}` },
    { label: 'vantage', text: vantageText(report) },
    { label: 'accuracy', text: `of any time at most ${duration(report.measurementDelayMs)} may be the canary's own` },
    { label: 'run', text: `${report.startedAt}, took ${duration(report.durationMs)}` },
    ...sinceFields(report),
    ...(report.cutShort ? [{ label: '', text: 'cut short by its deadline', tone: 'warn' } as const] : []),
    ...report.endpoints.map((endpoint) => ({ label: 'endpoint', text: endpointText(endpoint) })),
    { label: 'discovery', text: SOURCES[discovery.source](age(discovery.ageSeconds)) },
    ...target.leftOut.map(({ accessMethod, reason }) => ({ label: 'left out', text: `${accessMethod}: ${reason}` })),
    ...privateNameFields(report),
    ...discovery.notices.map(
      ({ subject, message }) => ({ label: '', text: `! ${subject}: ${message}`, tone: 'warn' }) as const,
    ),
    ...(discovery.problem === undefined ? [] : problemFields(discovery.problem)),
  ];
}

/** How long the trouble had lasted when the run began is left out where a date cannot be read. */
function sinceFields({ verdict, startedAt }: Report): readonly Field[] {
  const { since } = verdict;
  if (since === undefined) return [];
  const seconds = (Date.parse(startedAt) - Date.parse(since)) / 1_000;
  const lasted = seconds >= 0 ? `, for ${age(seconds)}` : '';
  return [{ label: 'not healthy', text: `since ${since}${lasted}`, tone: 'warn' }];
}

function vantageText({ vantage }: Report): string {
  return vantage.name === vantage.network ? vantage.name : `${vantage.name} (${vantage.network})`;
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
