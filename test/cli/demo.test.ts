// What somebody sees who has just cloned the repository.

import { describe, expect, it } from 'vitest';
import { scenarioOf } from '../../src/cli/simulate.ts';
import type { Report } from '../../src/domain/report.ts';
import { cli } from '../support/cli.ts';

/** The rows of the matrix: what stands between the heading of the probes and the phases, without times. */
function matrixOf(stdout: string): readonly string[] {
  const lines = stdout.split('\n');
  const from = lines.findIndex((line) => /GET \/pets +GET \/pets\/1/.test(line));
  return lines.slice(from + 1, lines.indexOf('', from)).map((line) =>
    line
      .trim()
      .replace(/\d[\d.]* m?s/g, 'TIME')
      .replace(/ +/g, ' '),
  );
}

describe('demo', () => {
  it('probes every documented way in, shows the matrix and the metrics read back, and ends with 0', async () => {
    const { status, stdout, stderr } = await cli(['demo']);

    expect(matrixOf(stdout)).toEqual([
      'private-dns ✓ TIME ✓ TIME',
      'route53-alias ✓ TIME ✓ TIME',
      'vpce-host regional ✓ TIME ✓ TIME',
      'us-west-2a ✓ TIME ✓ TIME',
      'us-west-2b ✓ TIME ✓ TIME',
      'vpce-api-id regional ✓ TIME ✓ TIME',
      'us-west-2a ✓ TIME ✓ TIME',
      'us-west-2b ✓ TIME ✓ TIME',
    ]);
    expect(stdout).toContain('33 metric data accepted by CloudWatch, 0 rejected');
    expect(stdout).toMatch(/^ {2}vpce-api-id GET \/pets\/1 +3 +1 +1 +1$/m);
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it('--scenario zone-down shows exactly the routes of that zone failing, with their curl lines, and ends with 1', async () => {
    const { status, stdout } = await cli(['demo', '--scenario', 'zone-down']);

    expect(matrixOf(stdout)).toEqual([
      'private-dns ✓ TIME ✓ TIME',
      'route53-alias ✓ TIME ✓ TIME',
      'vpce-host regional ✓ TIME ✓ TIME',
      'us-west-2a ✗ connect-timeout TIME ✗ connect-timeout TIME',
      'us-west-2b ✓ TIME ✓ TIME',
      'vpce-api-id regional ✓ TIME ✓ TIME',
      'us-west-2a ✗ connect-timeout TIME ✗ connect-timeout TIME',
      'us-west-2b ✓ TIME ✓ TIME',
    ]);
    expect(stdout.match(/^ *curl .*--connect-to .*us-west-2a\.execute-api.*$/gm)?.length).toBeGreaterThanOrEqual(4);
    expect(status).toBe(1);
  });

  it('--scenario access-mode-softened counts the 14 probes that must be refused, each of which is let in', async () => {
    const { status, stdout } = await cli(['demo', '--scenario', 'access-mode-softened']);

    expect(stdout).toMatch(/^NotDenied \(Count\)\n {2}all +14 +1 +1 +1$/m);
    expect(stdout).toContain('access-mode-softened');
    expect(status).toBe(1);
  });

  it('--vantage on-premises probes the ways that lead to the API from there', async () => {
    const { status, stdout } = await cli(['demo', '--vantage', 'on-premises']);

    expect(matrixOf(stdout)).toEqual([
      'route53-alias ✓ TIME ✓ TIME',
      'vpce-host regional ✓ TIME ✓ TIME',
      'us-west-2a ✓ TIME ✓ TIME',
      'us-west-2b ✓ TIME ✓ TIME',
      'vpce-api-id regional ✓ TIME ✓ TIME',
      'us-west-2a ✓ TIME ✓ TIME',
      'us-west-2b ✓ TIME ✓ TIME',
    ]);
    expect(status).toBe(0);
  });

  it('--vantage on-premises probes the private name, too, where it is forwarded', async () => {
    const args = ['demo', '--json', '--vantage', 'on-premises', '--scenario', 'private-names-forwarded,custom-domain'];
    const { status, stdout } = await cli(args);

    const { observations, vantage } = JSON.parse(stdout) as Report;
    expect(vantage).toEqual({ name: 'on-premises', network: 'on-premises', privateNames: 'forwarded' });
    expect(new Set(observations.map(({ accessMethod }) => accessMethod))).toEqual(
      new Set(['private-dns', 'route53-alias', 'vpce-host', 'vpce-api-id', 'custom-domain', 'vpce-custom-domain']),
    );
    expect(new Set(observations.map(({ outcome }) => outcome))).toEqual(new Set(['passed']));
    expect(status).toBe(0);
  });

  it.for(['signed-requests', 'api-key', 'head-and-query'])('--scenario %s is healthy', async (scenario) => {
    const { status, stdout } = await cli(['demo', '--json', '--scenario', scenario]);

    expect((JSON.parse(stdout) as Report).verdict.state).toBe('healthy');
    expect(status).toBe(0);
  });

  it('--scenario takes several: an alias that is refused and a zonal name that is gone', async () => {
    const { status, stdout } = await cli(['demo', '--scenario', 'alias-not-associated,zonal-name-missing']);

    expect(matrixOf(stdout)).toEqual([
      'private-dns ✓ TIME ✓ TIME',
      'route53-alias ✗ forbidden TIME ✗ forbidden TIME',
      'vpce-host regional ✓ TIME ✓ TIME',
      'us-west-2a ✗ dns-nxdomain TIME ✗ dns-nxdomain TIME',
      'us-west-2b ✓ TIME ✓ TIME',
      'vpce-api-id regional ✓ TIME ✓ TIME',
      'us-west-2a ✗ dns-nxdomain TIME ✗ dns-nxdomain TIME',
      'us-west-2b ✓ TIME ✓ TIME',
    ]);
    expect(status).toBe(1);
  });

  it('--scenario takes several with blanks between them', () => {
    expect(scenarioOf({ scenario: 'zone-down, route-missing , slow' })).toEqual(['zone-down', 'route-missing', 'slow']);
  });

  it('--scenario configures the run so that it meets the fault', async () => {
    const { status, stdout } = await cli(['demo', '--json', '--scenario', 'custom-domain-record-missing']);

    const { observations } = JSON.parse(stdout) as Report;
    expect(observations.filter(({ accessMethod }) => accessMethod === 'custom-domain')).toEqual([
      expect.objectContaining({ failure: expect.objectContaining({ code: 'dns-nxdomain' }) }),
      expect.objectContaining({ failure: expect.objectContaining({ code: 'dns-nxdomain' }) }),
    ]);
    expect(status).toBe(1);
  });

  it('ends with 2 and says why when scenarios contradict each other', async () => {
    const { status, stderr } = await cli(['demo', '--scenario', 'zone-down,endpoint-refuses']);

    expect(stderr).toContain('--scenario: zone-down and endpoint-refuses cannot be combined: they set reachable to');
    expect(status).toBe(2);
  });

  it('--json prints the report and nothing else', async () => {
    const { status, stdout, stderr } = await cli(['demo', '--json', '--scenario', 'route-missing']);

    const report = JSON.parse(stdout) as Report;
    expect(report.schema).toBe('private-api-canary/report/1');
    expect(report.verdict.state).toBe('degraded');
    expect(report.published).toEqual({ sink: 'cloudwatch', accepted: 30, rejected: 0 });
    expect(stderr).toBe('');
    expect(status).toBe(1);
  });

  it('ends with 2 when the metrics did not reach CloudWatch, and writes them to standard error instead', async () => {
    const { status, stdout, stderr } = await cli(['demo', '--json', '--scenario', 'cloudwatch-denied']);

    const { published, verdict } = JSON.parse(stdout) as Report;
    expect(verdict.state).toBe('healthy');
    expect(published).toMatchObject({ sink: 'cloudwatch', accepted: 0, rejected: 33, fallback: 'emf' });
    const metrics = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(metrics.flatMap((line) => line.Success ?? [])).toHaveLength(16 * 3 + 8);
    expect(status).toBe(2);
  });

  it('ends with 2 and the verdict unknown when EC2 cannot be asked', async () => {
    const { status, stdout } = await cli(['demo', '--json', '--scenario', 'ec2-denied']);

    const { verdict, discovery } = JSON.parse(stdout) as Report;
    expect(verdict.state).toBe('unknown');
    expect(discovery.problem?.code).toBe('ec2-denied');
    expect(status).toBe(2);
  });

  it('says which way it leaves out, and why', async () => {
    const { status, stdout } = await cli(['demo', '--scenario', 'private-dns-off']);

    expect(stdout).toMatch(/left out +private-dns: no endpoint has private DNS on; it is probed all the same when/);
    expect(status).toBe(0);
  });
});
