// Whatever comes instead of a report: bytes, cut and mixed lines, wrong values. Nothing else than a `CanaryError` is
// thrown, and what is read can be diagnosed and shown.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import { CanaryError } from '../../src/domain/canary-error.ts';
import { readReport } from '../../src/domain/report-input.ts';
import { shortened } from '../../src/domain/shortened-report.ts';
import { logLine } from '../../src/log.ts';
import { renderHtml } from '../../src/report/html/page.ts';
import { renderReport } from '../../src/report/terminal.ts';
import { allPassed, nothingKnown, several, zoneDown } from '../report/example-reports.ts';

const json = (value: unknown, indent?: number) => JSON.stringify(value, null, indent);
const LOGGED = logLine('WARN', 'pets/test degraded', { report: zoneDown });

describe('a report, or a `CanaryError` that says why not', () => {
  /** Reads it and does all that is done with a report; or is told by a `CanaryError` that it cannot be read. */
  function explained(text: string): 'explained' | 'refused' {
    try {
      const { report } = readReport(text);
      const replayed = { ...report, verdict: diagnose(report, report.verdict.since) };
      renderReport(replayed, { colour: true, columns: 80 });
      renderHtml(replayed);
      return 'explained';
    } catch (error) {
      if (error instanceof CanaryError) return 'refused';
      throw error;
    }
  }

  it('bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 500 }),
        (bytes) => explained(new TextDecoder().decode(bytes)) === 'refused',
      ),
    );
  });

  it('text between and instead of parts of a report', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom('\n', '{', '}', '{"schema":"private-api-canary/report/1"', LOGGED, json(zoneDown, 2)),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        explained(parts.join(''));
      }),
    );
  });

  it('values instead of others anywhere in a report', () => {
    const seen = new Set<string>();
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(-1, 0, 1e300, '', [], {}, null, true, 'passed', 'failed', 'not-run', 'healthy', 'vpce-host', 6),
    );
    const report = fc.constantFrom(allPassed, zoneDown, several, nothingKnown);
    fc.assert(
      fc.property(
        report,
        fc.boolean(),
        fc.array(fc.tuple(fc.nat(), value), { maxLength: 4 }),
        (original, short, changes) => {
          const copy = short
            ? (JSON.parse(json(shortened(original, 5_000))) as object)
            : (JSON.parse(json(original)) as object);
          for (const [at, replacement] of changes) replace(copy, at, replacement);
          seen.add(explained(json(copy)));
        },
      ),
    );
    expect([...seen].sort()).toEqual(['explained', 'refused']);
  });

  it('nested deeper than anybody reads', () => {
    const deep = `${'['.repeat(100_000)}"private-api-canary/report/"${']'.repeat(100_000)}`;
    expect(explained(deep)).toBe('refused');
    expect(explained(`${'{"report":'.repeat(50)}${json(zoneDown)}${'}'.repeat(50)}`)).toBe('refused');
    expect(explained(json({ ...zoneDown, endpoints: 'deep' }).replace('"deep"', deep))).toBe('refused');
  });

  it('in time that grows with its length alone', () => {
    const lines = `${'x {\n {"report":"private-api-canary/report/"\n'.repeat(50_000)}`;
    expect(explained(lines)).toBe('refused');
  });

  /** Replaces one of the values in the tree, counted from its root. */
  function replace(tree: object, at: number, replacement: unknown): void {
    const places: [Record<string, unknown>, string][] = [];
    const visit = (value: unknown) => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, item] of Object.entries(value)) {
        places.push([value as Record<string, unknown>, key]);
        visit(item);
      }
    };
    visit(tree);
    const place = places[at % Math.max(places.length, 1)];
    if (place !== undefined) place[0][place[1]] = replacement;
  }
});

describe('what would be a command in a command line is refused', () => {
  const withFirst = (change: object) => {
    const [first, ...rest] = zoneDown.observations;
    return json({ ...zoneDown, observations: [{ ...first, ...change }, ...rest] });
  };

  const NAMES = ['$(reboot)', '-o', 'a b', 'a\nb', 'a\n', '\na', "a'b", 'a;reboot', ' a', 'a`b`', 'a/b'];
  it.for(NAMES.flatMap((name) => [['dial', name] as const, ['sni', name] as const]))('as %s: %j', ([key, name]) => {
    const route = { ...zoneDown.observations[0]?.route, [key]: name };
    expect(() => readReport(withFirst({ route }))).toThrow(`observations[0].route.${key}: given`);
  });

  it.for([
    'curl -o x https://a',
    "curl '-o' x https://a",
    "curl ''-o x https://a",
    "curl ''''-o x https://a",
    "curl '''-o' x https://a",
    'curl -K x https://a',
    'curl -sSo x https://a',
    'curl --max-time -o https://a',
    "curl -H '@/etc/passwd' https://a",
    'curl file:///etc/passwd',
    'curl a',
    'curl https://a;reboot',
    'curl https://a\nreboot',
    'curl https://$(reboot)',
    'curl -H "x-api-key: $(reboot)" https://a',
    'curl -H "x-api-key: $KEY $(reboot)" https://a',
    `curl -H "x-api-key: $\{KEY:-$(reboot)}" https://a`,
    'curl -H "x-api-key: `reboot`" https://a',
    'curl -H "x; reboot: $KEY" https://a',
    'curl -H "$(aws secretsmanager delete-secret --secret-id a)" https://a',
    'curl -H "x: $(aws secretsmanager get-secret-value --region us-west-2 --secret-id a --query SecretString --output text | sh)" https://a',
    'curl -H "x: $(aws secretsmanager get-secret-value --region us-west-2 --secret-id a;reboot --query SecretString --output text)" https://a',
    'curl --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" https://a',
    'curl $KEY https://a',
    'reboot',
  ])('as a line: %j', (curl) => {
    expect(() => readReport(withFirst({ curl }))).toThrow('observations[0].curl: given');
  });

  it.for([
    '',
    "curl -q -sS -i --http1.1 --noproxy '*' --max-time 5 --resolve 'a:443:[fd00::7]' --cacert '/a b/ca.pem' --path-as-is -H 'host: a' -H 'user-agent: it'\\''s me' 'https://a/x?y=1&z=2'",
    'curl -v -6 --http1.1 --connect-to a:443:10.0.1.7:8443 https://a/test/pets',
    'curl -i --head -H "x-api-key: $PETS_API_KEY" https://a/test/pets',
  ])('but not %j', (curl) => {
    expect(readReport(withFirst({ curl })).report.observations[0]?.curl).toBe(curl);
  });
});
