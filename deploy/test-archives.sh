#!/usr/bin/env bash
# Tests the archives that `mvn -Pdist package` made, each unpacked into an empty folder:
#
#   1. Checksums are right and native libraries are of one architecture only.
#   2. Assembled again, the archives are the same bytes.
#   3. With a Java runtime, and only coreutils on PATH: training takes its first steps within 30 s, OpenCV and
#      OpenBLAS load, and the page is complete.
#
#   test-archives.sh [--quick]     --quick omits 2
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
target=$top/deploy/target
max_seconds=30

fail() {
  printf 'test-archives: %s\n' "$@" >&2
  exit 1
}

# The home of the JDK that Maven uses.
java_home() {
  local java=${JAVA_HOME:-}
  [[ -n $java ]] || java=$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")
  echo "$java"
}

work=$(mktemp -d)
pid=
# shellcheck disable=SC2329 # The trap calls it.
clean_up() {
  [[ -z $pid ]] || kill "$pid" 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT

(cd "$target" && sha256sum --quiet --check SHA256SUMS)
for archive in "$target"/minitaur-*.tar.gz; do
  folder=$work/$(basename "$archive" .tar.gz)
  tar -xzf "$archive" -C "$work"
  (cd "$folder" && sha256sum --quiet --check SHA256SUMS)
  case $archive in
    *aarch64*) machine='AArch64' ;;
    *) machine='X86-64' ;;
  esac
  if command -v readelf >/dev/null; then
    find "$folder/natives" -name '*.so*' -exec readelf -h {} + | grep Machine | grep -v "$machine" \
      && fail "$archive has native libraries of another architecture."
  fi
  printf '%s: %d bytes\n' "${archive##*/}" "$(stat -c %s "$archive")"
done

if [[ ${1:-} != --quick ]]; then
  mkdir "$work/again"
  cp -r "$target/lib" "$work/again/lib"
  "$top/deploy/assemble.sh" "$work/again" "$(sed -n 's|.*minitaur-\(.*\)-linux-x86_64.tar.gz|\1|p' "$target/SHA256SUMS")" \
    "$(sed -n 's|.*<project.build.outputTimestamp>\(.*\)</.*|\1|p' "$top/pom.xml")" "$(java_home)" >/dev/null
  cmp "$target/SHA256SUMS" "$work/again/SHA256SUMS" || fail 'Assembled again, the archives are different.'
fi

program=$(echo "$work"/minitaur-*-jre)
[[ -d $program ]] || { echo 'No archive with a Java runtime; it is not tested.'; exit 0; }
mkdir "$work/path" "$work/home"
for tool in env dirname readlink tail uname cat mkdir ls; do
  ln -s "$(command -v "$tool")" "$work/path/$tool"
done
run() {
  (cd "$work/home" && exec env -i PATH="$work/path" HOME="$work/home" "$program/minitaur" "$@")
}

start=$(date +%s%N)
run train --profile nominal --no-console --set compute.threads=1 --set learner.randomSteps=500 \
  --set run.evaluationInterval=1000 --steps 100000 --run-dir run </dev/null >"$work/out" 2>"$work/err" &
pid=$!
until grep -q ' 1000 steps: return' "$work/out" || ! kill -0 "$pid" 2>/dev/null; do sleep 0.2; done
seconds=$((($(date +%s%N) - start) / 1000000000))
grep -q ' 1000 steps: return' "$work/out" || fail 'Training did not start:' "$(cat "$work/out" "$work/err")"
kill "$pid"
code=0
wait "$pid" || code=$?
pid=
[[ $code -eq 3 ]] || fail "After SIGTERM, the program ended with code $code, not 3:" "$(cat "$work/out" "$work/err")"
printf 'Training evaluated step 1000 after %d s.\n' "$seconds"
[[ $seconds -lt $max_seconds ]] || fail "That is more than $max_seconds s."
[[ -z $(cat "$work/err") ]] || fail 'Training printed warnings:' "$(cat "$work/err")"

run infer --policy run/policy.safetensors --profile nominal </dev/null >/dev/null || fail 'infer failed.'
run train --profile nominal --no-console --set compute.threads=1 --set compute.matrixBackend=openblas --learner paper \
  --set learner.randomSteps=50 --steps 100 --run-dir openblas </dev/null >"$work/out" 2>&1 \
  || fail 'OpenBLAS:' "$(cat "$work/out")"
run bench camera --seconds 1 </dev/null >"$work/out" 2>&1 || grep -q fps "$work/out" || fail 'OpenCV:' "$(cat "$work/out")"
