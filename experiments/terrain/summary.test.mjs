import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summarize, TERRAINS } from './summary.mjs';

/** Five policies that cross every terrain, except as `change` specifies. */
function rows(change = () => ({})) {
  return [0, 1, 2, 3, 4].flatMap((policy) =>
    TERRAINS.map(({ terrain }) => {
      const row = { policy, terrain, episodes: 20, crossed: 20, mujoco: null };
      return { ...row, ...change(row) };
    }),
  );
}

test('all thresholds are met when every course is crossed', () => {
  assert.equal(summarize(rows()).met, true);
});

test('a slope needs 95 % of all episodes and a median of 100 %', () => {
  const crossed = (...counts) =>
    rows((row) => (row.terrain === 'slope:8' ? { crossed: counts[row.policy] } : {}));
  assert.equal(summarize(crossed(20, 20, 20, 18, 17)).met, true);
  assert.equal(summarize(crossed(20, 20, 20, 18, 16)).met, false);
  assert.equal(summarize(crossed(20, 20, 19, 19, 19)).met, false);
});

test('a goal is no threshold, a missing terrain is a missed one', () => {
  const high = rows((row) => (row.terrain.startsWith('stairs-down:0.06') ? { crossed: 0 } : {}));
  assert.equal(summarize(high).met, true);
  assert.match(summarize(high).lines.join('\n'), /goal 60 % not reached/);
  const without = rows().filter(({ terrain }) => terrain !== 'blocks');
  assert.equal(summarize(without).met, false);
});

test('MuJoCo may differ by 20 percentage points', () => {
  assert.equal(summarize(rows(() => ({ mujoco: 16 }))).met, true);
  assert.equal(summarize(rows(() => ({ mujoco: 15 }))).met, false);
});
