// The robot from its right side as SVG: the target pose of a reset request, and the robot itself
// where the browser has no WebGL.

import {LEGS, hipOf, solveLeg, standingHeight} from './kinematics.js';

const SVG = 'http://www.w3.org/2000/svg';

export function add(parent, name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.textContent = text;
  parent.append(element);
  return element;
}

/** The robot from its right side, with its origin at a height; standing where none is given. */
export function drawRobot(parent, angles, roll, pitch, geometry, far, z = standingHeight(angles, roll, pitch, geometry)) {
  const body = add(parent, 'g', {transform: `translate(0 ${z}) rotate(${(-pitch * 180) / Math.PI})`});
  for (const left of [true, false]) {
    if (!left) drawTrunk(body, geometry);
    for (const leg of LEGS.filter((each) => each.left === left)) {
      const hip = hipOf(leg, geometry);
      const colors = left && far ? ['#aab4be', '#b9d3e6'] : ['#1b2a38', '#0b5fa5'];
      drawLeg(body, hip, solveLeg(angles[leg.rearMotor], angles[leg.frontMotor], geometry), colors, geometry);
    }
  }
}

function drawTrunk(body, geometry) {
  const shell = {fill: '#e3e8ed', stroke: '#55636f', 'stroke-width': 0.003};
  add(body, 'rect', {x: 0.06, y: 0.04, width: 0.08, height: 0.08, rx: 0.01, ...shell});
  add(body, 'rect', {x: -0.15, y: -0.0435, width: 0.3, height: 0.087, rx: 0.018, ...shell});
  const length = 2 * geometry.hipX;
  const chassis = {...shell, fill: '#c3ccd5'};
  add(body, 'rect', {x: -length / 2, y: geometry.hipZ - 0.021, width: length, height: 0.042, rx: 0.02, ...chassis});
  for (const x of [-geometry.hipX, geometry.hipX]) add(body, 'circle', {cx: x, cy: geometry.hipZ, r: 0.0425, ...chassis});
}

function drawLeg(body, hip, leg, [upper, lower], geometry) {
  const at = ([x, z]) => [hip[0] + x, hip[2] + z];
  const link = (from, to, color, width) =>
    add(body, 'line', {
      x1: at(from)[0], y1: at(from)[1], x2: at(to)[0], y2: at(to)[1],
      stroke: color, 'stroke-width': width, 'stroke-linecap': 'round',
    });
  link(leg.frontKnee, leg.pin, lower, 0.012);
  link(leg.rearKnee, leg.foot, lower, 0.012);
  link([0, 0], leg.frontKnee, upper, 0.017);
  link([0, 0], leg.rearKnee, upper, 0.017);
  add(body, 'circle', {cx: at(leg.foot)[0], cy: at(leg.foot)[1], r: geometry.footRadius, fill: upper});
}

/** Draws the pose in which an episode starts, at the start line. */
export function drawTargetPose(svg, robot) {
  svg.replaceChildren();
  svg.setAttribute('aria-label', 'Target: the robot stands level on all four feet at the start line, its box to the front, facing along the lane.');
  const scale = 340;
  const ground = 152;
  add(svg, 'rect', {x: -200, y: ground, width: 720, height: 90, fill: '#e4ddd2'});
  add(svg, 'line', {x1: -200, y1: ground, x2: 520, y2: ground, class: 'ground-line', stroke: '#5d5346', 'stroke-width': 2});
  const meters = add(svg, 'g', {transform: `translate(148 ${ground}) scale(${scale} ${-scale})`});
  drawRobot(meters, new Array(8).fill(robot.startExtension), 0, 0, robot.geometry, true);
  const line = 148 + scale * (robot.geometry.hipX + 0.09);
  add(svg, 'line', {x1: line, y1: 40, x2: line, y2: ground, stroke: '#14202b', 'stroke-width': 2, 'stroke-dasharray': '7 5'});
  add(svg, 'text', {x: line, y: 30, 'text-anchor': 'middle', class: 'label'}, 'start line');
  add(svg, 'path', {d: `M${line - 18} 172h54m-11 -8l12 8l-12 8`, fill: 'none', stroke: '#14202b', 'stroke-width': 3, 'stroke-linecap': 'round', 'stroke-linejoin': 'round'});
  add(svg, 'text', {x: line - 28, y: 177, 'text-anchor': 'end', class: 'label'}, 'along the lane');
}

/** Draws the robot as measured, with the commanded legs behind it. */
export function drawMeasured(svg, live, geometry) {
  svg.replaceChildren();
  const scale = 760;
  add(svg, 'line', {x1: 0, y1: 330, x2: 640, y2: 330, class: 'ground-line', stroke: '#5d5346', 'stroke-width': 2});
  const meters = add(svg, 'g', {transform: `translate(320 330) scale(${scale} ${-scale})`});
  if (live.targets.length === 8) {
    const ghost = add(meters, 'g', {opacity: 0.3});
    drawRobot(ghost, live.targets, live.roll ?? 0, live.pitch ?? 0, geometry, false);
  }
  drawRobot(meters, live.angles, live.roll ?? 0, live.pitch ?? 0, geometry, true);
}
