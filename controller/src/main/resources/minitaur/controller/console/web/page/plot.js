// A plot with units, hover values and zoom, drawn by uPlot. Gaps are null.

import {count} from './text.js';

const MAX_POINTS = 4000;
const FONT = '11px system-ui, "DejaVu Sans", sans-serif';

/** The axis of environment steps. */
export const STEPS = {
  label: 'environment steps', short: 'step',
  format: (x) => (x >= 1e4 ? `${Number((x / 1000).toPrecision(4))}k` : Number.isInteger(x) ? count(x) : ''),
};

/** The current value of a color of the style sheet. */
export function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export class Plot {
  /**
   * @param parent where it goes
   * @param options title, help, x {label, format}, y {label, format}, series [{label, color, width, alpha, dash,
   *     dots, line}]; one of several without a label is not in the legend and has no hover values,
   *     marks [{value, label, always}], span (shown part of x; undefined for all), log (true, or undefined
   *     to decide by the data), least (smallest height of the axis), floor
   */
  constructor(parent, options) {
    this.options = options;
    this.data = [[], ...options.series.map(() => [])];
    this.breaks = [];
    this.dirty = true;
    this.figure = document.createElement('figure');
    this.figure.className = 'plot';
    this.figure.append(this.#caption(), this.#stage());
    if (options.series.length > 1) this.figure.append(legend(options.series));
    parent.append(this.figure);
    this.view = new PlotView(this, this.stage);
  }

  #caption() {
    const caption = document.createElement('figcaption');
    const title = document.createElement('span');
    title.className = 'plot-title';
    title.textContent = this.options.title;
    if (this.options.help) {
      title.dataset.tip = this.options.help;
      title.tabIndex = 0;
      title.setAttribute('role', 'note');
      title.setAttribute('aria-label', `${this.options.title}: ${this.options.help}`);
    }
    this.value = document.createElement('span');
    this.value.className = 'plot-value';
    this.value.textContent = '–';
    const enlarge = document.createElement('button');
    enlarge.type = 'button';
    enlarge.className = 'icon';
    enlarge.textContent = '⤢';
    enlarge.setAttribute('aria-label', `Enlarge the plot: ${this.options.title}`);
    enlarge.addEventListener('click', () => PlotDialog.open(this, enlarge));
    caption.append(title, this.value, enlarge);
    return caption;
  }

  #stage() {
    this.stage = document.createElement('div');
    this.stage.className = 'plot-stage';
    this.stage.setAttribute('role', 'img');
    this.stage.setAttribute('aria-label', this.#description());
    return this.stage;
  }

  #description() {
    const {title, x, y} = this.options;
    return `Plot of ${title} (${y.label}) over ${x.label}`;
  }

  /** Adds [x, value of each series] in the order of x; null is a gap, undefined no point. */
  add(point) {
    const [xs] = this.data;
    let at = xs.length;
    while (at > 0 && xs[at - 1] > point[0]) at--;
    if (at === xs.length) this.data.forEach((column, i) => column.push(point[i]));
    else this.data.forEach((column, i) => column.splice(at, 0, point[i]));
    this.#limit();
    this.dirty = true;
  }

  /** Interrupts the lines, with a vertical line. */
  breakAt(x) {
    this.breaks.push(x);
    this.add([x, ...this.options.series.map(() => null)]);
  }

  /** Draws vertical lines at these x, and at no others. */
  drawVerticals(xs) {
    this.breaks = [...xs];
    this.dirty = true;
  }

  #limit() {
    const [xs] = this.data;
    const {span} = this.options;
    if (span) {
      const start = xs[xs.length - 1] - span;
      let old = 0;
      while (old < xs.length && xs[old] < start) old++;
      if (old > 200) {
        for (const column of this.data) column.splice(0, old);
        this.breaks = this.breaks.filter((x) => x >= start);
      }
    } else if (xs.length > MAX_POINTS) {
      // The newest point stays.
      const kept = (_, i) => i % 2 === 0 || i === xs.length - 1;
      this.data = this.data.map((column) => column.filter(kept));
    }
  }

  clear() {
    this.data = this.data.map(() => []);
    this.breaks = [];
    this.dirty = true;
  }

  /** Shows the newest value beside the title. */
  setValue(text) {
    if (this.value.textContent !== text) this.value.textContent = text;
    this.stage.setAttribute('aria-label', `${this.#description()}. Newest: ${text}`);
  }

  draw() {
    if (!this.dirty) return;
    if (this.view.draw()) this.dirty = false;
    if (PlotDialog.plot === this) PlotDialog.view.draw();
  }

  repaint() {
    this.view.repaint();
  }
}

/** A drawing of a plot, inline or enlarged. */
class PlotView {
  constructor(plot, stage) {
    this.plot = plot;
    this.stage = stage;
    this.zoomed = false;
    this.observer = new ResizeObserver(() => this.#resize());
    this.observer.observe(stage);
    // Hidden plots are not drawn.
    this.sight = new IntersectionObserver(([entry]) => { this.seen = entry.isIntersecting; });
    this.sight.observe(stage);
  }

  /** Returns whether it could be drawn, which needs a place. */
  draw() {
    const width = this.stage.clientWidth;
    const height = this.stage.clientHeight;
    if (!width || !height || this.seen === false) return false;
    const log = this.#isLog();
    if (this.u && log !== this.log) this.#destroy();
    this.log = log;
    if (!this.u) this.u = new uPlot(this.#uplotOptions(width, height), this.plot.data, this.stage);
    this.u.setData(this.plot.data, false);
    const {min, max} = this.zoomed ? this.u.scales.x : this.#xRange();
    this.u.setScale('x', {min, max});
    return true;
  }

  resetZoom() {
    this.zoomed = false;
    this.draw();
  }

  repaint() {
    this.u?.redraw();
  }

  #resize() {
    const width = this.stage.clientWidth;
    const height = this.stage.clientHeight;
    if (!width || !height) return;
    if (this.u) this.u.setSize({width, height});
    else this.draw();
  }

  #destroy() {
    this.u?.destroy();
    this.u = null;
    this.tip = null;
  }

  close() {
    this.observer.disconnect();
    this.sight.disconnect();
    this.#destroy();
  }

  #isLog() {
    const {log} = this.plot.options;
    if (log !== undefined) return log;
    let low = Infinity;
    let high = -Infinity;
    for (const column of this.plot.data.slice(1)) {
      for (const v of column) {
        if (v === null || v === undefined) continue;
        low = Math.min(low, v);
        high = Math.max(high, v);
      }
    }
    return low > 0 && high / low > 30;
  }

  #xRange() {
    const [xs] = this.plot.data;
    const {span} = this.plot.options;
    const max = xs.length ? xs[xs.length - 1] : span ?? 1;
    if (span) return {min: max - span, max};
    // From 0, except in a resumed run.
    const first = xs.length ? xs[0] : 0;
    const min = first < max && first > max / 2 ? first : 0;
    return {min, max: max > min ? max : min + (xs.length ? 1 : 10)};
  }

  #yRange(low, high) {
    const {least = 1e-6, floor, marks = []} = this.plot.options;
    if (this.log) return low > 0 ? [low / 1.3, high * 1.3] : [0.1, 10];
    const isEmpty = low === null || !Number.isFinite(low);
    let [min, max] = isEmpty ? [0, Math.max(least, 1)] : [low, high];
    for (const mark of marks) {
      if (!mark.always) continue;
      min = Math.min(min, mark.value);
      max = Math.max(max, mark.value);
    }
    if (floor !== undefined) min = Math.min(min, floor);
    const missing = Math.max(0, least - (max - min));
    max += floor !== undefined ? missing : missing / 2;
    min -= floor !== undefined ? 0 : missing / 2;
    const pad = 0.06 * (max - min);
    return [floor !== undefined && min === floor ? min : min - pad, max + pad];
  }

  #uplotOptions(width, height) {
    const {options} = this.plot;
    const axis = (label, format, size) => ({
      label, labelFont: FONT, labelSize: 16, labelGap: 0, font: FONT, size, gap: 3,
      stroke: () => color('--soft'),
      grid: {stroke: () => color('--line'), width: 1},
      ticks: {stroke: () => color('--line'), width: 1, size: 4},
      values: format ? (_, splits) => splits.map((v) => (v === null ? "" : format(v))) : (_, splits) => splits.map(tickText),
    });
    return {
      width, height,
      padding: [6, 20, 0, 0],
      legend: {show: false},
      focus: {alpha: 1},
      scales: {
        x: {time: false, auto: false},
        y: {distr: this.log ? 3 : 1, range: (_, low, high) => this.#yRange(low, high)},
      },
      axes: [{...axis(options.x.label, options.x.format, 20), space: 64}, {...axis(options.y.label, options.y.format, 42), space: 30}],
      series: [{}, ...options.series.map((series) => ({
        label: series.label,
        stroke: () => color(series.color),
        fill: undefined,
        width: series.dots && !series.line ? 0 : series.width ?? 1.6,
        alpha: series.alpha ?? 1,
        dash: series.dash,
        points: {show: Boolean(series.dots), size: series.dots ?? 4, fill: () => color(series.color), width: 0},
        paths: series.dots && !series.line ? () => null : undefined,
      }))],
      cursor: {
        drag: {x: true, y: false, setScale: true},
        points: {size: 7},
        bind: {
          dblclick: () => () => {
            this.resetZoom();
            return null;
          },
        },
      },
      hooks: {
        setSelect: [(u) => { if (u.select.width > 0) this.zoomed = true; }],
        setCursor: [(u) => this.#hover(u)],
        draw: [(u) => this.#decorate(u)],
      },
    };
  }

  #decorate(u) {
    const {ctx, bbox} = u;
    const {marks = []} = this.plot.options;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([2 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.strokeStyle = color('--soft');
    for (const x of this.plot.breaks) {
      const at = Math.round(u.valToPos(x, 'x', true));
      line(ctx, at, bbox.top, at, bbox.top + bbox.height);
    }
    ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.font = `${11 * devicePixelRatio}px system-ui, "DejaVu Sans", sans-serif`;
    for (const mark of marks) {
      const at = Math.round(u.valToPos(mark.value, 'y', true));
      ctx.strokeStyle = ctx.fillStyle = color(mark.color ?? '--red');
      line(ctx, bbox.left, at, bbox.left + bbox.width, at);
      ctx.fillText(mark.label, bbox.left + 4 * devicePixelRatio, at - 4 * devicePixelRatio);
    }
    ctx.restore();
  }

  #hover(u) {
    const {idx, left, top} = u.cursor;
    if (!this.tip) {
      this.tip = document.createElement('div');
      this.tip.className = 'plot-tip';
      u.over.append(this.tip);
    }
    const {options, data} = this.plot;
    this.tip.hidden = idx === null || idx === undefined || left < 0 || data[0][idx] === undefined;
    if (this.tip.hidden) return;
    const format = options.x.format ?? tickText;
    const rows = [`${options.x.short ?? options.x.label} ${format(data[0][idx])}`];
    options.series.forEach((series, i) => {
      const value = data[i + 1][idx];
      if (!series.label && options.series.length > 1) return;
      if (value !== null && value !== undefined) rows.push(`${series.label ?? options.title}: ${tickText(value)} ${options.y.unit ?? ''}`);
    });
    this.tip.replaceChildren(...rows.map((text) => Object.assign(document.createElement('div'), {textContent: text})));
    const right = left > u.over.clientWidth / 2;
    this.tip.style.left = right ? '' : `${left + 10}px`;
    this.tip.style.right = right ? `${u.over.clientWidth - left + 10}px` : '';
    this.tip.style.top = `${Math.min(top, Math.max(0, u.over.clientHeight - 20 - 15 * rows.length))}px`;
  }
}

/** The enlarged plot. Not modal, so that the stop button stays usable. */
const PlotDialog = {
  plot: null,
  view: null,
  opener: null,

  open(plot, opener) {
    this.dialog ??= this.create();
    this.close();
    const {title, help = '', series} = plot.options;
    document.getElementById('plot-dialog-title').textContent = title;
    document.getElementById('plot-dialog-help').textContent = help;
    document.getElementById('plot-dialog-legend').replaceChildren(...(series.length > 1 ? [legend(series)] : []));
    this.dialog.show();
    this.plot = plot;
    this.opener = opener;
    this.view = new PlotView(plot, document.getElementById('plot-dialog-stage'));
    this.view.draw();
    document.getElementById('plot-dialog-close').focus();
  },

  close() {
    if (!this.dialog.open) return;
    this.dialog.close();
    this.view.close();
    this.plot = null;
    this.opener?.focus();
  },

  create() {
    const dialog = document.createElement('dialog');
    dialog.id = 'plot-dialog';
    dialog.className = 'enlarged';
    dialog.setAttribute('aria-labelledby', 'plot-dialog-title');
    dialog.innerHTML = `
      <div class="card-head">
        <h2 id="plot-dialog-title"></h2>
        <div class="buttons">
          <button type="button" id="plot-dialog-reset">Reset zoom</button>
          <button type="button" id="plot-dialog-close">Close</button>
        </div>
      </div>
      <p id="plot-dialog-help"></p>
      <div id="plot-dialog-stage"></div>
      <div id="plot-dialog-legend"></div>
      <p class="note">Drag across the plot to zoom; double-click to reset.</p>`;
    document.body.append(dialog);
    document.getElementById('plot-dialog-close').addEventListener('click', () => this.close());
    document.getElementById('plot-dialog-reset').addEventListener('click', () => this.view.resetZoom());
    dialog.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.close();
    });
    document.addEventListener('themechange', () => this.plot && this.view.repaint());
    return dialog;
  },
};

function legend(seriesList) {
  const list = document.createElement('ul');
  list.className = 'plot-legend';
  for (const series of seriesList) {
    if (!series.label) continue;
    const item = document.createElement('li');
    const swatch = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    swatch.setAttribute('viewBox', '0 0 22 6');
    swatch.setAttribute('aria-hidden', 'true');
    const stroke = document.createElementNS('http://www.w3.org/2000/svg', series.dots && !series.line ? 'circle' : 'path');
    if (series.dots && !series.line) {
      for (const [name, value] of Object.entries({cx: 11, cy: 3, r: 2.5})) stroke.setAttribute(name, value);
      stroke.style.fill = `var(${series.color})`;
    } else {
      stroke.setAttribute('d', 'M0 3h22');
      stroke.setAttribute('stroke-width', '2.4');
      if (series.dash) stroke.setAttribute('stroke-dasharray', series.dash.join(' '));
      stroke.style.stroke = `var(${series.color})`;
    }
    swatch.append(stroke);
    item.append(swatch, series.label);
    list.append(item);
  }
  return list;
}

function line(g, x0, y0, x1, y1) {
  g.beginPath();
  g.moveTo(x0, y0);
  g.lineTo(x1, y1);
  g.stroke();
}

export function tickText(value) {
  if (value === null) return '';
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 1e6)) return value.toExponential(1).replace('e+', 'e').replace('.0e', 'e').replaceAll('-', '−');
  const text = size >= 10000 ? `${Number((value / 1000).toPrecision(4))}k` : String(Number(value.toPrecision(4)));
  return text.replace('-', '−');
}
