// The table of episodes and the list of events, newest first.

import {clock, fixed, pretty, sentence} from './text.js';

const ROWS = 200;

/** Newest episodes whose motion the robot's computer keeps. */
const MOTIONS = 100;

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
    button.textContent = 'Replay';
    button.setAttribute('aria-label', `Replay episode ${episode.index}`);
    button.addEventListener('click', () => this.replay(episode.index));
    cell.append(button);
    row.append(cell);
    this.body.prepend(row);
    this.body.rows[MOTIONS]?.lastElementChild.replaceChildren();
    if (this.body.rows.length > ROWS) this.body.lastElementChild.remove();
  }
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
