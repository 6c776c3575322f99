#!/usr/bin/env bash
# Trains each seed twice in lock-step: in one process, and split into trainer and collector. Then
# plots both sets of curves, prints their last evaluations, and checks that the policies are
# bit-identical.
#
#   experiments/split/compare.sh [STEPS [SEED...]]        default: 40000 0 1 2; takes hours
#
# Exits with code 1 if a policy differs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
steps=${1:-40000}
shift || true
seeds=("$@")
if [[ $# -eq 0 ]]; then seeds=(0 1 2); fi
out=${SPLIT_DIRECTORY:-runs/split-comparison}
port=${SPLIT_PORT:-18090}
mkdir -p "$out"

trainer=
trap 'if [[ -n $trainer ]]; then kill "$trainer" 2>/dev/null || true; fi' EXIT

settings=(--profile nominal --set sim.realTime=false)
for seed in "${seeds[@]}"; do
  ./minitaur train "${settings[@]}" --seed "$seed" --steps "$steps" --run-dir "$out/one-$seed" \
    --no-console --operator none

  ./minitaur trainer "${settings[@]}" --lock-step --seed "$seed" --steps "$steps" \
    --run-dir "$out/split-$seed" --http-port "$port" &
  trainer=$!
  ./minitaur collect "${settings[@]}" --seed "$seed" --trainer "http://127.0.0.1:$port" \
    --dir "$out/collector-$seed" --no-console --operator none
  wait "$trainer"
  trainer=
done

./minitaur plot "$out"/one-* --output "$out/one.png"
./minitaur plot "$out"/split-* --output "$out/split.png"
for seed in "${seeds[@]}"; do
  for kind in one split; do
    printf '%-6s seed %s: ' "$kind" "$seed"
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i }
      END { printf "step %s return %s velocity %s\n", $column["step"],
            $column["evaluation_return_mean"], $column["evaluation_velocity_mean"] }' "$out/$kind-$seed/progress.csv"
  done
done
equal=0
for seed in "${seeds[@]}"; do
  if cmp "$out/one-$seed/policy.safetensors" "$out/split-$seed/policy.safetensors"; then
    echo "seed $seed: bit-identical policies"
  else
    equal=1
  fi
done
exit "$equal"
