// Prompts of a procedure (a calibration, the doctor), and the operator's answers.

import {drawPose} from './pose-view.js';
import {duration, put} from './text.js';

const $ = (id) => document.getElementById(id);

export class Procedure {
  /** @param sendCommand sends a command: (name, command, fields) */
  constructor(sendCommand) {
    this.geometry = null;
    this.prompt = null;
    $('confirm').addEventListener('click', () => {
      if (this.prompt) sendCommand('Continue', 'confirm', {request: this.prompt.number});
    });
    $('cancel').addEventListener('click', () => sendCommand('Cancel', 'cancel'));
  }

  show(view) {
    const {procedure} = view;
    const over = ['finished', 'emergency-stop'].includes(view.phase);
    $('cancel').hidden = !procedure || over;
    $('activity').hidden = !procedure?.activity;
    $('activity').value = procedure?.part ?? 0;
    const prompt = procedure?.prompt ?? null;
    const fresh = prompt && prompt.number !== this.prompt?.number;
    this.prompt = prompt;
    $('prompt').hidden = !prompt;
    if (fresh) this.#showPrompt(prompt);
  }

  #showPrompt(prompt) {
    const card = $('prompt');
    card.dataset.number = prompt.number;
    put($('prompt-step'), `Step ${prompt.step} of ${prompt.steps}`);
    put($('prompt-text'), prompt.text);
    put($('prompt-refusal'), prompt.refusal ? `Not accepted: ${prompt.refusal}` : '');
    $('prompt-refusal').hidden = !prompt.refusal;
    put($('prompt-next'), prompt.watched ? 'This step continues by itself when the robot detects it.'
      : prompt.confirmFirst ? 'Press Continue first, then do it.' : 'Press Continue when it is done.');
    $('confirm').hidden = prompt.watched;
    // SVG elements have no hidden property.
    $('prompt-pose').toggleAttribute('hidden', !prompt.pose);
    if (prompt.pose) drawPose($('prompt-pose'), prompt.pose, this.geometry);
    this.tick(0);
  }

  /** @param offset how far the robot's computer is ahead, ms */
  tick(offset) {
    if (!this.prompt) return;
    const seconds = (Date.now() + offset - this.prompt.askedAt) / 1000;
    put($('prompt-waiting'), `Waiting for ${duration(seconds)}.`);
  }
}
