// Progress of the run: metrics, learning curve, provenance and downloads.

import {Plot, STEPS} from './plot.js';
import {count, duration, fixed, put, unitSymbol} from './text.js';

const $ = (id) => document.getElementById(id);
const WINDOW_MS = 120000;
const RECENT = 20;

/** Phases in which the run waits for its operator. */
const WAITING = ['reset-requested', 'reset-confirmed', 'paused', 'emergency-stop'];

export class RunCard {
  /** @param download loads a file of the run: (name) => promise */
  constructor(robot, download) {
    this.robot = robot;
    this.recent = [];
    this.samples = [];
    this.activeMs = 0;
    this.phase = '';
    put($('run-learner'), robot.learner ?? (robot.files ? 'chosen by the trainer' : '–'));
    put($('run-seed'), robot.seed ?? '–');
    put($('run-revision'), robot.revision ? robot.revision.replace(/^([0-9a-f]{10})[0-9a-f]+/, '$1') : '–');
    $('run-downloads').hidden = !robot.files;
    for (const button of $('run-downloads').querySelectorAll('button')) {
      button.addEventListener('click', () => download(button.dataset.file));
    }
    this.curve = new Plot($('run-curve'), {
      title: 'Learning curve', help: 'Return of the training episodes, and of the policy without exploration noise in evaluations.',
      x: STEPS, y: {label: 'return'}, least: 20,
      series: [{label: 'training', color: '--c2', dots: 3}, {label: 'evaluation', color: '--c1', width: 2.2, dots: 5, line: true}],
    });
  }

  /** The phase has changed; waiting for the operator counts neither for the speed nor for the time left. */
  setPhase(phase) {
    this.phase = phase;
  }

  /** @param now time of the robot's computer, ms */
  addSteps(now, steps, updatesPerStep, pending) {
    if (this.now !== undefined && !WAITING.includes(this.phase)) this.activeMs += Math.max(0, now - this.now);
    this.now = now;
    this.samples.push([this.activeMs, steps]);
    while (this.samples.length > 2 && this.samples[0][0] < this.activeMs - WINDOW_MS) this.samples.shift();
    const total = this.robot.steps;
    const [since, from] = this.samples[0];
    const seconds = (this.activeMs - since) / 1000;
    const speed = seconds > 2 ? (steps - from) / seconds : null;
    put($('run-steps'), total ? `${count(steps)} of ${count(total)}` : count(steps));
    $('run-progress').hidden = !total;
    $('run-progress').value = total ? Math.min(1, steps / total) : 0;
    put($('run-speed'), speed === null ? '–' : `${fixed(speed, speed < 10 ? 1 : 0)} steps/s`);
    put($('run-left'), !total ? '–' : steps >= total ? 'complete' : speed > 0 ? duration((total - steps) / speed) : '–');
    put($('run-pending'), pending > 0 ? `${count(pending)} pending` : `${fixed(updatesPerStep, 1)} per step`);
    $('run-pending').classList.toggle('warn', pending > 0);
  }

  addEpisode(episode) {
    this.recent.push(episode);
    if (this.recent.length > RECENT) this.recent.shift();
    const falls = this.recent.filter((each) => each.fell).length;
    const mean = this.recent.reduce((sum, each) => sum + (each.return ?? 0), 0) / this.recent.length;
    put($('run-return'), `${fixed(episode.return, 0)} (mean ${fixed(mean, 0)})`);
    put($('run-falls'), `${falls} of ${this.recent.length}`);
    this.curve.add([episode.endStep, episode.return, undefined]);
  }

  /** Adds an evaluation to the curve only. */
  addPastEvaluation(evaluation) {
    this.curve.add([evaluation.steps, undefined, evaluation.return]);
  }

  addEvaluation(evaluation) {
    const metric = (name) => {
      const index = this.robot.gait.findIndex((each) => each.name === name);
      return {value: evaluation.gait[index] ?? null, unit: unitSymbol(this.robot.gait[index]?.unit ?? '')};
    };
    const text = ({value, unit}) => (value === null ? 'not measured' : `${fixed(value, 0)} ${unit}`);
    put($('run-velocity'), `${fixed(evaluation.velocity, 2)} m/s`);
    put($('run-walks'), evaluation.walking);
    put($('run-evaluated'), `${fixed(evaluation.return, 0)}, ${evaluation.falls} of ${evaluation.episodes} fell`);
    put($('run-power'), text(metric('power_mean')));
    put($('run-winding'), text(metric('winding_steady_max')));
    this.addPastEvaluation(evaluation);
    this.curve.setValue(`evaluated ${fixed(evaluation.return, 0)}`);
  }
}
