/**
 * Evaluates policies that were trained on flat ground on other terrains, and compares the shares
 * of crossed courses with the thresholds of the project:
 *
 *   node accept.mjs RUN... [--episodes 20] [--profile realistic] [--csv generalize.csv]
 *                          [--mujoco] [--program ../../minitaur]
 *
 * RUN is the directory of a run, or a policy file. Pass one run per seed. With --mujoco the same
 * policies also walk in MuJoCo (see ../mujoco). Writes one row for each policy and terrain, prints
 * a table, and exits with code 1 when a threshold is missed.
 */
import { execFile } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { summarize, TERRAINS } from './summary.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const run = promisify(execFile);

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    episodes: { type: 'string', default: '20' },
    profile: { type: 'string', default: 'realistic' },
    csv: { type: 'string', default: 'generalize.csv' },
    mujoco: { type: 'boolean', default: false },
    program: { type: 'string', default: join(HERE, '..', '..', 'minitaur') },
  },
});
const policies = positionals.map(policyFile);
if (policies.length === 0 || policies.includes(undefined)) {
  console.error('Give run directories with a policy.safetensors, or policy files, that exist.');
  process.exit(2);
}

const rows = [];
for (const policy of policies) {
  for (const row of await generalize(policy)) {
    rows.push({ policy, ...row, mujoco: options.mujoco ? await mujoco(policy, row.terrain) : null });
    writeFileSync(options.csv, csv(rows)); // Keeps the results so far if interrupted.
  }
  console.error(`${policy} is measured.`);
}
const { lines, met } = summarize(rows);
console.log(lines.join('\n'));
console.log(`Rows: ${options.csv}`);
process.exitCode = met ? 0 : 1;

function policyFile(path) {
  const inRun = join(path, 'policy.safetensors');
  if (existsSync(inRun)) {
    return inRun;
  }
  return existsSync(path) && statSync(path).isFile() ? path : undefined;
}

/** The rows of one policy, as `minitaur generalize --json` prints them. */
async function generalize(policy) {
  const [program, ...first] = options.program.split(' ');
  const terrains = TERRAINS.map(({ terrain }) => terrain).join(',');
  const given = ['--profile', options.profile, '--episodes', options.episodes, '--json'];
  const command = [...first, 'generalize', '--policy', policy, '--terrain', terrains, ...given];
  const { stdout } = await run(program, command).catch((failure) => {
    // Exit code 1: one policy misses a threshold. The thresholds here apply to all seeds together.
    if (failure.code !== 1) {
      console.error(failure.stderr || failure.message);
      process.exit(2);
    }
    return failure;
  });
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

/** Number of episodes in which the policy crosses the terrain in MuJoCo. */
async function mujoco(policy, terrain) {
  const script = join(HERE, '..', 'mujoco', 'run-policy.mjs');
  const given = ['--terrain', terrain, '--episodes', options.episodes, '--json'];
  const { stdout } = await run(process.execPath, [script, policy, ...given]);
  return JSON.parse(stdout).crossed;
}

function csv(all) {
  const columns = {
    policy: (row) => row.policy,
    terrain: (row) => row.terrain,
    episodes: (row) => row.episodes,
    crossed: (row) => row.crossed,
    fell: (row) => row.fell,
    stuck: (row) => row.stuck,
    mean_forward_velocity_m_per_s: (row) => row.mean_forward_velocity_m_per_s,
    energy_j_per_m: (row) => row.energy_j_per_m ?? '',
    worst_pitch_rad: (row) => row.worst_pitch_rad,
    mujoco_crossed: (row) => row.mujoco ?? '',
  };
  const line = (row) => Object.values(columns).map((value) => value(row)).join(',');
  return [Object.keys(columns).join(','), ...all.map(line), ''].join('\n');
}
