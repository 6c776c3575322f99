// Connects the parts of the page: messages of the robot's computer go to the parts that show them,
// the operator's commands go to the robot's computer.

import {Commands, findToken, keepToken} from './commands.js';
import {Connection} from './connection.js';
import {GaitCard} from './gait.js';
import {Player} from './player.js';
import {LearningPlots, LivePlots} from './plots.js';
import {Procedure} from './procedure.js';
import {Pushes} from './pushes.js';
import {RunCard} from './run-card.js';
import {drawMeasured, drawTargetPose} from './side-view.js';
import {EpisodeTable, EventList, FleetTable} from './tables.js';
import {PHASES, PROCEDURE_PHASES, count, degrees, duration, fixed, parseCsv, pretty, put, roughly, sentence} from './text.js';

const $ = (id) => document.getElementById(id);
const HINT = matchMedia('(pointer: coarse)').matches ? 'stops the motors at once' : 'space bar';
const page = {robot: null, view: null, offset: 0, mayCommand: true, pauseRequested: false, view3d: null, program: null, evaluated: new Set()};
const episodes = new EpisodeTable($('episodes'), $('episodes-empty'), replay);
const events = new EventList($('events'), $('events-empty'));
const fleet = new FleetTable($('fleet'), $('fleet-robots'), $('fleet-note'));
const procedure = new Procedure((name, command, fields) => sendCommand(name, command, fields));
const player = new Player(
  (state) => display(state),
  (terrain) => page.view3d?.setTerrain(terrain),
  () => {
    page.view3d?.setTerrain(page.terrain ?? null);
    if (page.live) display(page.live);
  });
let live = null;
let learning = null;
let runCard = null;
let gait = null;

// --- Commands ---

const token = findToken();
const commands = new Commands(token);

function answer(name, result) {
  const element = $('answer');
  element.classList.toggle('bad', !result.accepted);
  element.textContent = `${name}: ${result.text}`;
}

async function stop() {
  const button = $('stop');
  button.classList.add('pressed');
  put(button.querySelector('.stop-hint'), 'sending …');
  page.stopping = commands.stop(() => showStopTrouble());
  const result = await page.stopping;
  button.classList.remove('pressed');
  put(button.querySelector('.stop-hint'), result.accepted ? 'stopped' : 'not accepted');
  setTimeout(() => put(button.querySelector('.stop-hint'), HINT), 4000);
  if (!result.reached) showStopTrouble();
  else {
    page.stopUnconfirmed = false;
    if (!result.accepted && !page.mayCommand) $('token').focus();
    answer('Stop', result);
  }
}

function showStopTrouble() {
  page.stopUnconfirmed = true;
  if (showStopConfirmed()) return;
  answer('Stop', {accepted: false, text: 'it did NOT reach the robot. Use the switch on the robot.'});
}

/** A response can get lost although the stop arrived: the state streamed by the robot decides. */
function showStopConfirmed() {
  if (!page.stopUnconfirmed || !connection.state.connected || page.view?.phase !== 'emergency-stop') return false;
  page.stopUnconfirmed = false;
  answer('Stop', {accepted: true, text: 'the robot reports that it is stopped.'});
  return true;
}

async function sendCommand(name, command, fields) {
  const result = await commands.send(command, fields);
  answer(name, result);
  return result;
}

// --- Files of the run ---

async function download(name) {
  const result = await commands.load(`api/file/${name}`);
  if (!result.response) {
    answer('Download', {accepted: false, text: result.text});
    return;
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await result.response.blob());
  link.download = /filename="([^"]+)"/.exec(result.response.headers.get('Content-Disposition'))?.[1] ?? name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  answer('Download', {accepted: true, text: link.download});
}

/** Evaluations before the program was started, of a resumed run. */
async function loadPastEvaluations() {
  const result = await commands.load('api/file/progress');
  if (!result.response) return;
  for (const row of parseCsv(await result.response.text())) {
    if (page.evaluated.has(row.step)) continue;
    page.evaluated.add(row.step);
    const evaluation = {
      steps: row.step, return: row.evaluation_return_mean, velocity: row.evaluation_velocity_mean,
      gait: page.robot.gait.map((each) => row[`evaluation_${each.name}`] ?? null),
    };
    learning.addPastEvaluation(evaluation);
    runCard.addPastEvaluation(evaluation);
  }
}

async function replay(episode) {
  const result = await commands.load(`api/motion/${episode}`);
  if (!result.response) {
    answer('Replay', {accepted: false, text: result.text});
    return;
  }
  player.start(episode, (await result.response.json()).motion);
  $('stage').scrollIntoView({block: 'center', behavior: 'instant'});
}

put($('stop').querySelector('.stop-hint'), HINT);
$('stop').addEventListener('click', stop);
// Captured before any button, field or dialog receives the key.
for (const type of ['keydown', 'keyup']) {
  addEventListener(type, (event) => {
    if (event.code !== 'Space' || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (type === 'keydown' && !event.repeat) stop();
  }, {capture: true});
}
$('pause').addEventListener('click', async () => {
  const result = await sendCommand('Pause', 'pause');
  page.pauseRequested = result.accepted;
  showButtons();
});
$('resume').addEventListener('click', async () => {
  const result = await sendCommand('Resume', 'resume', {version: page.view.version});
  if (result.accepted) page.pauseRequested = false;
  showButtons();
});
$('reset-done').addEventListener('click', () => {
  const request = page.view?.request;
  if (request) sendCommand('Reset done', 'reset-done', {request: request.number});
});
// Not modal, so that the stop button stays usable.
const dialog = $('release-dialog');
let releasedVersion = 0;
$('release').addEventListener('click', () => {
  // A stop while the dialog is open is not released.
  releasedVersion = page.view?.version ?? 0;
  put($('release-reason'), page.view?.reason ?? '');
  dialog.show();
  $('release-no').focus();
});
const closeDialog = () => {
  if (!dialog.open) return;
  dialog.close();
  $('release').focus();
};
$('release-no').addEventListener('click', closeDialog);
$('release-yes').addEventListener('click', () => {
  closeDialog();
  sendCommand('Release', 'release', {version: releasedVersion});
});
dialog.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') closeDialog();
});
$('theme').addEventListener('click', () => switchTheme());
document.addEventListener('themechange', () => {
  live?.repaint();
  learning?.repaint();
  runCard?.curve.repaint();
});
// A phone shows the essentials first.
if (matchMedia('(max-width: 860px)').matches) for (const id of ['now', 'learning']) $(id).open = false;
for (const each of document.querySelectorAll('[data-tip]:not([tabindex])')) {
  each.tabIndex = 0;
  each.setAttribute('aria-description', each.dataset.tip);
}
$('token-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const given = $('token').value.trim().replace(/^.*#/, '');
  keepToken(given);
  commands.token = given;
  connection.useToken(given);
});

// --- Messages of the robot's computer ---

const connection = new Connection(token, hear, showConnection);

function hear(message) {
  if (message.now) page.offset = message.now - Date.now();
  if (message.hello) greet(message);
  if (message.view) showView(message.view);
  if (message.timing) live?.timing(message.timing);
  if ('terrain' in message) {
    page.terrain = message.terrain;
    if (!player.active) page.view3d?.setTerrain(page.terrain);
  }
  if (message.live) showLive(message.live);
  if (message.fleet) {
    fleet.show(message.fleet);
    fleet.tick(message.now);
  }
  for (const event of message.events ?? []) events.add(event);
  for (const episode of message.episodes ?? []) {
    if (episode.index <= episodes.newest) continue;
    episodes.add(episode);
    runCard.addEpisode(episode);
    if (!message.returns) learning.addReturn(episode.index, episode.return);
  }
  if (message.schedule) {
    learning.setHistory(message.schedule, message.metrics, message.returns);
    if (message.schedule.length) runCard.addSteps(message.now, ...message.schedule.at(-1));
  }
  for (const point of message.schedulePoint ?? []) {
    learning.addPoint(point, message.metricValues);
    runCard.addSteps(message.now, ...point);
  }
  for (const evaluation of message.evaluations ?? []) {
    if (page.evaluated.has(evaluation.steps)) continue;
    page.evaluated.add(evaluation.steps);
    learning.addEvaluation(evaluation);
    runCard.addEvaluation(evaluation);
    gait.addEvaluation(evaluation);
  }
}

function greet(message) {
  const {hello} = message;
  page.mayCommand = message.mayCommand;
  $('token-form').hidden = message.mayCommand;
  put($('run'), [hello.robot, hello.run].filter(Boolean).join(' · '));
  if (page.robot && page.program !== message.program) {
    // Another run is served here now. A stop that is being sent also applies to it.
    Promise.resolve(page.stopping).finally(() => location.reload());
    return;
  }
  if (page.robot) return;
  page.robot = hello;
  document.body.classList.toggle('procedure', Boolean(hello.procedure));
  procedure.geometry = hello.geometry;
  page.program = message.program;
  live = new LivePlots($('plots-now'), hello);
  learning = new LearningPlots($('plots-learning'), hello);
  runCard = new RunCard(hello, download);
  gait = new GaitCard(hello);
  drawTargetPose($('request-pose'), hello);
  show3d(hello);
  if (message.pushable && message.mayCommand) {
    // Seen from the right side of the robot where there is no camera.
    new Pushes($('stage'), () => page.view3d?.azimuth ?? -Math.PI / 2,
      (forward, left) => sendCommand('Push', 'push', {forward, left}));
  }
  // Later than the evaluations that come with the first message.
  if (hello.files) setTimeout(loadPastEvaluations, 1500);
}

/** The large library comes after everything that matters more. */
async function show3d(robot) {
  try {
    if (!document.createElement('canvas').getContext('webgl2')) throw new Error('no WebGL');
    const {RobotView} = await import('./robot-view.js');
    page.view3d = new RobotView($('robot-3d'), $('stage'), robot);
    page.view3d.setTerrain(page.terrain ?? null);
    if (page.live) page.view3d.update(page.live);
  } catch (error) {
    // Without WebGL the side view is shown.
    console.info('No three-dimensional view:', error.message);
    $('robot-3d').hidden = true;
    $('robot-2d').removeAttribute('hidden');
    page.flat = true;
    if (page.live) drawMeasured($('robot-2d'), page.live, robot.geometry);
  }
}

function showView(view) {
  const before = page.view;
  page.view = view;
  const [name, hint] = words(view.phase);
  document.body.dataset.phase = view.phase;
  put($('phase'), name);
  put($('reason'), sentence(pretty(view.reason)));
  runCard.setPhase(view.phase);
  if (view.request || view.phase === 'emergency-stop') player.stop();
  if (before?.phase !== view.phase && view.phase !== 'paused') {
    if (before?.phase === 'paused' || view.phase === 'emergency-stop') page.pauseRequested = false;
  }
  showStopConfirmed();
  showRequest(view.request);
  procedure.show(view);
  $('calm').hidden = Boolean(view.request || view.procedure?.prompt);
  put($('operator-title'), view.phase === 'emergency-stop' ? 'The motors are stopped' : view.phase === 'paused' ? 'Paused' : page.robot?.procedure ? name : 'Nothing to do');
  put($('operator-text'), view.procedure?.activity ? `${sentence(view.procedure.activity)} …` : hint);
  showButtons();
  const {counts} = view;
  put($('count-episodes'), count(counts.episodes));
  put($('count-falls'), count(counts.falls));
  put($('count-resets'), count(counts.resets));
  put($('count-ups'), count(counts.standUps));
  put($('count-rate'), fixed(counts.resetsPerHundred, 1));
  put($('count-robot'), roughly(counts.robotSeconds));
  put($('count-human'), roughly(counts.humanSeconds));
  showTitle();
}

function words(phase) {
  return (page.robot?.procedure ? PROCEDURE_PHASES : PHASES)[phase] ?? [phase, ''];
}

function showTitle() {
  const name = page.view ? words(page.view.phase)[0] : '';
  const urgent = page.view?.request || page.view?.procedure?.prompt || page.view?.phase === 'emergency-stop';
  document.title = connection?.state.connected === false ? 'No connection – Minitaur' : `${urgent ? '● ' : ''}${name} – Minitaur`;
}

function showRequest(request) {
  const card = $('request');
  if (!request) {
    card.hidden = true;
    return;
  }
  put($('request-what'), `${sentence(pretty(request.what))}.`);
  put($('request-todo'), `${sentence(request.todo)}.`);
  put($('request-next'), `Then press Reset done. ${sentence(request.next)}.`);
  const list = $('request-objections');
  const texts = request.objections.map((each) => sentence(pretty(each)));
  if (list.dataset.shown !== JSON.stringify(texts)) {
    list.dataset.shown = JSON.stringify(texts);
    list.replaceChildren(...texts.map((text) => Object.assign(document.createElement('li'), {textContent: text})));
  }
  list.hidden = texts.length === 0;
  card.dataset.number = request.number;
  showWaiting();
  if (card.hidden) {
    card.hidden = false;
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([200, 100, 200]);
  }
}

function showWaiting() {
  const request = page.view?.request;
  if (!request) return;
  const seconds = (Date.now() + page.offset - request.askedAt) / 1000;
  const motors = request.motorsOff ? ' The motors were turned off because of the long wait.' : '';
  put($('request-waiting'), `Request ${request.number}, waiting for ${duration(seconds)}.${motors}`);
}

function showButtons() {
  const phase = page.view?.phase;
  const over = !phase || phase === 'finished';
  const stopped = phase === 'emergency-stop';
  $('pause').disabled = over || stopped || phase === 'paused' || page.pauseRequested;
  $('resume').disabled = over || stopped || !(phase === 'paused' || page.pauseRequested);
  $('release').hidden = !stopped;
  $('reset-done').disabled = phase === 'reset-confirmed';
  put($('reset-done'), phase === 'reset-confirmed' ? 'Checking …' : 'Reset done');
  if (!stopped) dialog.close();
}

const MODES = {off: 'off', damping: 'damping', position: 'position'};

function showLive(state) {
  page.live = state;
  put($('now-velocity'), fixed(state.velocity, 2));
  put($('now-power'), fixed(state.power, 0));
  put($('now-pitch'), degrees(state.pitch));
  put($('now-roll'), degrees(state.roll));
  put($('now-step'), page.robot.procedure ? '–' : `${state.step} of ${page.robot.episodeSteps}`);
  put($('now-mode'), MODES[state.mode] ?? state.mode);
  const note = $('stage-note');
  note.hidden = state.connected;
  put(note, 'No link to the robot: this is its last known state.');
  live.add(state);
  if (!player.active) display(state);
}

/** Draws a state of the robot, live or replayed. */
function display(state) {
  if (page.view3d) page.view3d.update(state);
  else if (page.flat) drawMeasured($('robot-2d'), state, page.robot.geometry);
}

// --- The connection ---

function showConnection(state) {
  document.body.classList.toggle('stale', !state.connected);
  if (state.refused) {
    $('token-form').hidden = false;
    put($('lost-title'), 'Viewing requires a token');
    put($('lost-text'), 'The token is missing or wrong.');
  }
  tick();
}

function tick() {
  const {state} = connection;
  const away = (Date.now() - state.since) / 1000;
  const lost = $('lost');
  if (!state.connected && !state.refused && (page.robot || away > 1.5)) {
    lost.hidden = false;
    const procedure = page.robot?.procedure;
    const over = page.view?.phase === 'finished' || (procedure && page.view?.phase === 'emergency-stop');
    put($('lost-title'), over ? `The ${procedure ? 'procedure' : 'run'} has ended` : page.robot ? 'Connection lost' : 'No connection');
    put($('lost-text'), over ? sentence(page.view.reason) + '.'
      : !page.robot ? 'The robot’s computer does not answer. A stop may not reach the robot: use the switch on it. Reconnecting …'
      : `The page shows a state that is ${duration(away)} old. The robot continues by itself. A stop may not reach it: use the switch on the robot. Reconnecting …`);
  } else {
    lost.hidden = !state.refused;
  }
  showWaiting();
  fleet.tick(Date.now() + page.offset);
  procedure.tick(page.offset);
  showTitle();
}

setInterval(() => {
  if (document.hidden) return;
  live?.draw();
  learning?.draw();
  runCard?.curve.draw();
}, 200);
setInterval(tick, 1000);
