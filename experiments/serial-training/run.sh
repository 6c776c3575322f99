#!/usr/bin/env bash
# Trains the default learner over a serial line, in real time and unattended, against an emulated
# board with a simulated robot and a VRPN server, as docs/hardware.md describes.
#
#   experiments/serial-training/run.sh [DIRECTORY [STEPS [SEED]]]    default: runs/serial-training 15000 0
#
# 15,000 steps are five minutes of robot time; with resets it takes about ten. After the run it
# prints when the robot walked, the missed deadlines, and the reconciliation of all steps.
#
# Two idle cores are needed: one for the learner, one for the position loop and the emulated robot,
# which a real one would not share. MINITAUR names another program than ./minitaur, MOCAP_PORT another
# port.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
out=${1:-runs/serial-training}
steps=${2:-15000}
seed=${3:-0}
minitaur=${MINITAUR:-./minitaur}
cameras=${MOCAP_PORT:-13883}
[[ ! -e $out ]] || { echo "$out exists; name another directory" >&2; exit 2; }
mkdir -p "$out"
out=$(cd "$out" && pwd)
port=$out/port
mkfifo "$out/answers"
emulated='' training=''
# Answers are opened in both directions, so that the reader never sees their end.
exec 3<>"$out/answers"
finish() {
  for process in $training $emulated; do kill -TERM "$process" 2>/dev/null || true; done
}
trap finish EXIT

# A real robot does not compete with the learner for the CPU, so the emulator gets real-time priority if permitted.
first=()
if chrt -f 1 true 2>/dev/null; then
  first=(chrt -f 1)
fi
"${first[@]}" "$minitaur" emulate --link "$port" --vrpn="$cameras" --seed "$seed" >"$out/emulate.log" &
emulated=$!
until grep -q VRPN "$out/emulate.log"; do
  kill -0 "$emulated" || exit 1
  sleep 0.2
done

cat /proc/loadavg >"$out/load.txt"
started=$(date +%s)
"$minitaur" train --hal serial --port "$port" --run-dir "$out/run" --steps "$steps" --seed "$seed" \
  --set robot.allowUncalibrated=true \
  --set mocap.source=vrpn --set mocap.host=127.0.0.1 --set mocap.port="$cameras" --set mocap.body=Minitaur \
  --set operator.resets=automatic --operator headless --answers "$out/answers" --no-console \
  >"$out/train.log" 2>&1 &
training=$!

# Number of printed lines that match pattern $1.
count() {
  grep -cE "$1" "$out/train.log" || true
}

# The emulator resets its robot 1 s after its motors are off. After a fault, the program requests a
# reset, which this loop confirms.
answered=0
released=0
while kill -0 "$training" 2>/dev/null; do
  sleep 1
  if [[ $(count '^STOPPED:') -gt $released ]]; then
    released=$((released + 1))
    sleep 2
    echo release >&3
  fi
  if [[ $(count '^Reset [0-9]+:') -gt $answered ]]; then
    answered=$((answered + 1))
    sleep 3
    echo reset >&3
  fi
done
code=0
wait "$training" || code=$?
training=''
cat /proc/loadavg >>"$out/load.txt"
kill -TERM "$emulated"
wait "$emulated" || true
emulated=''
if [[ ! -e $out/run/progress.csv ]]; then
  echo "The training did not start (exit code $code):" >&2
  tail -n 5 "$out/train.log" >&2
  exit 1
fi
experiments/serial-training/summary.sh "$out" $(($(date +%s) - started)) "$answered" "$code"
