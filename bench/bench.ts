// `npm run bench`: how true the times are, what they cost, and how the canary grows, measured on this machine beside
// blackbox_exporter and curl where they are installed. Prints tables; `--json FILE` writes everything that was measured.
// Takes some five minutes. Nothing else should run meanwhile.

import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Results } from './claims.ts';
import { coldStart } from './cold-start.ts';
import { machine } from './machine.ts';
import { measureRunDuration } from './run-duration.ts';
import { measureScale } from './scale.ts';
import { renderResults } from './table.ts';
import { measureTruth } from './truth.ts';

const USAGE = `npm run bench -- [--json FILE] [--rounds N]

  --json FILE   write everything that was measured
  --rounds N    how often each measurement is made, 5 by default; the medians are shown
`;

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help === true) {
  process.stdout.write(USAGE);
  process.exit();
}
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a number of 1 or more');

function measureColdStart() {
  tell('cold start');
  return coldStart(rounds);
}

// What cannot be written shall be known before, not after the minutes that this takes.
if (values.json !== undefined) await writeFile(values.json, '');

const { processors, node, stolen } = await machine();
const tell = (what: string) => process.stderr.write(`${what}\n`);
const results: Results = {
  truth: await measureTruth(rounds, tell),
  runDuration: await measureRunDuration(rounds, tell),
  scale: await measureScale(rounds, tell),
  coldStart: await measureColdStart(),
};
const share = await stolen();
if (results.truth.source !== 'packets') {
  tell(
    'no packets could be captured (tcpdump, as root): what the far side saw is less than what was on the wire, so that',
  );
  tell('errors look some milliseconds larger, and nothing is held against them');
}
if (results.truth.blackbox === undefined) tell('blackbox_exporter is not installed: it is left out');
const about = `${processors}, Node ${node}, medians of ${rounds}; truth taken from the ${results.truth.source}; the machine's neighbours took ${(share * 100).toFixed(0)} % of its time`;
process.stdout.write(`${about}\n\n${renderResults(results)}\n`);
if (values.json !== undefined) {
  const everything = { processors, node, rounds, stolen: share, measuredAt: new Date().toISOString(), ...results };
  await writeFile(values.json, `${JSON.stringify(everything, undefined, 2)}\n`);
}
