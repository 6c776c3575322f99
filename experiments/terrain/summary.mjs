const slope = (degrees) => ({ terrain: `slope:${degrees}`, min: 0.95, minMedian: 1 });

/**
 * The terrains, with the min share of all episodes and the min median over the policies. A goal is
 * printed, but missing it is not a failure.
 */
export const TERRAINS = [
  ...[4, -4, 8, -8, 12, -12].map(slope),
  { terrain: 'stairs-down:0.02x0.35x4', min: 0.95 },
  { terrain: 'stairs-down:0.04x0.35x4', min: 0.8 },
  { terrain: 'stairs-down:0.06x0.35x4', goal: 0.6 },
  { terrain: 'stairs-down:0.08x0.35x4', goal: 0.6 },
  { terrain: 'blocks', min: 0.8 },
  { terrain: 'friction:0.4', min: 0.95 },
];

/** Max difference between the shares in the two simulators. */
const MAX_MUJOCO_DIFFERENCE = 0.2;

/**
 * Returns a table with a row for each terrain, and whether every threshold is met.
 *
 * @param {{terrain: string, episodes: number, crossed: number, mujoco: ?number}[]} rows
 */
export function summarize(rows) {
  const lines = [`${'terrain'.padEnd(26)} crossed  median  per policy, %            threshold`];
  let met = true;
  for (const { terrain, min, minMedian, goal } of TERRAINS) {
    const here = rows.filter((row) => row.terrain === terrain);
    if (here.length === 0) {
      lines.push(`${terrain.padEnd(26)} not measured: MISSED`);
      met = false;
      continue;
    }
    const shares = here.map(({ crossed, episodes }) => crossed / episodes);
    const share = pooled(here, 'crossed');
    const checks = [];
    const check = (text, value, least) => {
      const reached = value >= least;
      met &&= reached;
      checks.push(`${text} ${percent(least)} ${reached ? 'met' : 'MISSED'}`);
    };
    if (min !== undefined) check('all', share, min);
    if (minMedian !== undefined) check('median', median(shares), minMedian);
    if (goal !== undefined) {
      checks.push(`goal ${percent(goal)} ${share >= goal ? 'reached' : 'not reached'}`);
    }
    if (here.every(({ mujoco }) => mujoco !== null && mujoco !== undefined)) {
      const other = pooled(here, 'mujoco');
      const close = Math.abs(other - share) <= MAX_MUJOCO_DIFFERENCE;
      met &&= close;
      checks.push(`MuJoCo ${percent(other)} ${close ? 'close' : 'NOT CLOSE'}`);
    }
    const each = shares.map((value) => Math.round(100 * value)).join(' ');
    lines.push(
      [
        terrain.padEnd(26),
        percent(share).padStart(7),
        percent(median(shares)).padStart(7),
        ` ${each.padEnd(24)}`,
        checks.join(', '),
      ].join(' '),
    );
  }
  return { lines, met };
}

function pooled(rows, column) {
  const sum = (name) => rows.reduce((total, row) => total + row[name], 0);
  return sum(column) / sum('episodes');
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

function percent(share) {
  return `${(100 * share).toFixed(0)} %`;
}
