// Gait metrics and motor torques of the newest evaluation.

import {count, motorLabel, put, sentence, short, unitSymbol} from './text.js';

const $ = (id) => document.getElementById(id);

export class GaitCard {
  constructor(robot) {
    this.values = robot.gait.map((metric) => {
      const item = document.createElement('div');
      item.dataset.tip = `${sentence(metric.description)}.`;
      item.tabIndex = 0;
      item.setAttribute('role', 'group');
      item.setAttribute('aria-label', item.dataset.tip);
      const name = Object.assign(document.createElement('dt'), {textContent: sentence(metric.name.replaceAll('_', ' '))});
      const value = document.createElement('dd');
      item.append(name, value);
      $('gait-metrics').append(item);
      return {value, unit: unitSymbol(metric.unit)};
    });
    this.torques = robot.motors.map((name) => {
      const row = $('gait-torques').insertRow();
      row.append(Object.assign(document.createElement('th'), {textContent: motorLabel(name), scope: 'row'}));
      return [row.insertCell(), row.insertCell()];
    });
  }

  addEvaluation({steps, gait, torqueRms, torquePeak}) {
    $('gait').hidden = false;
    put($('gait-title'), `Gait in the evaluation at step ${count(steps)}`);
    this.values.forEach(({value, unit}, i) => put(value, gait[i] === 'never' || gait[i] === null ? gait[i] ?? '–' : `${short(gait[i])} ${unit}`));
    this.torques.forEach(([rms, peak], motor) => {
      put(rms, short(torqueRms[motor]));
      put(peak, short(torquePeak[motor]));
    });
  }
}
