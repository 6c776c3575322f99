#!/usr/bin/env bash
# Trains each seed twice in lock-step: in one process, and split into trainer and collector. Then
# draws both sets of curves and prints the last evaluations beside each other.
#
#   experiments/split/compare.sh [STEPS [SEED...]]        default: 40000 0 1 2; takes hours
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
steps=${1:-40000}
shift || true
seeds=("${@:-0}")
if [[ $# -eq 0 ]]; then seeds=(0 1 2); fi
out=runs/split-comparison
mkdir -p "$out"

settings=(--profile nominal --set sim.realTime=false)
for seed in "${seeds[@]}"; do
  ./minitaur train "${settings[@]}" --seed "$seed" --steps "$steps" --run-dir "$out/one-$seed"

  ./minitaur trainer "${settings[@]}" --lock-step --seed "$seed" --steps "$steps" \
    --run-dir "$out/split-$seed" --port 18090 &
  trainer=$!
  ./minitaur collect "${settings[@]}" --seed "$seed" --trainer http://127.0.0.1:18090 \
    --dir "$out/collector-$seed"
  wait "$trainer"
done

./minitaur plot "$out"/one-* --output "$out/one.png"
./minitaur plot "$out"/split-* --output "$out/split.png"
for kind in one split; do
  for seed in "${seeds[@]}"; do
    printf '%-6s seed %s: ' "$kind" "$seed"
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i }
      END { printf "step %s return %s velocity %s\n", $column["step"],
            $column["evaluation_return_mean"], $column["evaluation_velocity_mean"] }' "$out/$kind-$seed/progress.csv"
  done
done
