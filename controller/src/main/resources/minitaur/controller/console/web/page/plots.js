// The plots of the page and their data.

import {Plot, STEPS} from './plot.js';
import {count, degrees, fixed, motorLabel, sentence, short} from './text.js';

const SPAN = 20;
const TERM_COLORS = ['--c5', '--c3', '--c1', '--c7', '--c4', '--c8', '--c6', '--c2'];

/** A color and a dash pattern for each motor: a hue for each leg, the front or rear motor dashed. */
const MOTOR_STYLES = [1, 2, 3, 4, 5, 6, 7, 8].map((i) => ({color: `--c${i}`, dash: i % 2 ? undefined : [5, 3], width: 1.5}));

/** Robot time as minutes and seconds. */
function robotTime(seconds) {
  const whole = Math.floor(Math.max(0, seconds));
  const text = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
  return seconds - whole > 0.05 ? `${text}.${Math.floor((seconds - whole) * 10)}` : text;
}

export class LivePlots {
  constructor(parent, robot) {
    const tilt = (robot.tiltLimit * 180) / Math.PI;
    const hot = robot.temperatureLimit;
    const motors = robot.motors.map((name, i) => ({label: motorLabel(name), ...MOTOR_STYLES[i]}));
    const x = {label: 'robot time (min:s)', short: 'time', format: robotTime};
    const plot = (options) => new Plot(parent, {span: SPAN, x, ...options});
    this.velocity = plot({
      title: 'Forward velocity', help: 'Velocity along the lane, measured by motion capture. The dashed line is the velocity from which a gait counts as walking.',
      y: {label: 'm/s', unit: 'm/s'}, least: 0.6, series: [{color: '--c1'}], marks: [{value: robot.walking, label: 'walks', color: '--green'}]});
    this.tilt = plot({
      title: 'Tilt', help: 'Pitch (above zero: nose down) and roll of the trunk. Beyond the dashed lines the robot counts as fallen.',
      y: {label: '°', unit: '°'}, least: 20, series: [{label: 'pitch', color: '--c1'}, {label: 'roll', color: '--c3', dash: [5, 3]}],
      marks: [{value: tilt, label: 'fallen'}, {value: -tilt, label: 'fallen'}]});
    this.terms = plot({
      title: 'Reward', help: 'Each term of the reward of a step.',
      y: {label: 'reward per step'}, least: 0.5,
      series: robot.rewardTerms.map((name, i) => ({label: name.replaceAll('_', ' '), color: TERM_COLORS[i % TERM_COLORS.length], dash: i % 2 ? [5, 3] : undefined}))});
    this.power = plot({
      title: 'Electrical power', help: 'Mean electrical power of all motors over a step.',
      y: {label: 'W', unit: 'W'}, least: 100, floor: 0, series: [{color: '--c3'}]});
    this.temperatures = plot({
      title: 'Motor temperature', help: `Winding temperature of each motor.${hot === null ? '' : ' Beyond the dashed line the supervisor ends the episode.'}`,
      y: {label: '°C', unit: '°C'}, least: 10, series: motors, marks: hot === null ? [] : [{value: hot, label: 'limit'}]});
    this.torques = plot({
      title: 'Motor torque', help: 'Torque of each motor, estimated from its current. Above zero it extends the leg.',
      y: {label: 'Nm', unit: 'Nm'}, least: 1, series: motors});
    this.latency = plot({
      title: 'Loop latency', help: 'How long after its scheduled time a control step begins.',
      y: {label: 'ms', unit: 'ms'}, least: 1, floor: 0, series: [{label: 'control loop', color: '--c1'}, {label: 'position loop, p99', color: '--c3', dash: [5, 3]}]});
    this.battery = plot({
      title: 'Battery voltage', help: 'Voltage at the motor drivers.', y: {label: 'V', unit: 'V'}, least: 1, series: [{color: '--c1'}]});
    this.all = [this.velocity, this.tilt, this.terms, this.power, this.temperatures, this.torques, this.latency, this.battery];
    this.last = -Infinity;
  }

  add(live) {
    if (live.time < this.last - 1) {
      for (const plot of this.all) plot.clear();
    } else if (live.time <= this.last) {
      return;
    } else if (live.running && live.episode !== this.episode && this.episode !== undefined) {
      for (const plot of this.all) plot.breakAt(live.time);
    }
    this.last = live.time;
    if (live.running) this.episode = live.episode;
    const {time} = live;
    const inEpisode = (value) => (live.running ? value : null);
    const angle = (radians) => (radians === null ? null : (radians * 180) / Math.PI);
    this.velocity.add([time, inEpisode(live.velocity)]);
    this.tilt.add([time, angle(live.pitch), angle(live.roll)]);
    this.terms.add([time, ...this.terms.options.series.map((_, i) => inEpisode(live.terms?.[i] ?? null))]);
    this.power.add([time, inEpisode(live.power)]);
    this.temperatures.add([time, ...live.temperatures]);
    this.torques.add([time, ...live.torques]);
    this.latency.add([time, inEpisode(live.latency), this.positionLoop ?? null]);
    this.battery.add([time, live.battery]);
    this.newest = live;
  }

  timing(timing) {
    this.positionLoop = timing.position ?? null;
    this.controlLoop = timing.control ?? null;
  }

  draw() {
    for (const plot of this.all) plot.draw();
    const live = this.newest;
    if (!live) return;
    const known = (values) => values.filter((value) => value !== null);
    const hottest = Math.max(...known(live.temperatures));
    const strongest = Math.max(...known(live.torques).map(Math.abs));
    this.velocity.setValue(live.velocity === null ? '–' : `${fixed(live.velocity, 2)} m/s`);
    this.tilt.setValue(`${degrees(live.pitch, 1)}°, ${degrees(live.roll, 1)}°`);
    this.terms.setValue(live.terms ? `sum ${fixed(live.terms.reduce((a, b) => a + b, 0), 2)}` : '–');
    this.power.setValue(live.power === null ? 'not measured' : `${fixed(live.power, 0)} W`);
    this.temperatures.setValue(Number.isFinite(hottest) ? `hottest ${fixed(hottest, 0)} °C` : 'not measured');
    this.torques.setValue(Number.isFinite(strongest) ? `max ${fixed(strongest, 1)} Nm` : 'not measured');
    this.latency.setValue(this.controlLoop === undefined || this.controlLoop === null ? '–' : `p99 ${fixed(this.controlLoop, 2)} ms`);
    this.battery.setValue(live.battery === null ? 'not measured' : `${fixed(live.battery, 1)} V`);
  }

  repaint() {
    for (const plot of this.all) plot.repaint();
  }
}

/** Metrics whose names differ only in a number share a plot. */
const family = (metric) => `${metric.name.replace(/\d+/g, '')} ${metric.unit}`;

export class LearningPlots {
  constructor(parent, robot) {
    this.parent = parent;
    this.steps = STEPS;
    this.gait = robot.gait;
    const plot = (options) => new Plot(parent, {x: this.steps, ...options});
    this.returns = plot({
      title: 'Return per episode', help: 'Sum of the rewards of each training episode, and the mean of ten episodes.',
      x: {label: 'episode', format: (x) => (Number.isInteger(x) ? count(x) : '')}, y: {label: 'return'}, least: 20,
      series: [{label: 'episode', color: '--c2', dots: 4}, {label: 'mean of 10', color: '--c1', width: 2.2}]});
    this.evaluation = plot({
      title: 'Evaluated velocity', help: 'Mean forward velocity of the policy without exploration noise. The dashed line is the velocity from which a gait counts as walking.',
      y: {label: 'm/s', unit: 'm/s'}, least: 0.5, series: [{color: '--c5', dots: 5, line: true}], marks: [{value: robot.walking, label: 'walks', color: '--green'}]});
    this.power = plot({
      title: 'Evaluated power', help: 'Mean electrical power of all motors in the evaluation.', y: {label: 'W', unit: 'W'}, least: 100, floor: 0,
      series: [{color: '--c3', dots: 5, line: true}]});
    this.updates = plot({
      title: 'Updates per step', help: 'Gradient steps for each environment step, since the point before.',
      y: {label: 'updates / step'}, least: 1, floor: 0, series: [{color: '--c5'}]});
    this.pending = plot({
      title: 'Pending updates', help: 'Gradient steps that the configuration requires and the learner has not taken yet. It grows when the learner is too slow for the robot.',
      y: {label: 'updates'}, least: 10, floor: 0, series: [{color: '--c3'}]});
    this.fixedPlots = [this.returns, this.evaluation, this.power, this.updates, this.pending];
    this.metrics = [];
    this.recent = [];
  }

  /** All plots. */
  get all() {
    return [...this.fixedPlots, ...new Set(this.metrics.map((each) => each.plot))];
  }

  /** Takes over the whole history of the learner: its schedule and its metrics as it declares them. */
  setHistory(schedule, metrics, returns) {
    for (const plot of [this.returns, this.updates, this.pending]) plot.clear();
    this.recent = [];
    for (const [index, value] of returns) this.addReturn(index, value);
    schedule.forEach((point) => this.#addSchedule(point));
    if (this.metrics.map((each) => each.name).join() !== metrics.map((each) => each.name).join()) this.#declare(metrics);
    for (const {plot} of this.metrics) plot.clear();
    const groups = groupBy(this.metrics, (each) => each.plot);
    for (const [plot, members] of groups) {
      const columns = members.map((member) => metrics.find((each) => each.name === member.name).points);
      columns[0].forEach(([steps], row) => plot.add([steps, ...columns.map((points) => points[row]?.[1] ?? null)]));
      this.#setValue(plot, members, columns.map((points) => points.at(-1)?.[1]));
    }
  }

  #declare(metrics) {
    for (const {plot} of this.metrics) plot.figure.remove();
    this.metrics = [];
    for (const members of groupBy(metrics, family).values()) {
      const title = sentence(members[0].name.replace(/\d+/g, '').replaceAll('_', ' '));
      const plot = new Plot(this.parent, {
        title, x: this.steps,
        help: members.map((each) => each.description).filter(Boolean).map((text) => `${text}.`).join(' '),
        y: {label: members[0].unit || title.toLowerCase(), unit: members[0].unit},
        series: members.map((each, i) => ({label: members.length > 1 ? each.name.replaceAll('_', ' ') : undefined, color: ['--c1', '--c3', '--c5', '--c7'][i % 4], dash: i % 2 ? [5, 3] : undefined})),
      });
      for (const each of members) this.metrics.push({name: each.name, unit: each.unit, plot});
    }
    // In the order of declaration, as the newest values come.
    this.metrics.sort((a, b) => metrics.findIndex((each) => each.name === a.name) - metrics.findIndex((each) => each.name === b.name));
  }

  #setValue(plot, members, values) {
    const unit = members[0].unit ? ` ${members[0].unit}` : '';
    plot.setValue(values.every((v) => v === null || v === undefined) ? '–' : `${values.map(short).join(', ')}${unit}`);
  }

  addPoint(point, values) {
    this.#addSchedule(point);
    const byName = new Map(this.metrics.map((each, i) => [each, values[i] ?? null]));
    for (const [plot, members] of groupBy(this.metrics, (each) => each.plot)) {
      const row = members.map((each) => byName.get(each));
      if (plot.data[0].at(-1) < point[0] || !plot.data[0].length) plot.add([point[0], ...row]);
      this.#setValue(plot, members, row);
    }
  }

  #addSchedule([steps, updatesPerStep, pending]) {
    this.updates.add([steps, updatesPerStep]);
    this.pending.add([steps, Math.max(0, pending)]);
    this.updates.setValue(fixed(updatesPerStep, 2));
    this.pending.setValue(pending > 0 ? count(pending) : 'none');
  }

  addReturn(index, value) {
    this.recent.push(value ?? 0);
    if (this.recent.length > 10) this.recent.shift();
    this.returns.add([index, value, this.recent.reduce((a, b) => a + b, 0) / this.recent.length]);
    this.returns.setValue(fixed(value, 0));
  }

  /** Adds an evaluation to the plots; returns its power. */
  addPastEvaluation(evaluation) {
    const power = evaluation.gait[this.gait.findIndex((each) => each.name === 'power_mean')] ?? null;
    this.evaluation.add([evaluation.steps, evaluation.velocity]);
    this.power.add([evaluation.steps, power]);
    return power;
  }

  addEvaluation(evaluation) {
    const power = this.addPastEvaluation(evaluation);
    this.evaluation.setValue(`${fixed(evaluation.velocity, 2)} m/s${evaluation.walks ? ', walks' : ''}`);
    this.power.setValue(power === null ? 'not measured' : `${fixed(power, 0)} W`);
  }

  draw() {
    for (const plot of this.all) plot.draw();
  }

  repaint() {
    for (const plot of this.all) plot.repaint();
  }
}

function groupBy(list, key) {
  const groups = new Map();
  for (const each of list) {
    const of = key(each);
    if (!groups.has(of)) groups.set(of, []);
    groups.get(of).push(each);
  }
  return groups;
}
