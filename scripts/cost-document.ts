// The tables of docs/cost.md, computed: every amount of money in that page stands between markers and is written here.

import { plannedMetrics } from '../src/publish/metrics.ts';
import { COST_ITEMS, estimateCost } from '../src/report/cost.ts';
import { probesInOneCanary } from '../src/report/cost-comparison.ts';
import type { CostInput } from '../src/report/cost-input.ts';
import { cents, customMetricsUsd, PRICES, type Price, usdFor } from '../src/report/prices.ts';
import { BY_LOG, BY_NAMES, planned, SETUPS, setup, withoutEndpoints } from './cost-setups.ts';

const MINUTE_S = 60;
const NOT_COUNTED = '–';

const TABLES: Readonly<Record<string, () => string>> = {
  'every-minute': () => monthTable(MINUTE_S),
  'every-five-minutes': () => monthTable(5 * MINUTE_S),
  savings: savingsTable,
  series: seriesTable,
  prices: pricesTable,
};

const MARKED = /(<!-- computed: ([a-z-]+) -->\n)[\s\S]*?(<!-- end -->)/g;

/** The page with every table written anew. Throws when a table has no place in it, or a place no table. */
export function costDocument(page: string): string {
  const places = [...page.matchAll(MARKED)].map(([, , name = '']) => name);
  const needed = Object.keys(TABLES);
  if (places.toSorted().join() !== needed.toSorted().join())
    throw new Error(`docs/cost.md has places for ${places.join(', ')}; needed: ${needed.join(', ')}`);
  return page.replaceAll(
    MARKED,
    (_whole, start: string, name: string, end: string) => `${start}\n${TABLES[name]?.()}\n\n${end}`,
  );
}

/** Set-ups side by side, and CloudWatch Synthetics in one and in as many canaries as hold all probes. */
function monthTable(everySeconds: number): string {
  const inputs = SETUPS.map(({ input }) => input(everySeconds));
  const bills = inputs.map(estimateCost);
  const own = setup()(everySeconds);
  const { synthetics } = estimateCost(own);
  const requestsUsd = (probes: number) => cents(usdFor('apiRequest', synthetics.runsPerCanary * probes));
  const peers = [
    { title: 'Synthetics, 1 canary', runsUsd: synthetics.usdPerCanary, probes: probesInOneCanary(own.probesPerRun) },
    {
      title: `Synthetics, ${synthetics.canaries} canaries`,
      runsUsd: synthetics.usdPerMonth,
      probes: own.probesPerRun,
    },
  ];
  const items = COST_ITEMS.map((item) => [
    item,
    ...bills.map(({ lines }) => usd(lines.find(({ what }) => what === item)?.usdPerMonth ?? 0)),
    ...peers.map(({ probes }) => (item === 'requests to the API' ? usd(requestsUsd(probes)) : NOT_COUNTED)),
  ]);
  return table([
    ['a month', ...SETUPS.map(({ title }) => title), ...peers.map(({ title }) => title)],
    [
      'probes in a run',
      ...inputs.map(({ probesPerRun }) => `${probesPerRun}`),
      ...peers.map(({ probes }) => `${probes}`),
    ],
    ['runs of Synthetics', ...SETUPS.map(() => NOT_COUNTED), ...peers.map(({ runsUsd }) => usd(runsUsd))],
    ...items,
    [
      '**together**',
      ...bills.map(({ totalUsdPerMonth }) => `**${usd(totalUsdPerMonth)}**`),
      ...peers.map(({ runsUsd, probes }) => `**${usd(cents(runsUsd + requestsUsd(probes)))}**`),
    ],
  ]);
}

/** What each choice alone takes off the default's bill, the most first. */
function savingsTable(): string {
  const base = setup()(MINUTE_S);
  const [onlyPets] = planned().target.resources;
  const choices: readonly (readonly [string, CostInput])[] = [
    ['the `ec2` and `monitoring` endpoints are there already, or a NAT gateway is', withoutEndpoints(base)],
    ['`"publish": "emf"`: the log needs no `monitoring` endpoint', setup(BY_LOG)(MINUTE_S)],
    ['`endpoints.dnsNames`: nobody asks EC2', setup(BY_NAMES)(MINUTE_S)],
    ['one resource instead of two', setup({ resources: [{ path: onlyPets?.path ?? '/' }] })(MINUTE_S)],
    [
      'three access methods: without the one that no client uses, here `vpce-api-id`',
      setup({ accessMethods: ['private-dns', 'route53-alias', 'vpce-host'] })(MINUTE_S),
    ],
    ['a run every five minutes', setup()(5 * MINUTE_S)],
    ["the dashboard is among the account's first three", { ...base, dashboards: 0 }],
    ['topics of your own, with their own key', { ...base, keys: 0 }],
  ];
  const total = (input: CostInput) => estimateCost(input).totalUsdPerMonth;
  const savings = choices
    .map(([choice, input]) => ({ choice, lessUsd: cents(total(base) - total(input)) }))
    .toSorted((a, b) => b.lessUsd - a.lessUsd);
  return table([['choice', 'less a month'], ...savings.map(({ choice, lessUsd }) => [choice, usd(lessUsd)])]);
}

/** Where the custom metrics of the default go. */
function seriesTable(): string {
  const { target, probes } = planned();
  const series = plannedMetrics(target, probes).filter(({ when }) => when !== 'failed');
  const groups = Map.groupBy(series, ({ dimensions }) => `\`${Object.keys(dimensions).join(', ')}\``);
  return table([
    ['dimensions', 'series', 'a month'],
    ...[...groups].map(([dimensions, { length }]) => [dimensions, `${length}`, usd(customMetricsUsd(length))]),
  ]);
}

function pricesTable(): string {
  const prices: readonly Price[] = Object.values(PRICES);
  return table([
    ['US dollars', 'for a', 'page'],
    ...prices.map(({ per, source, ...price }) => [exactUsd(price.usd), per, source]),
  ]);
}

function usd(value: number): string {
  return `$${value.toFixed(2)}`;
}

function exactUsd(value: number): string {
  return value < 0.01 ? `$${value}` : usd(value);
}

/** In Markdown. A column stands to the right when its last cell is a number. */
function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, index) => (/^\W*\d[\d.]*\W*$/.test(rows.at(-1)?.[index] ?? '') ? '---:' : '---'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
