// What on-call reads when the alarm is about another vantage than the one from which the run looked.

import { describe, expect, it } from 'vitest';
import { readExplanation } from '../../src/domain/explanation.ts';
import type { Report } from '../../src/domain/report.ts';
import { renderMessage } from '../../src/report/message.ts';
import { allPassed, nothingKnown, zoneDown } from './example-reports.ts';
import { explained, LINKS, PAGE } from './message-examples.ts';

const alarmOf = (id: string, more: object = {}) => ({
  ...PAGE,
  name: `pets-canary-pets-test-dc1-${id}`,
  vantage: 'dc1',
  ...more,
});
const messageOf = (report: Report, alarm: object) => renderMessage(readExplanation(explained(report, alarm)), LINKS);
const headOf = (report: Report, alarm: object) => {
  const { subject, text } = messageOf(report, alarm);
  const [what = '', since = '', first = ''] = text.split('\n');
  return { subject, what, since, first };
};

describe('all is well in the VPC, and', () => {
  it('probes fail from there', () => {
    for (const id of ['cutoff', 'impaired', 'availability']) {
      const { subject, what, since, first } = headOf(allPassed, alarmOf(id));
      expect(subject).toBe('[page] pets/test fails only from dc1: the way, or the host there; healthy from vpc');
      expect(what).toBe(
        'pets/test fails from dc1 and is healthy from vpc: only from dc1, so that it is the way between it and the VPC, or the host itself. All 16 probes pass from vpc now',
      );
      expect(since).toMatch(/^Since: 2026-02-03 04:04:52 UTC, when the alarm turned red/);
      expect(first).toMatch(
        /^First: read the diagnosis of dc1 .*Direct Connect or the VPN .* Resolver endpoint .* security groups.*clock, credentials or keys.*: https:/,
      );
    }
  });

  it.for([
    ['unheard', 'nothing is heard from dc1; healthy from vpc', /log in to the host at dc1/],
    ['sluggish', 'slow only from dc1; healthy from vpc', /compare the phases of both vantages/],
    ['certificate', 'certificate seen from dc1 ends soon; healthy from vpc', /whose it is/],
    [
      'softened',
      'lets in from dc1 what it must refuse; healthy from vpc',
      /log of the host at dc1 .*`policy-softened`/,
    ],
  ] as const)('its alarm is %s', ([id, subject, first]) => {
    const head = headOf(allPassed, alarmOf(id));
    expect(head.subject).toBe(`[page] pets/test ${subject}`);
    expect(head.first).toMatch(first);
  });

  it('the alarm is over', () => {
    const { subject, first } = headOf(allPassed, alarmOf('cutoff', { state: 'OK', previousState: 'ALARM' }));
    expect(subject).toBe('[page] pets/test over from dc1; healthy from vpc');
    expect(first).toMatch(/^First: nothing to do/);
  });
});

describe('the VPC sees trouble, too, and', () => {
  it('it is not only from there', () => {
    const { subject, what, since } = headOf(zoneDown, alarmOf('cutoff'));
    expect(subject).toMatch(/^\[page\] pets\/test not only dc1: degraded from vpc: /);
    expect(what).toMatch(
      /^alarm "pets-canary-pets-test-dc1-cutoff" is about dc1, and it is not only there: pets\/test is degraded from vpc: /,
    );
    // Its time is that of the other vantage.
    expect(since).toMatch(/^Since: (?!at the latest)/);
    expect(since).toContain('the alarm turned red at 2026-02-03 04:04:52 UTC');
  });

  it('the alarm there is of what is let in, which is not what fails here', () => {
    const { subject, what } = headOf(zoneDown, alarmOf('softened'));
    expect(subject).toMatch(/^\[page\] pets\/test lets in from dc1 what it must refuse, and degraded from vpc: /);
    expect(what).toMatch(/^pets\/test lets requests in from dc1 that it must refuse\. And it is degraded from vpc: /);
  });

  it('the alarm from there is over', () => {
    const { subject } = headOf(zoneDown, alarmOf('cutoff', { state: 'OK', previousState: 'ALARM' }));
    expect(subject).toMatch(/^\[page\] pets\/test over from dc1, but degraded from vpc: /);
  });
});

it('of what the VPC could not look at nothing is said', () => {
  expect(headOf(nothingKnown, alarmOf('cutoff')).subject).toContain('could not look from vpc');
});

it('an alarm of the same vantage is told as ever', () => {
  const own = { ...PAGE, vantage: 'vpc' };
  expect(headOf(allPassed, own)).toEqual(headOf(allPassed, PAGE));
  expect(messageOf(allPassed, own).text).toContain('of vantage');
});
