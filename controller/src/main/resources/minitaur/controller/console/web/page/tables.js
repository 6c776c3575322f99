// The table of episodes and the list of events, newest first.

import {clock, count, duration, fixed, pretty, put, sentence} from './text.js';

const ROWS = 200;

/** Newest episodes whose motion the robot's computer keeps. */
const MOTIONS = 100;

/** A trainer reports every two seconds. */
const REPORT_SECONDS = 10;

export class EpisodeTable {
  /** @param replay replays an episode, given its index */
  constructor(body, empty, replay) {
    this.replay = replay;
    this.body = body;
    this.empty = empty;
    this.newest = -1;
  }

  add(episode) {
    if (episode.index <= this.newest) return;
    this.newest = episode.index;
    this.empty.hidden = true;
    const row = document.createElement('tr');
    if (episode.fell) row.className = 'fell';
    const cells = [
      episode.index, episode.steps, fixed(episode.return, 0), fixed(episode.velocity, 2), sentence(pretty(episode.end))];
    cells.forEach((text, i) => {
      const cell = document.createElement('td');
      cell.textContent = text;
      if (i === 4) cell.className = 'words';
      row.append(cell);
    });
    const cell = document.createElement('td');
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'small';
    button.append(Object.assign(document.createElement('span'), {textContent: '▶'}), Object.assign(document.createElement('span'), {textContent: ' Replay', className: 'wide'}));
    button.setAttribute('aria-label', `Replay episode ${episode.index}`);
    button.addEventListener('click', () => this.replay(episode.index));
    cell.append(button);
    row.append(cell);
    this.body.prepend(row);
    this.body.rows[MOTIONS]?.lastElementChild.replaceChildren();
    if (this.body.rows.length > ROWS) this.body.lastElementChild.remove();
  }
}

/** The robots that collect for one trainer. */
export class FleetTable {
  /** @param card hidden where no trainer has reported robots */
  constructor(card, body, note) {
    this.card = card;
    this.body = body;
    this.note = note;
  }

  /** @param fleet as the trainer reported it at a time, ms by the robot's computer */
  show(fleet) {
    this.fleet = fleet;
    this.card.hidden = fleet.robots.length === 0;
    this.body.replaceChildren(...fleet.robots.map((robot) => {
      const row = document.createElement('tr');
      if (robot.quarantine !== null) row.className = 'quarantined';
      const state = robot.quarantine === null ? robot.state : `quarantined: ${pretty(robot.quarantine)}`;
      row.append(
        cell('th', robot.name, 'words'), cell('td', `${fixed(100 * robot.share, 1)} %`), cell('td', count(robot.waiting)),
        cell('td', count(robot.lag)), cell('td', ''), cell('td', sentence(state), 'words'));
      row.firstElementChild.scope = 'row';
      return row;
    }));
  }

  /** @param now time of the robot's computer, ms */
  tick(now) {
    if (!this.fleet) return;
    const age = Math.max(0, (now - this.fleet.at) / 1000);
    this.fleet.robots.forEach((robot, i) => put(this.body.rows[i].cells[4], `${duration(robot.contact + age)} ago`));
    put(this.note, age < REPORT_SECONDS ? '' : `The trainer has not answered for ${duration(age)}.`);
  }
}

function cell(kind, text, className = '') {
  return Object.assign(document.createElement(kind), {textContent: text, className});
}

const SIGNS = {information: ['·', 'information'], warning: ['!', 'warning'], fault: ['✕', 'fault']};

export class EventList {
  constructor(list, empty) {
    this.list = list;
    this.empty = empty;
    this.newest = 0;
  }

  add(event) {
    if (event.number <= this.newest) return;
    this.newest = event.number;
    this.empty.hidden = true;
    const item = document.createElement('li');
    item.className = event.severity;
    const time = document.createElement('time');
    time.dateTime = new Date(event.time).toISOString();
    time.textContent = clock(event.time);
    const sign = document.createElement('span');
    sign.className = 'sign';
    sign.textContent = SIGNS[event.severity][0];
    sign.setAttribute('role', 'img');
    sign.setAttribute('aria-label', SIGNS[event.severity][1]);
    const text = document.createElement('span');
    text.textContent = sentence(pretty(event.text));
    item.append(time, sign, text);
    this.list.prepend(item);
    if (this.list.children.length > ROWS) this.list.lastElementChild.remove();
  }
}
