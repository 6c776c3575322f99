/**
 * Measures a policy in MuJoCo:
 *
 *   node run-policy.mjs POLICY.safetensors [--episodes 20] [--seed 0] [--setting NAME] [--json]
 *   node run-policy.mjs --trot             the fixtures' open-loop trot instead of a policy
 *   node run-policy.mjs POLICY.safetensors --terrain slope:8
 *                                          how often it crosses a terrain within 20 s
 *
 * The same policy, seed and setting give the same results.
 */
import { parseArgs } from 'node:util';
import { runEpisode, startAngles, taskConditions } from './episode.mjs';
import { legTargets, TROT } from './gait.mjs';
import { Policy, PolicyFileError } from './policy.mjs';
import { MujocoRobot, readNumbers } from './robot.mjs';
import { DEFAULT_SETTING, SETTINGS } from './settings.mjs';
import { parseTerrain, TerrainError } from './terrain.mjs';

const WALKING_METRES_PER_SEC = 0.32;
const COURSE_SECONDS = 20;

class UsageError extends Error {}

try {
  const options = readOptions();
  const result = await measure(options);
  console.log(options.json ? JSON.stringify(result, null, 2) : describe(result));
} catch (error) {
  if (!(error instanceof UsageError || error instanceof PolicyFileError || error instanceof TerrainError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 2;
}

function readOptions() {
  let parsed;
  try {
    parsed = parseArgs({
      allowPositionals: true,
      options: {
        episodes: { type: 'string', default: '20' },
        seed: { type: 'string', default: '0' },
        setting: { type: 'string', default: DEFAULT_SETTING },
        terrain: { type: 'string' },
        trot: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error.message);
  }
  const { values, positionals } = parsed;
  if (positionals.length !== (values.trot ? 0 : 1)) {
    throw new UsageError('specify one policy file, or --trot without a file');
  }
  if (!SETTINGS.has(values.setting)) {
    const names = [...SETTINGS.keys()].map((name) => `"${name}"`).join('\n  ');
    throw new UsageError(`there is no setting "${values.setting}"; there are\n  ${names}`);
  }
  return {
    ...values,
    file: positionals[0],
    episodes: integerOption('episodes', values.episodes, 1),
    seed: integerOption('seed', values.seed, 0),
  };
}

function integerOption(name, text, minimum) {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < minimum) {
    throw new UsageError(`--${name} is ${text}; it must be an integer of at least ${minimum}`);
  }
  return value;
}

async function measure({ file, trot, episodes, seed, setting, terrain }) {
  const numbers = readNumbers();
  const { conditions, act } = trot ? openLoopTrot(numbers) : learned(file);
  const maxSteps = terrain && COURSE_SECONDS * conditions.policy_rate_hz;
  let robot = await MujocoRobot.load(numbers, SETTINGS.get(setting));
  const runs = [];
  for (let episode = 0; episode < episodes; episode++) {
    if (terrain) {
      const varied = parseTerrain(terrain, `${seed}/${episode}`);
      robot = await MujocoRobot.load(numbers, SETTINGS.get(setting), varied);
    }
    const start = startAngles(numbers, conditions, seed, episode);
    runs.push(runEpisode(robot, numbers, conditions, act, start, maxSteps));
  }
  const velocity = mean(runs.map((run) => run.velocityMetresPerSec));
  const falls = runs.filter(({ fell }) => fell).length;
  return {
    policy: trot ? 'open-loop trot' : file,
    setting,
    seed,
    terrain,
    crossed: terrain && runs.filter(({ crossed }) => crossed).length,
    meanVelocityMetresPerSec: velocity,
    meanPowerWatts: mean(runs.map((run) => run.powerWatts)),
    meanReturn: mean(runs.map((run) => run.return)),
    falls,
    walks: falls === 0 && velocity >= WALKING_METRES_PER_SEC,
    episodes: runs,
  };
}

function learned(file) {
  const policy = Policy.read(file);
  const rate = policy.conditions.policy_rate_hz;
  if (!Number.isInteger(1000 / rate)) {
    throw new PolicyFileError(`${file} acts at ${rate} Hz; its period must be whole milliseconds`);
  }
  return { conditions: policy.conditions, act: (state) => policy.act(state) };
}

function openLoopTrot(numbers) {
  const { task } = numbers;
  const act = (state, time) => {
    const legs = legTargets(TROT, time);
    return [
      ...legs.map(({ swing }) => swing / task.swing_range),
      ...legs.map(({ extension }) => (extension - task.extension_mid) / task.extension_range),
    ];
  };
  return { conditions: taskConditions(numbers), act };
}

function describe(result) {
  const { crossed, terrain } = result;
  const velocities = result.episodes.map((run) => run.velocityMetresPerSec);
  return [
    `${result.policy} in MuJoCo (${result.setting})`,
    `  ${velocities.length} episodes, seed ${result.seed}`,
    `  mean forward velocity ${result.meanVelocityMetresPerSec.toFixed(4)} m/s` +
      ` (${Math.min(...velocities).toFixed(4)} to ${Math.max(...velocities).toFixed(4)})`,
    `  mean electrical power ${result.meanPowerWatts.toFixed(0)} W`,
    `  mean return ${result.meanReturn.toFixed(2)}`,
    `  falls ${result.falls}`,
    ...(terrain ? [`  crossed ${terrain} in ${crossed} episodes`] : []),
    `  mean drift to the left ${mean(result.episodes.map((run) => run.leftMetres)).toFixed(2)} m`,
    `  ${result.walks ? 'walks' : 'does not walk'}` +
      ` (the mark is ${WALKING_METRES_PER_SEC} m/s without a fall)`,
  ].join('\n');
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
