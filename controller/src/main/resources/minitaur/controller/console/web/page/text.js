// Texts and number formats.

export const PHASES = {
  idle: ['Idle', 'The motors are off.'],
  arming: ['Arming', 'Checking the start position, then soft start of the motors. Keep hands and cables off the legs.'],
  standing: ['Standing', 'The robot stands at its start. Keep clear of the lane.'],
  running: ['Running', 'An episode is running. Keep clear of the lane.'],
  ended: ['Ended', 'The episode has ended; its last measurements arrive.'],
  'stand-up': ['Standing up', 'The robot tries to stand up by itself. Keep clear of it.'],
  'reset-requested': ['Reset needed', ''],
  'reset-confirmed': ['Checking', 'The robot must be upright, still and at its start.'],
  paused: ['Paused', 'The motors are off. Press Resume to continue.'],
  'emergency-stop': ['Stopped', 'The robot does not move until you release the stop.'],
  finished: ['Finished', 'The run is over.'],
};

/** The same for a procedure, such as a calibration. */
export const PROCEDURE_PHASES = {
  idle: ['Your turn', ''],
  running: ['Working', 'Keep hands off the robot unless you are asked.'],
  'emergency-stop': ['Stopped', 'The motors are off, and the procedure has ended. Start it again when it is safe.'],
  finished: ['Finished', 'The procedure is complete. The terminal shows the results.'],
};

const missing = '–';

export function fixed(value, digits) {
  if (value === null || value === undefined || !Number.isFinite(value)) return missing;
  const text = value.toFixed(digits);
  // A minus sign as wide as the digits, and none before zero.
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−');
}

export function degrees(radians, digits = 0) {
  return radians === null || radians === undefined ? missing : fixed((radians * 180) / Math.PI, digits);
}

/** Three significant digits, however large. */
export function short(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return missing;
  const size = Math.abs(value);
  if (size >= 10000 || (size < 0.001 && size > 0)) return value.toExponential(1).replace('-', '−');
  return fixed(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

export function count(value) {
  return value === null || value === undefined ? missing : Math.round(value).toLocaleString('en').replaceAll(',', ' ');
}

export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor((whole % 3600) / 60)).padStart(2, '0')} min`;
}

/** A duration without seconds from one minute on. */
export function roughly(seconds) {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

export function clock(millis) {
  return new Date(millis).toLocaleTimeString('en-GB');
}

/** A text with proper minus signs. */
export function pretty(text) {
  return text.replace(/(^|[\s(])-(?=\d)/g, '$1−');
}

export function sentence(text) {
  return text ? text[0].toUpperCase() + text.slice(1) : '';
}

/** Rows of a table in CSV as objects; what is no finite number is null. */
export function parseCsv(text) {
  const [header, ...rows] = text.trim().split(/\r?\n/).map((row) => row.split(','));
  return rows.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] !== '' && Number.isFinite(Number(row[i])) ? Number(row[i]) : null])));
}

/** A motor as in the messages and the calibration file: FRONT_LEFT_L. */
export function motorLabel(name) {
  return name.replaceAll('-', '_').toUpperCase();
}

/** A unit with its symbols; empty for a ratio. */
export function unitSymbol(unit) {
  return unit === '1' ? '' : unit.replace('degC', '°C').replace('^3', '³');
}

/** Sets text only when it changes, so that a screen reader reads it once. */
export function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
