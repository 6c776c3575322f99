// The pose that a procedure requests, as SVG: from the right side, or from the front if the trunk
// must lie on its side.

import {LEGS} from './kinematics.js';
import {add, drawRobot} from './side-view.js';

const SCALE = 250;
const GROUND = 172;
const MIDDLE = 160;
const HELD = 0.37;
const ANY_ANGLE = 1.6;

/** Draws a target pose. */
export function drawPose(svg, pose, geometry) {
  svg.replaceChildren();
  const angles = pose.angles.map((angle) => angle ?? ANY_ANGLE);
  const onFloor = pose.support === 'floor';
  add(svg, 'rect', {x: -200, y: GROUND, width: 720, height: 40, fill: '#e4ddd2'});
  add(svg, 'line', {x1: -200, y1: GROUND, x2: 520, y2: GROUND, stroke: '#5d5346', 'stroke-width': 2});
  const meters = add(svg, 'g', {transform: `translate(${MIDDLE} ${GROUND}) scale(${SCALE} ${-SCALE})`});
  const rolled = Math.abs(pose.roll) > 0.1;
  if (rolled) drawFront(meters, pose.roll, geometry);
  else {
    if (pose.support === 'stand') drawStand(meters);
    drawRobot(meters, angles, 0, pose.pitch, geometry, true, onFloor ? undefined : HELD);
  }
  label(svg, 8, rolled ? 'from the front' : 'from the right side', 'start');
  const words = [`Target, ${rolled ? 'from the front' : 'from the right side'}:`];
  if (rolled) words.push(pose.roll > 0 ? 'its left side up' : 'its right side up');
  else if (Math.abs(pose.pitch) > 0.1) words.push(pose.pitch > 0 ? 'its nose down' : 'its nose up');
  else words.push('its trunk level');
  if (pose.forward) arrow(svg, `${pose.forward} m ahead`);
  if (pose.turn) arrow(svg, `turned by ${Math.round((pose.turn * 180) / Math.PI)}° to the left, in place`);
  const other = oddLeg(pose.angles);
  if (other) {
    label(svg, 312, other, 'end');
    words.push(`another pose for its ${other} leg`);
  }
  svg.setAttribute('aria-label', `${words.join(' ')}.`);
}

/** The only leg in a different pose, if any. */
function oddLeg(angles) {
  if (angles.some((angle) => angle === null)) return '';
  const extension = (leg) => angles[leg.rearMotor] + angles[leg.frontMotor];
  const odd = LEGS.filter((leg) => LEGS.filter((other) => Math.abs(extension(other) - extension(leg)) > 0.1).length === 3);
  return odd.length === 1 ? odd[0].name : '';
}

function label(svg, x, text, anchor) {
  add(svg, 'text', {x, y: 18, 'text-anchor': anchor, class: 'label'}, text);
}

function arrow(svg, text) {
  add(svg, 'path', {d: 'M226 60h62m-11 -8l12 8l-12 8', fill: 'none', stroke: '#14202b', 'stroke-width': 3, 'stroke-linecap': 'round', 'stroke-linejoin': 'round'});
  add(svg, 'text', {x: 312, y: 44, 'text-anchor': 'end', class: 'label'}, text);
}

function drawStand(meters) {
  const wood = {fill: '#b79a70', stroke: '#6a5430', 'stroke-width': 0.003};
  add(meters, 'rect', {x: -0.03, y: 0, width: 0.06, height: HELD - 0.05, ...wood});
  add(meters, 'rect', {x: -0.09, y: HELD - 0.05, width: 0.18, height: 0.015, ...wood});
}

/** From the front the robot's left is to the right. */
function drawFront(meters, roll, geometry) {
  const body = add(meters, 'g', {transform: `translate(0 ${HELD}) rotate(${(roll * 180) / Math.PI})`});
  const shell = {fill: '#e3e8ed', stroke: '#55636f', 'stroke-width': 0.003};
  for (const side of [-1, 1]) {
    const y = side * geometry.hipY;
    add(body, 'line', {x1: y, y1: geometry.hipZ, x2: y, y2: geometry.hipZ - 0.18, stroke: side > 0 ? '#0b5fa5' : '#1b2a38', 'stroke-width': 0.014, 'stroke-linecap': 'round'});
    add(body, 'rect', {x: y - 0.016, y: geometry.hipZ - 0.042, width: 0.032, height: 0.085, rx: 0.01, ...shell, fill: '#c3ccd5'});
  }
  add(body, 'rect', {x: -0.065, y: -0.0435, width: 0.13, height: 0.087, rx: 0.012, ...shell});
  add(body, 'rect', {x: -0.04, y: 0.04, width: 0.08, height: 0.08, rx: 0.01, ...shell});
}
