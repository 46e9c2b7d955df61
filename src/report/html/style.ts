// How the page looks: on a screen from 360 pixels on, light or dark, and on paper. No fonts, pictures or anything else
// that would have to be fetched.

import { type Html, html } from './markup.ts';
import { PALETTES } from './palette.ts';

// Paper is light whatever the screen is, and browsers leave grounds out of a print unless told otherwise.
export const STYLE: Html = html`<style>
:root { color-scheme: light dark; ${properties(PALETTES.light)} }
@media screen and (prefers-color-scheme: dark) { :root { ${properties(PALETTES.dark)} } }
* { box-sizing: border-box; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
body { margin: 0 auto; max-width: 72rem; padding: 1rem; background: var(--ground-page); color: var(--text-plain);
  font: 100%/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: anywhere; }
h1, h2, h3, p, ul, ol, dl, dd, pre, table { margin: 0; padding: 0; }
section { margin-top: 2rem; }
h2 { font-size: 1.2rem; margin-bottom: .5rem; }
h3 { font-size: 1rem; }
code, pre { font: .85rem/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre { margin-top: .3rem; padding: .5rem .7rem; border-radius: .3rem; background: var(--ground-quiet); white-space: pre-wrap; }
.banner { padding: .9rem 1rem; border-left: .5rem solid; border-radius: .3rem; background: var(--ground-quiet); }
.banner h1 { font-size: 1.2rem; line-height: 1.35; font-weight: 400; color: var(--text-plain); }
.banner strong { display: block; font-size: 1.6rem; letter-spacing: .04em; color: var(--text-plain); }
.banner.healthy { background: var(--ground-good); border-color: var(--text-good); }
.banner.healthy strong { color: var(--text-good); }
.banner.degraded { background: var(--ground-warn); border-color: var(--text-warn); }
.banner.degraded strong { color: var(--text-warn); }
.banner.unreachable { background: var(--ground-bad); border-color: var(--text-bad); }
.banner.unreachable strong { color: var(--text-bad); }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .15rem 1rem; }
dt { grid-column: 1; color: var(--text-quiet); }
dd { grid-column: 2; }
.run { margin-top: 1rem; }
.quiet, .lead { color: var(--text-quiet); }
.lead { margin-bottom: .7rem; }
.good { color: var(--text-good); }
.warn { color: var(--text-warn); }
.bad { color: var(--text-bad); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; overflow-wrap: normal; }
th, td { padding: .3rem .7rem; text-align: left; vertical-align: top; border: 1px solid var(--rule); }
th { font-weight: 600; }
thead th { background: var(--ground-quiet); vertical-align: bottom; max-width: 20rem; overflow-wrap: anywhere; }
tbody th span { display: inline-block; white-space: nowrap; font-weight: 400; }
tbody th span:first-child { font-weight: 600; }
tbody { border-top: 2px solid var(--rule); }
td.good { background: var(--ground-good); }
td.warn { background: var(--ground-warn); }
td.bad { background: var(--ground-bad); }
.time, .number { white-space: nowrap; font-variant-numeric: tabular-nums; }
.number, thead .number { text-align: right; }
.bars { width: 100%; }
td:not(.number) { min-width: 5.5rem; }
.bars .bad { display: inline-block; white-space: nowrap; }
.bars .bar { width: 100%; min-width: 7rem; }
.bar div { display: flex; align-items: center; height: 1.35rem; }
.bar svg { flex: 1 1 0; width: 0; height: .9rem; }
.bar span { width: 1.7rem; padding-left: .2rem; color: var(--text-bad); }
.dns { fill: var(--phase-dns); }
.connect { fill: var(--phase-connect); }
.tls { fill: var(--phase-tls); }
.firstByte { fill: var(--phase-firstByte); }
.transfer { fill: var(--phase-transfer); }
.legend { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; margin-top: .5rem; list-style: none; font-size: .9rem; }
.legend svg { width: .8rem; height: .8rem; }
.items { padding-left: 1.4rem; }
.items li { margin-top: 1rem; }
.items dl { margin-top: .3rem; }
.kind { margin-top: 1.2rem; }
.probe + .quiet { margin-top: .9rem; }
.probe { margin-top: .9rem; padding-left: .8rem; border-left: 3px solid var(--rule); }
footer { margin-top: 2rem; font-size: .85rem; color: var(--text-quiet); }
@media (max-width: 40rem) {
  body { padding: .6rem; }
  th, td { padding: .3rem .4rem; }
  dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dt, dd { grid-column: 1; }
  dt { margin-top: .4rem; font-size: .85rem; }
  dd + dd { margin-top: .3rem; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  h2, h3, .lead, .kind { break-after: avoid; }
  table { font-size: 8pt; }
  th, td { padding: .2rem .4rem; }
  tr, .probe, .banner { break-inside: avoid; }
  .wide { overflow: visible; }
}
</style>`;

function properties(palette: Readonly<Record<string, string>>): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(' ');
}
