// The rows of a sweep, requested again every three seconds.

import {Plot, STEPS} from './plot.js';
import {count, fixed, put, sentence} from './text.js';

const PERIOD_MS = 3000;
const COLORS = ['--c1', '--c3', '--c5', '--c7', '--c4', '--c8', '--c6', '--c2'];
/** Groups beyond eight differ by dashes. */
const DASHES = [undefined, [7, 4], [2, 3], [10, 3, 2, 3]];

const $ = (id) => document.getElementById(id);
let curves = null;

function cell(kind, text, className = '') {
  return Object.assign(document.createElement(kind), {textContent: text, className});
}

function showRows(rows) {
  $('rows').replaceChildren(...rows.map((row) => {
    const line = document.createElement('tr');
    line.className = row.state;
    line.append(
      cell('th', row.name, 'words'), cell('td', row.state, 'words state-name'),
      cell('td', row.total === null ? count(row.steps) : `${count(row.steps)} of ${count(row.total)}`),
      cell('td', fixed(row.return, 1)), cell('td', fixed(row.velocity, 3)), cell('td', sentence(row.reason), 'words'));
    line.firstElementChild.scope = 'row';
    return line;
  }));
}

/** The row with the highest return; null before the first evaluation. */
function bestOf(rows) {
  return rows.filter((row) => row.return !== null)
    .reduce((one, other) => (one === null || other.return > one.return ? other : one), null);
}

function showSummary(report) {
  const counts = new Map();
  for (const row of report.rows) counts.set(row.state, (counts.get(row.state) ?? 0) + 1);
  put($('name'), `Sweep ${report.name}`);
  document.title = `${report.name}: ${counts.get('done') ?? 0} of ${report.rows.length} done`;
  put($('summary'), `${report.rows.length} rows in ${report.directory}: ${[...counts].map(([state, number]) => `${number} ${state}`).join(', ')}`);
  const best = bestOf(report.rows);
  put($('best'), best === null ? 'No evaluation yet.'
    : `Best so far: return ${fixed(best.return, 1)}${best.velocity === null ? '' : `, ${fixed(best.velocity, 3)} m/s`}, ${best.name}`);
}

/** Mean over the seeds at the evaluations that all of them have passed. */
function mean(group) {
  const length = Math.min(...group.map((curve) => curve.length));
  return Array.from({length}, (_, i) => [0, 1].map((axis) => group.reduce((sum, curve) => sum + curve[i][axis], 0) / group.length));
}

/** A line for the mean of each group, and a thin one for each of its seeds. */
class Curves {
  /** @param report of a sweep, whose rows do not change */
  constructor(report) {
    this.groups = [...new Set(report.rows.map((row) => row.group))];
    const series = this.groups.flatMap((group, i) => {
      const seeds = report.rows.filter((row) => row.group === group).length;
      const look = {color: COLORS[i % COLORS.length], dash: DASHES[Math.floor(i / COLORS.length) % DASHES.length]};
      const thin = seeds > 1 ? Array.from({length: seeds}, () => ({...look, width: 1, alpha: 0.45})) : [];
      return [...thin, {...look, width: 2.4, label: `${group} (${seeds} ${seeds === 1 ? 'seed' : 'seeds'})`}];
    });
    this.plot = new Plot($('curve'), {
      title: 'Mean evaluation return', help: 'Each thin line is a seed; the mean covers the evaluations that all seeds of a row group have passed.',
      x: STEPS, y: {label: 'return'}, least: 1, log: false, series,
    });
  }

  show(report) {
    const lines = this.groups.flatMap((group) => {
      const all = report.rows.filter((row) => row.group === group).map((row) => row.curve);
      const started = all.filter((curve) => curve.length > 0);
      return [...(all.length > 1 ? all : []), started.length ? mean(started) : []];
    });
    const state = JSON.stringify([lines, report.rungs]);
    if (state === this.shown) return;
    this.shown = state;
    this.plot.clear();
    const values = lines.map((line) => new Map(line));
    const steps = [...new Set(lines.flat().map(([step]) => step))].sort((a, b) => a - b);
    for (const step of steps) this.plot.add([step, ...values.map((line) => line.get(step))]);
    this.plot.drawVerticals(report.rungs);
    const best = bestOf(report.rows);
    this.plot.setValue(best === null ? 'no evaluation yet' : `best ${fixed(best.return, 1)}`);
  }
}

async function refresh() {
  try {
    const answer = await fetch('report.json', {cache: 'no-store'});
    if (!answer.ok) throw new Error(await answer.text());
    const report = await answer.json();
    showSummary(report);
    showRows(report.rows);
    curves ??= new Curves(report);
    curves.show(report);
  } catch (e) {
    put($('summary'), `Not up to date: ${e.message}`);
  }
  setTimeout(refresh, PERIOD_MS);
}

$('theme').addEventListener('click', () => switchTheme());
document.addEventListener('themechange', () => curves?.plot.repaint());
setInterval(() => {
  if (!document.hidden) curves?.plot.draw();
}, 200);
refresh();
