#!/usr/bin/env bash
# Tests the archives made by `mvn -Pdist package`:
#
#   1. Archives: checksums, documents, licenses; native libraries of one architecture only; no path of this computer.
#   2. Reproducibility: assembling the archives again gives identical bytes.
#   3. The archive with a Java runtime, with only coreutils on PATH: training makes progress within 30 s of
#      unpacking, the page is complete, the other native libraries load. With this computer's fonts: a video, a PDF.
#   4. Dockerfile: the files that it copies exist, and the trainer starts and stops as it would in the container.
#
# As root, 3 and 4 run in a root folder that contains nothing but bash, coreutils and the C library. Otherwise the
# system's files are visible in 3, and the trainer of 4 is not started.
#
#   test-archives.sh [--quick]     --quick omits 2
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
target=$top/deploy/target
max_seconds=30
java_home=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}

fail() {
  printf 'test-archives: %s\n' "$@" >&2
  exit 1
}

work=$(mktemp -d)
pid=
# shellcheck disable=SC2329 # The trap calls it.
clean_up() {
  [[ -z $pid ]] || kill "$pid" 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT

# --- 1. Archives ----------------------------------------------------------------------------------
(cd "$target" && sha256sum --quiet --check SHA256SUMS)
for archive in "$target"/minitaur-*.tar.gz; do
  name=$(basename "$archive" .tar.gz)
  folder=$work/unpacked/$name
  mkdir -p "$work/unpacked"
  tar -xzf "$archive" -C "$work/unpacked"
  (cd "$folder" && sha256sum --quiet --check SHA256SUMS)
  for file in README.md LICENSE NOTICE CHANGELOG.md docs/get-started.md licenses/{GPL-3.0.txt,THIRD-PARTY.txt,minitaur.cdx.json} \
    deploy/minitaur-{collect,trainer}.service bin/minitaur minitaur.jar; do
    [[ -s $folder/$file ]] || fail "$name has no $file."
  done
  case $name in
    *-aarch64*) machine=AArch64 ;;
    *) machine=X86-64 ;;
  esac
  # Libraries inside of jars too.
  "$java_home/bin/java" "$top/deploy/Jars.java" extract '^([^!]*)!/(.*\.(?:so[.0-9]*|dll|dylib|jnilib))$' "$work/inside" \
    "$folder"/minitaur.jar "$folder"/lib/*.jar
  find "$work/inside" -name '*.dll' -o -name '*.dylib' -o -name '*.jnilib' | grep . \
    && fail "$name has native libraries of other operating systems."
  find "$folder" "$work/inside" -name '*.so*' -exec readelf -h {} + | grep Machine: | sort | uniq -c >"$work/machines"
  [[ $(grep -c . "$work/machines") == 1 ]] && grep -q "$machine" "$work/machines" \
    || fail "$name has native libraries of these machines:" "$(cat "$work/machines")"
  # Jars are not compressed inside the archive.
  grep -rlF -e "$top/" -e "$HOME/.m2" "$folder" && fail "$name contains paths of this computer."
  rm -r "$work/inside"
  printf '%s.tar.gz: %d bytes, %d native libraries\n' "$name" "$(stat -c %s "$archive")" "$(awk '{print $1}' "$work/machines")"
done
rm -r "$work/unpacked"

# --- 2. Reproducibility ---------------------------------------------------------------------------
if [[ ${1:-} != --quick ]]; then
  mkdir "$work/again"
  ln -s "$target/lib" "$work/again/lib"
  "$top/deploy/assemble.sh" "$work/again" "$(sed -n 's|.*minitaur-\(.*\)-linux-x86_64.tar.gz|\1|p' "$target/SHA256SUMS")" \
    "$(sed -n 's|.*<project.build.outputTimestamp>\(.*\)</.*|\1|p' "$top/pom.xml")" "$java_home" >/dev/null
  cmp "$target/SHA256SUMS" "$work/again/SHA256SUMS" || fail 'Assembled again, the archives are different.'
  rm -r "$work/again"
fi

# --- 3. The archive with a Java runtime -----------------------------------------------------------
archive=$(echo "$target"/minitaur-*-jre.tar.gz)
[[ -f $archive ]] || { echo 'No archive with a Java runtime; it is not tested.'; exit 0; }
root=$work/root
program=/$(basename "$archive" .tar.gz)
mkdir -p "$root"/{bin,dev,etc,home,opt,proc,runs,run/secrets,tmp}
chmod 1777 "$root/tmp"
printf '%s\n' 'root:x:0:0::/home:/bin/bash' 'minitaur:x:1000:1000::/runs:/bin/bash' >"$root/etc/passwd"
isolated=0
if [[ $(id -u) == 0 ]] && unshare --mount true 2>/dev/null; then
  isolated=1
fi
for tool in bash cat dirname env head ls mkdir readlink tail uname; do
  file=$(command -v "$tool")
  if [[ $isolated == 1 ]]; then
    cp -L "$file" "$root/bin/$tool"
    ldd "$file" | grep -o '/[^ ]*' | while read -r library; do
      mkdir -p "$root${library%/*}"
      cp -L "$library" "$root$library"
    done
  elif [[ $tool != bash ]]; then
    ln -s "$file" "$root/bin/$tool"
  fi
done
# Other C library files that the native libraries need.
if [[ $isolated == 1 ]]; then
  libc=$(ldd /bin/bash | grep -o '/[^ ]*/libc\.so\.6')
  cp -L "${libc%/*}"/lib{m,dl,pthread,rt}.so.* "$root${libc%/*}/"
fi

# Replaces this shell by a command in the root folder, as user $1 in folder $2. Mounts end with it.
run_as() {
  local user=$1 folder=$2
  shift 2
  if [[ $isolated == 1 ]]; then
    # shellcheck disable=SC2016 # The other shell expands it.
    exec unshare --mount bash -c 'mount --bind /proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot --userspec="$1" "$0" \
      /bin/env -i -C "$2" PATH=/bin HOME=/home "${@:3}"' "$root" "$user" "$folder" "$@"
  fi
  cd "$root$folder"
  exec env -i PATH="$root/bin" HOME="$root/home" "$root$1" "${@:2}"
}

run() {
  run_as "$(id -u):$(id -g)" /home "$program/bin/minitaur" "$@"
}

# Ends process $pid as systemd and Docker do, and requires the exit code of a stop by the operator.
stop() {
  local code=0
  kill "$pid"
  wait "$pid" || code=$?
  pid=
  [[ $code == 3 ]] || fail "After SIGTERM, the program ended with code $code, not 3:" "$(cat "$work/out" "$work/err")"
}

# Waits until the output of $pid contains $1.
await() {
  until grep -q "$1" "$work/out"; do
    kill -0 "$pid" 2>/dev/null || fail "The program ended before it printed \"$1\":" "$(cat "$work/out" "$work/err")"
    sleep 0.1
  done
}

start=$(date +%s%N)
tar -xzf "$archive" -C "$root"
run train --run-dir run </dev/null >"$work/out" 2>"$work/err" &
pid=$!
# The temperature is printed once the learner has made updates.
await 'temperature'
millis=$((($(date +%s%N) - start) / 1000000))
grep -m 1 'temperature' "$work/out"
printf 'Training printed that %d.%d s after the start of unpacking (limit %d s).\n' $((millis / 1000)) $((millis / 100 % 10)) "$max_seconds"
[[ $millis -lt $((max_seconds * 1000)) ]] || fail "Training did not make progress within $max_seconds s."
if command -v curl >/dev/null; then
  page=$(grep -o -m 1 'http://[^/ ]*' "$work/out")
  for file in '' main.js uplot/uPlot.iife.min.js three/three.module.min.js three/three.core.min.js; do
    curl -sSf -o /dev/null "$page/$file" || fail "The page has no $file."
  done
fi
stop
# Curves need fonts, which the root folder does not have.
! grep -v 'The learning curve cannot be drawn: .* fonts may be missing' "$work/err" >"$work/warnings" \
  || fail 'Training printed warnings:' "$(cat "$work/warnings")"

(run --version) || fail '--version failed.'
(run demo --help) >"$work/out" || fail 'demo --help failed.'
grep -q -- --terrain "$work/out" || fail 'demo --help prints:' "$(cat "$work/out")"
(run infer --policy run/policy.safetensors) </dev/null >/dev/null || fail 'infer failed.'
(run train --profile nominal --no-console --set compute.threads=1 --set compute.matrixBackend=openblas --learner paper \
  --set learner.randomSteps=50 --steps 100 --run-dir openblas) </dev/null >"$work/out" 2>&1 \
  || fail 'OpenBLAS:' "$(cat "$work/out")"
(run calibrate camera board --kind floor --tag 20 --output tag.pdf) </dev/null >"$work/out" 2>&1 \
  || fail 'OpenCV:' "$(cat "$work/out")"
if command -v fc-match >/dev/null; then
  for arguments in 'demo --seconds 1 --size 320x240 --video walk.mp4' 'plot run --output curve.pdf'; do
    # shellcheck disable=SC2086 # Several words.
    (cd "$root/home" && "$root$program/bin/minitaur" $arguments) </dev/null >"$work/out" 2>&1 || fail "$arguments:" "$(cat "$work/out")"
  done
fi

# --- 4. Dockerfile --------------------------------------------------------------------------------
dockerfile=$top/Dockerfile
# The words of instruction $1, which is a JSON array.
words() {
  sed -n "s/^$1 \[\(.*\)\]\$/\1/p" "$dockerfile" | tr -d '",'
}
ignored=$(git -C "$top" ls-files --cached --ignored --exclude-from=.dockerignore)
[[ -z $ignored ]] || fail 'The build context of the Dockerfile lacks:' "$ignored"
source=$(sed -n 's|^COPY --from=build /src/\([^ ]*\)/ /opt/minitaur/$|\1|p' "$dockerfile")
folders=("$top"/$source)
[[ -n $source && ${#folders[@]} == 1 && -d ${folders[0]} ]] || fail "The Dockerfile copies $source: ${folders[*]}"
if [[ $isolated == 1 ]]; then
  mv "$root$program" "$root/opt/minitaur"
  echo 0123456789abcdef0123456789abcdef >"$root/run/secrets/token"
  chown 1000:1000 "$root/runs" "$root/run/secrets/token"
  chmod 400 "$root/run/secrets/token"
  # Uses any free port, because the image's port may be in use on this computer.
  # shellcheck disable=SC2046 # Several words, without spaces.
  run_as 1000:1000 /runs $(words ENTRYPOINT) $(words CMD) --http-port 0 </dev/null >"$work/out" 2>"$work/err" &
  pid=$!
  await 'Waiting for collectors at http'
  stop
  [[ -d $root/runs/run ]] || fail 'The trainer of the Dockerfile made no run directory.'
  echo 'The trainer of the Dockerfile started and stopped.'
fi
