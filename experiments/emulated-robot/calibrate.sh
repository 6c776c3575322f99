#!/usr/bin/env bash
# Calibrates a randomized emulated robot over a serial line. A scripted operator carries out each
# instruction. Prints the result next to the ground truth.
#
#   experiments/emulated-robot/calibrate.sh [ROBOT [PART...]]     default: 7 motors imu identify mocap
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
robot=${1:-7}
shift || true
parts=("$@")
if [[ $# -eq 0 ]]; then parts=(motors imu identify mocap); fi
out=runs/emulated-robot-$robot
mkdir -p "$out"
port=$out/port

# Command for the scripted operator at each instruction; "after" commands follow its confirmation.
motors=(hang 'fold front-left' 'fold back-left' 'fold front-right' 'fold back-right' forward hang)
imu=(level 'after tilt nose-down' 'after tilt left-up')
identify=(stand)
mocap=(start 'after push 1' 'after turn 90')

cameras=${MOCAP_PORT:-13883}
settings=(--set mocap.source=vrpn --set mocap.host=127.0.0.1 --set "mocap.port=$cameras"
  --set mocap.body=Minitaur)

rm -f "$out"/orders "$out"/answers
mkfifo "$out/orders" "$out/answers"
./minitaur emulate --link "$port" --randomized "$robot" --ground-truth "$out/truth.yaml" \
  --vrpn="$cameras" --script "$out/orders" >"$out/emulate.log" &
emulated=$!
trap 'kill "$emulated" 2>/dev/null || true; rm -f "$out"/orders "$out"/answers' EXIT
exec 3>"$out/orders"

# Waits until file $1 contains pattern $2 on at least $3 lines; fails if process $4 ends first.
await() {
  until [[ $(grep -c -e "$2" "$1" || true) -ge $3 ]]; do
    kill -0 "$4" 2>/dev/null || { cat "$1"; exit 1; }
    sleep 0.1
  done
}

await "$out/emulate.log" . 1 "$emulated"
given=0
order() {
  given=$((given + 1))
  echo "$1" >&3
}

for part in "${parts[@]}"; do
  declare -n orders=$part
  log=$out/$part.log
  ./minitaur calibrate "$part" --hal serial --port "$port" --file "$out/calibration.yaml" \
    "${settings[@]}" <"$out/answers" >"$log" &
  calibrating=$!
  exec 4>"$out/answers"
  for ((i = 0; i < ${#orders[@]}; i++)); do
    await "$log" "$((i + 1))/${#orders[@]} " 1 "$calibrating"
    if [[ ${orders[i]} == after\ * ]]; then
      echo yes >&4
      sleep 0.5
      order "${orders[i]#after }"
    else
      order "${orders[i]}"
      await "$out/emulate.log" '^operator: ' "$given" "$emulated"
      echo yes >&4
    fi
  done
  wait "$calibrating" || { cat "$log"; exit 1; }
  exec 4>&-
done
./minitaur calibrate compare --file "$out/truth.yaml" "$out/calibration.yaml"
