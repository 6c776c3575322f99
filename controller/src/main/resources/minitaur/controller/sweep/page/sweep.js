// The rows of a sweep, requested again every three seconds.
'use strict';

const PERIOD_MS = 3000;
const MAX_LEGEND = 24;
// Okabe and Ito 2008: distinguishable with impaired color vision; groups beyond eight differ by dashes.
const COLORS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8a6d00', '#7f7f7f'];
const DASHES = ['', '7 4', '2 3', '10 3 2 3'];
const WIDTH = 900, HEIGHT = 360, LEFT = 64, RIGHT = 34, TOP = 10, BOTTOM = 44;
const NAMESPACE = 'http://www.w3.org/2000/svg';

const byId = id => document.getElementById(id);
const count = value => value.toLocaleString('en-US');

function element(name, attributes, text) {
  const created = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, value);
  if (text !== undefined) created.textContent = text;
  return created;
}

function cell(text, className) {
  const created = document.createElement('td');
  created.textContent = text;
  if (className) created.className = className;
  return created;
}

function showRows(rows) {
  byId('rows').replaceChildren(...rows.map(row => {
    const line = document.createElement('tr');
    const steps = row.total === null ? count(row.steps) : `${count(row.steps)} of ${count(row.total)}`;
    line.append(
      cell(row.name, 'name'),
      cell(row.state, `state ${row.state}`),
      cell(steps, 'number'),
      cell(row.return === null ? '–' : row.return.toFixed(1), 'number'),
      cell(row.velocity === null ? '–' : row.velocity.toFixed(3), 'number'),
      cell(row.reason));
    return line;
  }));
}

function showSummary(report) {
  const counts = new Map();
  for (const row of report.rows) counts.set(row.state, (counts.get(row.state) || 0) + 1);
  const states = [...counts].map(([state, number]) => `${number} ${state}`).join(', ');
  byId('name').textContent = `Sweep ${report.name}`;
  document.title = `${report.name}: ${counts.get('done') || 0} of ${report.rows.length} done`;
  byId('summary').textContent = `${report.rows.length} rows in ${report.directory}: ${states}`;
  const evaluated = report.rows.filter(row => row.return !== null);
  const best = evaluated.reduce((one, other) => (one === null || other.return > one.return ? other : one), null);
  byId('best').textContent = best === null
    ? 'No evaluation yet.'
    : `Best so far: return ${best.return.toFixed(1)}, ${best.velocity === null ? '' : best.velocity.toFixed(3) + ' m/s, '}${best.name}`;
}

/** Round numbers from low to high, about six of them. */
function ticks(low, high) {
  const raw = (high - low) / 6;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].find(factor => factor * power >= raw) * power;
  const all = [];
  for (let tick = Math.ceil(low / step); tick * step <= high; tick++) all.push(tick * step);
  return all;
}

/** Mean over the seeds at the evaluations that all of them have passed. */
function mean(curves) {
  const length = Math.min(...curves.map(curve => curve.length));
  const points = [];
  for (let i = 0; i < length; i++) {
    points.push([0, 1].map(axis => curves.reduce((sum, curve) => sum + curve[i][axis], 0) / curves.length));
  }
  return points;
}

function showCurves(report) {
  const svg = byId('curve');
  const groups = new Map();
  for (const row of report.rows) {
    if (!groups.has(row.group)) groups.set(row.group, []);
    if (row.curve.length > 0) groups.get(row.group).push(row.curve);
  }
  const points = report.rows.flatMap(row => row.curve);
  if (points.length === 0) {
    svg.replaceChildren(element('text', {x: LEFT, y: 40}, 'The curves begin with the first evaluation.'));
    byId('legend').replaceChildren();
    return;
  }
  const last = points.reduce((most, point) => Math.max(most, point[0]), 1);
  let low = points.reduce((least, point) => Math.min(least, point[1]), Infinity);
  let high = points.reduce((most, point) => Math.max(most, point[1]), -Infinity);
  if (high - low < 1e-9) { low -= 1; high += 1; }
  const x = steps => LEFT + (WIDTH - LEFT - RIGHT) * steps / last;
  const y = value => HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - low) / (high - low);
  const drawn = [];
  for (const tick of ticks(low, high)) {
    drawn.push(
      element('line', {class: 'grid', x1: LEFT, x2: WIDTH - RIGHT, y1: y(tick), y2: y(tick)}),
      element('text', {x: LEFT - 8, y: y(tick) + 4, 'text-anchor': 'end'}, count(tick)));
  }
  for (const tick of ticks(0, last)) {
    drawn.push(element('text', {x: x(tick), y: HEIGHT - BOTTOM + 18, 'text-anchor': 'middle'}, count(tick)));
  }
  drawn.push(element('text', {x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 6, 'text-anchor': 'middle'}, 'environment steps'));
  for (const rung of report.rungs.filter(each => each <= last)) {
    drawn.push(element('line', {class: 'rung', x1: x(rung), x2: x(rung), y1: TOP, y2: HEIGHT - BOTTOM}));
  }
  const line = (curve, look, className) => element('polyline', {
    class: className, ...look, points: curve.map(point => `${x(point[0]).toFixed(1)},${y(point[1]).toFixed(1)}`).join(' ')});
  const legend = [];
  let index = 0;
  for (const [group, curves] of groups) {
    const look = {
      stroke: COLORS[index % COLORS.length],
      'stroke-dasharray': DASHES[Math.floor(index / COLORS.length) % DASHES.length]};
    index++;
    for (const curve of curves) drawn.push(line(curve, look, curves.length > 1 ? 'seed' : 'mean'));
    if (curves.length > 1) drawn.push(line(mean(curves), look, 'mean'));
    if (legend.length < MAX_LEGEND) {
      const sample = element('svg', {viewBox: '0 0 34 10', 'aria-hidden': 'true'});
      sample.append(element('line', {...look, x1: 0, x2: 34, y1: 5, y2: 5, 'stroke-width': 3}));
      const entry = document.createElement('li');
      entry.append(sample, `${group} (${curves.length})`);
      legend.push(entry);
    }
  }
  svg.replaceChildren(...drawn);
  byId('legend').replaceChildren(...legend);
}

async function refresh() {
  try {
    const answer = await fetch('report.json', {cache: 'no-store'});
    if (!answer.ok) throw new Error(await answer.text());
    const report = await answer.json();
    showSummary(report);
    showCurves(report);
    showRows(report.rows);
  } catch (e) {
    byId('summary').textContent = `Not up to date: ${e.message}`;
  }
  setTimeout(refresh, PERIOD_MS);
}

refresh();
