#!/usr/bin/env bash
# Summarizes a run of run.sh:  summary.sh DIRECTORY [SECONDS [ANSWERED [EXIT_CODE]]]
set -euo pipefail
out=$1
run=$out/run

# The number of a named column of a table.
column() {
  head -n 1 "$1" | tr ',' '\n' | grep -nx "$2" | cut -d: -f1
}

# Steps are 20 ms. The first evaluation from which every later one walks.
awk -F, -v walks="$(column "$run/progress.csv" walks)" -v step="$(column "$run/progress.csv" step)" \
  -v velocity="$(column "$run/progress.csv" evaluation_velocity_mean)" \
  -v result="$(column "$run/progress.csv" evaluation_return_mean)" '
  NR == 1 { next }
  $result == "" { next }
  { rows++; last = $step; line = line sprintf(" %d:%.0f%s", $step, $result, $walks == "true" || $walks == 1 ? "*" : "") }
  $walks == "true" || $walks == 1 { if (!lasting) lasting = $step; v = $velocity; next }
  { lasting = 0 }
  END {
    printf "evaluations (step:return, * walks):%s\n", line
    if (lasting) printf "lasting walk from step %d: %.0f s of robot time; last velocity %.2f m/s\n", lasting, lasting * 0.02, v
    else printf "no lasting walk within %d steps: %.0f s of robot time\n", last, last * 0.02
  }' "$run/progress.csv"
awk -F, -v end="$(column "$run/episodes.csv" end)" '
  NR == 1 { next }
  { episodes++; count[$end]++ }
  END {
    printf "%d episodes:", episodes
    for (each in count) printf " %d x %s;", count[each], each
    printf "\n"
  }' "$run/episodes.csv"
grep -hE 'steps = ' "$out/train.log" | tail -n 1
grep -hoE 'Serial port: .*' "$run/minitaur.log" | tail -n 1 || true
grep -hE 'updates behind' "$out/train.log" "$run/minitaur.log" | tail -n 1 || echo "the learner was never too far behind"
tail -n 1 "$out/emulate.log"
[[ $# -lt 2 ]] || echo "wall time $2 s, $3 resets confirmed after faults, exit code ${4:-0}"
echo "load average at start and end: $(cut -d' ' -f1-3 "$out/load.txt" | paste -sd';' - | sed 's/;/ ; /')"
