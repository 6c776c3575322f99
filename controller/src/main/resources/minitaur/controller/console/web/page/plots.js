// Which plots there are, and what goes into them.

import {Plot} from './plot.js';
import {count, degrees, fixed, short} from './text.js';

const BLUE = '#0b5fa5';
const RED = '#b0102a';
const GREEN = '#0a6b45';
const PURPLE = '#6b2fa0';
const AMBER = '#9a5b00';
const GREY = '#5f6b76';
const SPAN = 20;
const TERM_COLORS = [GREEN, AMBER, BLUE, PURPLE, RED, GREY];
const LEG_COLORS = [BLUE, BLUE, GREEN, GREEN, AMBER, AMBER, PURPLE, PURPLE];

export class LivePlots {
  constructor(parent, robot) {
    const tilt = (robot.tiltLimit * 180) / Math.PI;
    const plot = (options) => new Plot(parent, {span: SPAN, ...options});
    this.velocity = plot({title: 'Velocity', least: 0.6, series: [{color: BLUE}], marks: [{value: robot.walking, color: GREEN}]});
    this.pitch = plot({title: 'Pitch', least: 20, series: [{color: BLUE}], marks: [{value: tilt}, {value: -tilt}]});
    this.terms = plot({
      title: 'Reward terms', least: 0.5,
      series: robot.rewardTerms.map((name, i) => ({label: name.replaceAll('_', ' '), color: TERM_COLORS[i % TERM_COLORS.length]})),
    });
    this.temperatures = plot({
      title: 'Motor temperature', least: 10,
      series: LEG_COLORS.map((color, i) => ({color, width: 1.4, label: i % 2 ? '' : ['FL', 'BL', 'FR', 'BR'][i / 2]})),
      marks: [{value: 80}],
    });
    this.lateness = plot({
      title: 'Loop latency', least: 1, floor: 0,
      series: [{label: 'control', color: BLUE}, {label: 'position loop, p99', color: AMBER}],
    });
    this.battery = plot({title: 'Battery', least: 1, series: [{color: BLUE}]});
    this.all = [this.velocity, this.pitch, this.terms, this.temperatures, this.lateness, this.battery];
    this.positionLoop = null;
  }

  add(seconds, live) {
    this.velocity.add([seconds, live.velocity]);
    this.pitch.add([seconds, live.pitch === null ? null : (live.pitch * 180) / Math.PI]);
    this.terms.add([seconds, ...(live.terms ?? this.terms.options.series.map(() => null))]);
    this.temperatures.add([seconds, ...live.temperatures]);
    this.lateness.add([seconds, live.lateness, this.positionLoop]);
    this.battery.add([seconds, live.battery]);
    this.newest = live;
  }

  timing(timing) {
    this.positionLoop = timing.position ?? null;
    this.controlLoop = timing.control ?? null;
  }

  draw(seconds) {
    for (const plot of this.all) plot.draw(seconds);
    const live = this.newest;
    if (!live) return;
    this.velocity.say(`${fixed(live.velocity, 2)} m/s`);
    this.pitch.say(`${degrees(live.pitch, 1)}°`);
    this.terms.say(live.terms ? fixed(live.terms.reduce((a, b) => a + b, 0), 2) : '–');
    const hottest = Math.max(...live.temperatures.filter((t) => t !== null));
    this.temperatures.say(Number.isFinite(hottest) ? `${fixed(hottest, 0)} °C` : 'not measured');
    this.lateness.say(this.controlLoop === undefined || this.controlLoop === null ? '–' : `p99 ${fixed(this.controlLoop, 2)} ms`);
    this.battery.say(`${fixed(live.battery, 1)} V`);
  }
}

export class LearningPlots {
  constructor(parent) {
    const steps = (x) => `${count(x)} ${Math.round(x) === 1 ? 'step' : 'steps'}`;
    const plot = (options) => new Plot(parent, {xFormat: steps, ...options});
    this.returns = plot({
      title: 'Return per episode', least: 20, xFormat: (x) => `episode ${Math.round(x)}`,
      series: [{color: '#7fa9cf', dots: 2}, {color: BLUE, width: 2.2}],
    });
    this.temperature = plot({title: 'Temperature', log: true, series: [{color: PURPLE}]});
    this.entropy = plot({title: 'Entropy', least: 4, series: [{color: PURPLE}], marks: [{value: -8, color: GREY}]});
    this.loss = plot({title: 'Q-loss', log: true, series: [{label: 'Q1', color: BLUE}, {label: 'Q2', color: AMBER}]});
    this.updates = plot({title: 'Updates per step', least: 1, floor: 0, series: [{color: GREEN}]});
    this.evaluation = plot({title: 'Evaluated velocity', least: 0.5, series: [{color: GREEN, dots: 3}, {color: GREEN, width: 1.2}], marks: [{value: 0.32, color: GREY}]});
    this.all = [this.returns, this.temperature, this.entropy, this.loss, this.updates, this.evaluation];
    this.recent = [];
    this.dirty = true;
  }

  clear() {
    for (const plot of this.all) plot.setPoints([]);
    this.recent = [];
    this.dirty = true;
  }

  addReturn(index, value) {
    this.recent.push(value ?? 0);
    if (this.recent.length > 10) this.recent.shift();
    this.returns.add([index, value, this.recent.reduce((a, b) => a + b, 0) / this.recent.length]);
    this.returns.say(fixed(value, 0));
    this.dirty = true;
  }

  addLearning([steps, temperature, entropy, q1, q2, updatesPerStep, owed]) {
    this.temperature.add([steps, temperature > 0 ? temperature : null]);
    const learning = q1 > 0;
    this.entropy.add([steps, learning ? entropy : null]);
    this.loss.add([steps, learning ? q1 : null, learning ? q2 : null]);
    this.updates.add([steps, updatesPerStep]);
    this.temperature.say(short(temperature));
    this.entropy.say(learning ? `${fixed(entropy, 1)} nats` : '–');
    this.loss.say(learning ? short((q1 + q2) / 2) : '–');
    this.updates.say(owed > 50 ? `${fixed(updatesPerStep, 2)}, ${count(owed)} behind` : fixed(updatesPerStep, 2));
    this.dirty = true;
  }

  addEvaluation(evaluation) {
    this.evaluation.add([evaluation.steps, evaluation.velocity, evaluation.velocity]);
    this.evaluation.say(`${fixed(evaluation.velocity, 2)} m/s${evaluation.walks ? ', walks' : ''}`);
    this.dirty = true;
  }

  draw() {
    if (!this.dirty) return;
    this.dirty = false;
    for (const plot of this.all) plot.draw();
  }
}
