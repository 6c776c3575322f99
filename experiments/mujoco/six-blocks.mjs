/**
 * Simulates the fixtures' trot walking into six movable blocks, in each MuJoCo setting:
 *
 *   node six-blocks.mjs
 *
 * Prints the final positions of the robot and the blocks, with which the simulator's tests compare
 * (six-blocks.json among its fixtures).
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { legTargets, motorAnglesOf, TROT } from './gait.mjs';
import { MujocoRobot, readNumbers } from './robot.mjs';
import { SETTINGS } from './settings.mjs';
import { blocksAt } from './terrain.mjs';

/** Reads the scene and its results by setting. */
export function readScene() {
  const url = new URL('../../sim/src/test/resources/physics/six-blocks.json', import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8'));
}

/**
 * Simulates the scene in one setting.
 *
 * @returns {Promise<{x: number, y: number, blocks: number[][]}>} final position of the base,
 *     and [x, y] of the blocks; m
 */
export async function walkIntoBlocks({ seconds, places }, setting) {
  const numbers = readNumbers();
  const terrain = blocksAt(places.map(([x, y]) => ({ x, y, yaw: 0 })));
  const robot = await MujocoRobot.load(numbers, setting, terrain);
  robot.stand(new Array(8).fill(2));
  for (let ms = 0; ms < 1000 * seconds; ms++) {
    robot.stepMillisecond(motorAnglesOf(numbers, legTargets(TROT, ms / 1000)), numbers.motor);
  }
  const [x, y] = robot.position().map((value) => Number(value.toFixed(4)));
  const blocks = places.map((_, i) =>
    robot.blockPosition(i).slice(0, 2).map((value) => Number(value.toFixed(3))),
  );
  return { x, y, blocks };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const scene = readScene();
  for (const [name, setting] of SETTINGS) {
    console.log(`"${name}": ${JSON.stringify(await walkIntoBlocks(scene, setting))}`);
  }
}
