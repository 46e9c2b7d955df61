// What somebody reads who opens the page that is attached to a ticket.

import { describe, expect, it } from 'vitest';
import { CONTROLS } from '../../src/domain/control.ts';
import type { Report } from '../../src/domain/report.ts';
import { renderHtml } from '../../src/report/html/page.ts';
import { allPassed, hostile, nothingKnown, several, zoneDown } from './example-reports.ts';
import { allOf, type Element, elementsOf, readPage, sectionOf, textOf } from './html-tree.ts';
import { ENDPOINT_ID, OTHER_ENDPOINT_ID } from './report-builder.ts';

const pageOf = (report: Report) => readPage(renderHtml(report));
const textsOf = (root: Element, name: string) => elementsOf(root, name).map(textOf);
const headings = (page: Element) => textsOf(page, 'h2');

/** The cells of each row of the table below, head included. */
function cellsOf(section: Element, show: (cell: Element) => string = textOf): readonly (readonly string[])[] {
  return elementsOf(section, 'tr').map((row) =>
    row.children.flatMap((cell) => (typeof cell === 'string' ? [] : [show(cell)])),
  );
}

/** `good: ✓ passed 14 ms`. */
function withTone(cell: Element): string {
  const tone = cell.attributes.class;
  return tone === undefined ? textOf(cell) : `${tone}: ${textOf(cell)}`;
}

describe('matrix', () => {
  it('has a cell for each way and resource that says in words what its colour says', () => {
    expect(cellsOf(sectionOf(pageOf(zoneDown), 'Probes'), withTone)).toEqual([
      ['way in', 'GET /pets', 'GET /pets/1'],
      ['private-dns', 'good: ✓ passed 14 ms', 'warn: ! slow 14 ms'],
      ['route53-alias', 'good: ✓ passed 14 ms', 'good: ✓ passed 14 ms'],
      ['vpce-host regional', 'good: ✓ passed 14 ms', 'good: ✓ passed 14 ms'],
      ['vpce-host us-west-2a', 'good: ✓ passed 14 ms', 'good: ✓ passed 14 ms'],
      ['vpce-host us-west-2b', 'bad: ✗ connect-timeout 2.0 s', 'bad: ✗ connect-timeout 2.0 s'],
      ['vpce-api-id regional', 'good: ✓ passed 14 ms', 'good: ✓ passed 14 ms'],
      ['vpce-api-id us-west-2a', 'good: ✓ passed 14 ms', 'good: ✓ passed 14 ms'],
      ['vpce-api-id us-west-2b', 'bad: ✗ connect-timeout 2.0 s', 'bad: ✗ connect-timeout 2.0 s'],
    ]);
  });

  it('names endpoint and address family where there are several', () => {
    const matrix = sectionOf(pageOf(several), 'Probes');
    const rows = cellsOf(matrix, withTone);

    expect(textsOf(matrix, 'p')).toEqual(['36 of 80 passed, 23 failed, 21 not run']);
    expect(rows[0]).toEqual([
      'way in',
      'GET /pets',
      'GET /pets/1',
      'GET /households/1/pets/1/vaccinations/2026/certificate',
      'GET /health',
    ]);
    expect(rows.map(([way]) => way).filter((way) => way?.startsWith('vpce-host'))).toEqual([
      `vpce-host ${ENDPOINT_ID} regional IPv4`,
      `vpce-host ${ENDPOINT_ID} regional IPv6`,
      `vpce-host ${ENDPOINT_ID} us-west-2a IPv4`,
      `vpce-host ${ENDPOINT_ID} us-west-2a IPv6`,
      `vpce-host ${OTHER_ENDPOINT_ID} regional IPv4`,
    ]);
    expect(rows[3]?.slice(1)).toEqual([
      'bad: ✗ dns-no-address 2.4 ms',
      'quiet: · not run',
      'quiet: · not run',
      'quiet: · not run',
    ]);
  });

  it('leaves a cell empty where a resource was not planned for a way', () => {
    const [first, ...rest] = allPassed.observations;
    const holed = pageOf({ ...allPassed, observations: rest });

    expect(first?.resource).toBe('GET /pets');
    expect(cellsOf(sectionOf(holed, 'Probes'), withTone)[1]).toEqual(['private-dns', '', 'good: ✓ passed 14 ms']);
  });
});

describe('phases', () => {
  it('are bars of one scale, and numbers', () => {
    const phases = sectionOf(pageOf(zoneDown), 'Phases');
    const [passed, , , , failed] = elementsOf(phases, 'svg').map((svg) =>
      elementsOf(svg, 'rect').map(({ attributes: { class: phase, x, width } }) => `${phase} ${x}+${width}`),
    );

    expect(textsOf(phases, 'p')).toEqual(['of GET /pets, a full bar is 14 ms']);
    expect(passed).toEqual(['dns 0+84', 'connect 84+56', 'tls 140+217', 'firstByte 357+629', 'transfer 986+7']);
    expect(failed).toEqual(['dns 0+91', 'connect 91+909']);
    const rows = cellsOf(phases);
    expect(rows[0]).toEqual(['way in', 'bar', 'total', 'DNS', 'connect', 'TLS', 'first byte', 'transfer']);
    expect(rows[1]?.slice(2)).toEqual(['14 ms', '1.2 ms', '0.8 ms', '3.1 ms', '9.0 ms', '0.1 ms']);
    expect(rows[5]).toEqual([
      'vpce-host us-west-2b',
      '»✗',
      '2.0 s failed at connect',
      '1.3 ms',
      '2.0 s',
      '–',
      '–',
      '–',
    ]);
  });

  it('have a legend, which tells the marks only where there are some', () => {
    const legendOf = (report: Report) => textsOf(sectionOf(pageOf(report), 'Phases'), 'li');

    expect(legendOf(allPassed)).toEqual(['DNS', 'connect', 'TLS', 'first byte', 'transfer']);
    expect(legendOf(zoneDown).slice(5)).toEqual(['✗ failed here', '» cut']);
  });
});

describe('sections', () => {
  it('say first what is wrong, and leave out what there is nothing to say of', () => {
    expect(headings(pageOf(zoneDown))).toEqual([
      'Diagnosis',
      'Probes',
      'Controls',
      'Changes at the endpoints',
      'Phases',
      'Failed probes',
      'Certificates',
      'Published',
    ]);
    expect(headings(pageOf(allPassed))).toEqual(['Probes', 'Phases', 'Certificates', 'Published']);
  });

  it('begin with the verdict and what was looked at', () => {
    const page = pageOf(several);
    const [header] = elementsOf(page, 'header');
    if (header === undefined) throw new Error('no header');

    expect(textsOf(header, 'h1')).toEqual(['DEGRADED pets: one endpoint does not answer']);
    expect(textsOf(header, 'dt')).toEqual(['API', 'vantage', 'accuracy', 'run', 'endpoint', 'discovery']);
    expect(textsOf(header, 'dd')).toEqual([
      'pets, 01234567ab, stage test, us-west-2',
      'head-office (on-premises)',
      "of any time at most 0.4 ms may be the canary's own",
      '2026-02-03T04:05:06.789Z, took 412 ms',
      'cut short by its deadline',
      `${ENDPOINT_ID}, available, vpc-0a1b2c3d4e5f60718, private DNS on, us-west-2a`,
      `${OTHER_ENDPOINT_ID}, available, vpc-0a1b2c3d4e5f60718, private DNS off`,
      "EC2's answer of 2 min ago",
      `! ${ENDPOINT_ID}: EC2 has not made its private DNS zone yet`,
    ]);
  });

  it('tell a diagnosis with its evidence, its remedy and its command as it is to be copied', () => {
    const diagnosis = sectionOf(pageOf(zoneDown), 'Diagnosis');

    expect(textsOf(diagnosis, 'h3')).toEqual([
      'One zone of the endpoint drops connections while the other answers zone-unreachable',
    ]);
    expect(textsOf(diagnosis, 'dt')).toEqual(['affects', 'evidence', 'cause', 'remedy', 'runbook']);
    expect(textsOf(diagnosis, 'dd')).toEqual([
      'us-west-2b',
      'Every probe of us-west-2b ended in connect-timeout at 10.0.2.7',
      'Every probe of us-west-2a and of the regional name passed',
      'A network ACL or a route table that was changed in that zone, an interface that is gone, or trouble of the zone itself.',
      "Look at the network ACL of the endpoint's subnet in us-west-2b, and at the route tables between it and the clients.",
      'docs/diagnoses.md#zone-unreachable',
    ]);
    expect(textsOf(diagnosis, 'pre')).toEqual(zoneDown.verdict.diagnoses.map(({ command }) => command));
  });

  it('tell each control with what it saw and what that proves, but not of a healthy run', () => {
    const controls = sectionOf(pageOf(several), 'Controls');
    const healthy = { ...several, verdict: { ...several.verdict, state: 'healthy' as const } };

    expect(elementsOf(controls, 'li').map(textOf)).toEqual([
      `✓ unknown-api ${ENDPOINT_ID}: 403 ForbiddenException ${CONTROLS['unknown-api']}`,
      `✗ unknown-api ${OTHER_ENDPOINT_ID}: connect-timeout at connect: no answer from 10.0.2.7:443 within 2000 ms not proven: ${CONTROLS['unknown-api']}`,
      `· undeployed-path ${ENDPOINT_ID}: not run not proven: ${CONTROLS['undeployed-path']}`,
      `✓ api-sni ${ENDPOINT_ID}: 200 ${CONTROLS['api-sni']}`,
    ]);
    expect(headings(pageOf(healthy))).not.toContain('Controls');
  });

  it('tell what changed at the endpoints, and since when the API has not been healthy', () => {
    const page = pageOf(zoneDown);

    expect(textsOf(sectionOf(page, 'Changes at the endpoints'), 'p')).toEqual([
      `${ENDPOINT_ID}, subnets: subnet-01234567abcdef012, subnet-01234567abcdef013 → subnet-01234567abcdef012, subnet-01234567abcdef014 (between 2026-02-03T03:45:06.789Z and 2026-02-03T03:50:06.789Z)`,
    ]);
    expect(textsOf(page, 'dd')).toContain('since 2026-02-03T03:50:06.789Z, for 15 min');
    expect(textsOf(pageOf(allPassed), 'dt')).not.toContain('not healthy');
  });

  it('list failed probes by kind, each with what was met and its curl line; certificates; what was published', () => {
    const page = pageOf(several);
    const failed = sectionOf(page, 'Failed probes');

    expect(textsOf(failed, 'h3')).toHaveLength(7 + 8);
    expect(textsOf(failed, 'h3')[0]).toBe(`route53-alias ${ENDPOINT_ID} IPv6 GET /pets`);
    expect(textsOf(failed, 'p').slice(0, 3)).toEqual([
      'dns-no-address: the name exists but has no address of this family',
      'dns-no-address at dns: the answer holds no AAAA record',
      'resolver 10.0.0.2:53',
    ]);
    expect(textsOf(failed, 'p').at(-1)).toBe('and 8 more connect-timeout (see --json)');
    expect(textsOf(failed, 'pre')[0]).toBe(several.observations.find(({ failure }) => failure !== undefined)?.curl);
    expect(textsOf(sectionOf(page, 'Certificates'), 'p')).toEqual([
      '1 day left: CN=pets.internal.example.com, issued by CN=Amazon RSA 2048 M02,O=Amazon,C=US, TLSv1.3',
      '61 days left: CN=*.execute-api.us-west-2.amazonaws.com, issued by CN=Amazon RSA 2048 M02,O=Amazon,C=US, TLSv1.3',
    ]);
    expect(textsOf(sectionOf(page, 'Published'), 'p')).toEqual(['nothing, as asked for']);
  });

  it('of a run that knew nothing say why, and draw no empty table', () => {
    const page = pageOf(nothingKnown);

    expect(headings(page)).toEqual(['Probes', 'Published']);
    expect(textsOf(page, 'h1')).toEqual(['UNKNOWN pets: nothing was probed, EC2 did not answer']);
    expect(textsOf(page, 'dd').slice(4)).toEqual([
      'nothing is known about the endpoints',
      'ec2-unreachable: connect ETIMEDOUT 10.0.0.9:443',
      'Give the canary a way to the EC2 API (an `ec2` interface endpoint or NAT), or name the endpoint in `endpoints.dnsNames`.',
    ]);
    expect(textsOf(page, 'p')).toEqual([
      'none: there is nothing to probe',
      '0 metric data accepted by CloudWatch, 3 rejected and written in the embedded metric format instead',
      'publish-failed: connect ETIMEDOUT 10.0.0.8:443',
      'The data were written in the embedded metric format instead; see the message.',
    ]);
    expect(elementsOf(page, 'table')).toEqual([]);
  });

  it('show the beginning of a body', () => {
    const failed = sectionOf(pageOf(hostile), 'Failed probes');
    expect(textsOf(failed, 'code')[0]).toMatch(/^\\x1b\[2J\\x1b\]0;owned\\x07\\rHEALTHY\\u\{202e\}/);
  });
});

describe('the page', () => {
  it.for(Object.entries({ allPassed, hostile, nothingKnown, several, zoneDown }))(
    'of %s stands alone and runs nothing',
    ([, report]) => {
      const page = pageOf(report);
      const attributes = new Set(allOf(page).flatMap((element) => Object.keys(element.attributes)));
      const active = ['script', 'link', 'img', 'iframe', 'object', 'embed', 'form', 'base', 'a', 'use', 'image'];

      expect(allOf(page).filter(({ name }) => active.includes(name))).toEqual([]);
      expect(
        [...attributes].filter((name) => /^on|^(?:href|src|style|srcset|action|data|background)$/.test(name)),
      ).toEqual([]);
      expect(textsOf(page, 'style').join('')).not.toMatch(/url|@import|@font-face/);
      expect(elementsOf(page, 'meta').find((meta) => 'http-equiv' in meta.attributes)?.attributes).toEqual({
        'http-equiv': 'Content-Security-Policy',
        content: "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
      });
    },
  );

  it('says its language, its title and what the heads of its tables are heads of', () => {
    const page = pageOf(zoneDown);
    const regions = allOf(page).filter(({ attributes }) => attributes.role === 'region');

    expect(page.attributes).toEqual({ lang: 'en' });
    expect(textsOf(page, 'title')).toEqual(['DEGRADED: pets/test from vpc, 2026-02-03T04:05:06.789Z']);
    for (const row of elementsOf(page, 'tr')) {
      const heads = elementsOf(row, 'th').map(({ attributes }) => attributes.scope);
      const expected = elementsOf(row, 'td').length === 0 ? heads.map(() => 'col') : ['row'];
      expect(heads).toEqual(expected);
    }
    // What scrolls sideways can be scrolled with the keyboard, too.
    expect(regions.map(({ attributes }) => [attributes['aria-label'], attributes.tabindex])).toEqual([
      ['Probes', '0'],
      ['Phases', '0'],
    ]);
  });

  it.each(['healthy', 'degraded', 'unreachable', 'unknown'] as const)('shows %s in the banner', (state) => {
    const page = pageOf({ ...allPassed, verdict: { ...allPassed.verdict, state } });
    const banner = elementsOf(page, 'div').filter(({ attributes }) => attributes.class === `banner ${state}`);
    expect(banner.map(textOf)).toEqual([`${state.toUpperCase()} pets: all 16 probes passed`]);
  });
});
