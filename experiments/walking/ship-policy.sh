#!/usr/bin/env bash
# Makes the kept policy of a run the one that ships with the program and that `./minitaur demo` shows:
#
#   experiments/walking/ship-policy.sh RUN TASK-PROFILE
#   experiments/walking/ship-policy.sh runs/walking-fast/sim.profile-nominal_seed6 paper-nominal
#
# A new name also needs a line in minitaur.controller.train.PretrainedPolicy. Run PretrainedPolicyTest afterwards.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
[[ $# -eq 2 ]] || { sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
for file in policy.safetensors config.yaml progress.csv; do
  [[ -f $1/$file ]] || { echo "$1/$file: no such file; $1 must be the directory of a run" >&2; exit 2; }
done
directory=$root/controller/src/main/resources/minitaur/controller/train/policies/$2
mkdir -p "$directory"
cp "$1/policy.safetensors" "$1/progress.csv" "$directory"
sed '1!{/^ *#/d}' "$1/config.yaml" > "$directory/config.yaml"
echo "Copied the policy of $1 to $directory"
