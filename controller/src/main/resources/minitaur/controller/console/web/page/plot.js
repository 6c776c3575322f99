// A small line plot on a canvas, crisp on every screen. Its numbers stand in text too.

const INK = '#14202b';
const AXIS = '#43525f';
const GRID = '#dfe4e9';

export class Plot {
  /**
   * @param parent where it goes
   * @param options title, unit, digits, series [{label, color, width, dots}], marks [{value, text}],
   *     span (shown part of x; undefined for all), log, least (smallest height of the axis), format
   */
  constructor(parent, options) {
    this.options = options;
    this.points = [];
    const figure = document.createElement('figure');
    figure.className = 'plot';
    const caption = document.createElement('figcaption');
    const title = document.createElement('span');
    title.className = 'plot-title';
    title.textContent = options.title;
    this.value = document.createElement('span');
    this.value.className = 'plot-value';
    this.value.textContent = '–';
    caption.append(title, this.value);
    this.canvas = document.createElement('canvas');
    this.canvas.setAttribute('role', 'img');
    this.canvas.setAttribute('aria-label', options.title);
    figure.append(caption, this.canvas);
    if (options.series.length > 1 && options.series.some((s) => s.label)) figure.append(this.#legend());
    parent.append(figure);
    new ResizeObserver(() => this.draw()).observe(this.canvas);
  }

  #legend() {
    const list = document.createElement('ul');
    list.className = 'plot-legend';
    for (const series of this.options.series) {
      if (!series.label) continue;
      const item = document.createElement('li');
      const dash = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      dash.setAttribute('viewBox', '0 0 12 4');
      const bar = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
      bar.setAttribute('width', '12');
      bar.setAttribute('height', '4');
      bar.setAttribute('fill', series.color);
      dash.append(bar);
      item.append(dash, series.label);
      list.append(item);
    }
    return list;
  }

  /** Adds [x, value of each series]; null is a gap. */
  add(point, most = 4000) {
    this.points.push(point);
    const {span} = this.options;
    if (span) {
      let old = 0;
      while (old < this.points.length && this.points[old][0] < point[0] - span) old++;
      if (old > 60) this.points.splice(0, old);
    } else if (this.points.length > most) {
      // Every second one tells the same story.
      this.points = this.points.filter((_, i) => i % 2 === 0 || i === this.points.length - 1);
    }
  }

  setPoints(points) {
    this.points = points.slice();
  }

  /** Says the newest value in words. */
  say(text) {
    if (this.value.textContent === text) return;
    this.value.textContent = text;
    this.canvas.setAttribute('aria-label', `${this.options.title}, now ${text}`);
  }

  draw(now) {
    const {canvas} = this;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (!width || !height) return;
    const ratio = devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const g = canvas.getContext('2d');
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.clearRect(0, 0, width, height);
    g.font = '11px system-ui, sans-serif';
    const area = {left: 38, right: width - 8, top: 8, bottom: height - 18};
    const shown = this.#shown(now);
    const y = this.#verticalAxis(shown.points);
    const toX = (x) => area.left + ((x - shown.from) / (shown.to - shown.from || 1)) * (area.right - area.left);
    const toY = (v) => area.bottom - ((y.map(v) - y.low) / (y.high - y.low)) * (area.bottom - area.top);
    this.#drawAxes(g, area, y, toY, shown, toX);
    g.save();
    g.beginPath();
    g.rect(area.left, area.top - 2, area.right - area.left + 2, area.bottom - area.top + 4);
    g.clip();
    this.options.series.forEach((series, i) => drawSeries(g, shown.points, i + 1, series, toX, toY));
    g.restore();
  }

  #shown(now) {
    const {points, options} = this;
    if (options.span) {
      const to = now ?? (points.length ? points[points.length - 1][0] : 0);
      return {from: to - options.span, to, points: points.filter((p) => p[0] >= to - options.span)};
    }
    const to = points.length ? points[points.length - 1][0] : 1;
    const from = points.length ? Math.min(points[0][0], to) : 0;
    return {from: to > from ? from : to - 1, to, points};
  }

  #verticalAxis(points) {
    const {log, marks = [], least = 1e-6, floor} = this.options;
    const map = log ? (v) => Math.log10(Math.max(v, 1e-9)) : (v) => v;
    let low = Infinity;
    let high = -Infinity;
    for (const point of points) {
      for (let i = 1; i < point.length; i++) {
        const v = point[i];
        if (v === null || v === undefined || (log && v <= 0)) continue;
        low = Math.min(low, map(v));
        high = Math.max(high, map(v));
      }
    }
    if (low > high) [low, high] = log ? [-1, 1] : [0, least];
    for (const mark of marks) {
      if (mark.always) {
        low = Math.min(low, map(mark.value));
        high = Math.max(high, map(mark.value));
      }
    }
    if (floor !== undefined) low = Math.min(low, floor);
    const missing = (log ? 1 : least) - (high - low);
    if (missing > 0) {
      high += floor !== undefined ? missing : missing / 2;
      low -= floor !== undefined ? 0 : missing / 2;
    }
    const pad = 0.06 * (high - low);
    return {low: floor !== undefined && low === floor ? low : low - pad, high: high + pad, map};
  }

  #drawAxes(g, area, y, toY, shown, toX) {
    const {marks = [], log, span, xFormat} = this.options;
    g.lineWidth = 1;
    g.textBaseline = 'middle';
    g.textAlign = 'right';
    for (const tick of ticks(y.low, y.high, log)) {
      const value = log ? 10 ** tick : tick;
      const at = Math.round(toY(value)) + 0.5;
      g.strokeStyle = GRID;
      line(g, area.left, at, area.right, at);
      g.fillStyle = AXIS;
      g.fillText(tickText(value, log), area.left - 5, at);
    }
    for (const mark of marks) {
      const at = Math.round(toY(mark.value)) + 0.5;
      if (at < area.top || at > area.bottom) continue;
      g.strokeStyle = mark.color ?? '#a8071a';
      g.setLineDash([4, 3]);
      line(g, area.left, at, area.right, at);
      g.setLineDash([]);
    }
    g.strokeStyle = AXIS;
    line(g, area.left, area.bottom + 0.5, area.right, area.bottom + 0.5);
    g.fillStyle = AXIS;
    g.textBaseline = 'top';
    g.textAlign = 'left';
    if (!span && !shown.points.length) return;
    const first = span ? `−${span} s` : xFormat(shown.points[0][0]);
    const last = span ? 'now' : xFormat(shown.to);
    // A single point lies at the right edge.
    if (first !== last) g.fillText(first, area.left, area.bottom + 5);
    g.textAlign = 'right';
    g.fillText(last, area.right, area.bottom + 5);
  }
}

function line(g, x0, y0, x1, y1) {
  g.beginPath();
  g.moveTo(x0, y0);
  g.lineTo(x1, y1);
  g.stroke();
}

function drawSeries(g, points, column, series, toX, toY) {
  g.fillStyle = g.strokeStyle = series.color ?? INK;
  g.lineWidth = series.width ?? 1.8;
  g.lineJoin = 'round';
  if (series.dots) {
    for (const point of points) {
      if (point[column] === null || point[column] === undefined) continue;
      g.beginPath();
      g.arc(toX(point[0]), toY(point[column]), series.dots, 0, 2 * Math.PI);
      g.fill();
    }
    return;
  }
  g.beginPath();
  let pen = false;
  for (const point of points) {
    const value = point[column];
    if (value === null || value === undefined) {
      pen = false;
      continue;
    }
    const x = toX(point[0]);
    const y = toY(value);
    if (pen) g.lineTo(x, y);
    else g.moveTo(x, y);
    pen = true;
  }
  g.stroke();
}

function ticks(low, high, log) {
  if (log) {
    const found = [];
    const step = Math.max(1, Math.ceil((high - low) / 4));
    const within = high - low < 2 ? [0, Math.log10(2), Math.log10(5)] : [0];
    for (let p = Math.floor(low); p <= high; p += step) {
      for (const part of within) if (p + part >= low && p + part <= high) found.push(p + part);
    }
    return found;
  }
  // The largest handy step that leaves two ticks or more.
  const most = (high - low) / 2;
  const power = 10 ** Math.floor(Math.log10(most));
  const step = power * [5, 2, 1].find((m) => m * power <= most * (1 + 1e-9));
  const found = [];
  for (let v = Math.ceil(low / step) * step; v <= high + step * 1e-9; v += step) found.push(Math.abs(v) < step / 1e6 ? 0 : v);
  return found;
}

function tickText(value, log) {
  if (log && (value < 0.001 || value >= 10000)) return value.toExponential(0).replace('e+', 'e').replace('-', '−');
  const size = Math.abs(value);
  const text = size >= 10000 ? `${value / 1000}k` : String(Number(value.toPrecision(3)));
  return text.replace('-', '−');
}
