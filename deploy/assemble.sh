#!/usr/bin/env bash
# Makes the archives of a release from a finished build; called by `mvn -Pdist package`.
#
#   assemble.sh TARGET VERSION TIMESTAMP JAVA_HOME
#
# TARGET/lib holds the application and its libraries. Writes to TARGET:
#
#   minitaur-VERSION-linux-x86_64.tar.gz       needs Java 17 or newer
#   minitaur-VERSION-linux-aarch64.tar.gz      needs Java 17 or newer
#   minitaur-VERSION-linux-ARCH-jre.tar.gz     with a Java runtime, for the architecture of this computer
#   SHA256SUMS
#
# The same build gives the same bytes: fixed times, owners, modes and order.
set -euo pipefail
export LC_ALL=C
target=$1 version=$2 timestamp=$3 java_home=$4
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$target"

max_size=80000000
max_size_with_runtime=130000000

# Parts of OpenCV that the program calls, and what these need.
opencv=(calib3d core dnn features2d flann highgui imgcodecs imgproc objdetect videoio)

fail() {
  printf 'assemble: %s\n' "$@" >&2
  exit 1
}

# Rewrites jar $1 without the entries whose path matches the extended regular expression $2, as far as
# they do not match $3. Entries are stored, because the archive compresses them.
reduce() {
  local jar=$PWD/$1 drop=$2 keep=$3 work
  [[ -f $jar ]] || fail "$jar is missing."
  work=$(mktemp -d)
  (
    cd "$work"
    "$java_home/bin/jar" --extract --file "$jar"
    find . -type f | sed 's|^\./||' | { grep -E "$drop" || true; } | { grep -Ev "$keep" || true; } | xargs -r rm
    rm "$jar"
    find . -type f | sed 's|^\./||' | sort >"$work.list"
    "$java_home/bin/jar" --create --file "$jar" --no-manifest --no-compress --date "$timestamp" "@$work.list"
  )
  rm -r "$work" "$work.list"
}

# Everything that does not depend on the architecture.
stage_common() {
  local root=$1 jar name
  mkdir -p "$root/lib" "$root/bin" "$root/licenses"
  for jar in lib/*.jar; do
    case $jar in
      *-linux-x86_64.jar | *-linux-arm64.jar) ;;
      lib/minitaur-controller-*) cp "$jar" "$root/minitaur.jar" ;;
      *) cp "$jar" "$root/lib/" ;;
    esac
  done
  # bash is not on every PATH.
  sed '1s|.*|#!/bin/bash|' "$top/minitaur" >"$root/bin/minitaur"
  chmod +x "$root/bin/minitaur"
  ln -s bin/minitaur "$root/minitaur"
  cp -r "$top/docs" "$root/docs"
  cp "$top"/deploy/licenses/* "$root/licenses/"
  mkdir "$root/deploy"
  cp "$top"/deploy/*.service "$root/deploy/"
  cp "$top"/{README.md,CHANGELOG.md,CITATION.cff,LICENSE,NOTICE} "$root/"
  unzip -qjo "$root/minitaur.jar" META-INF/THIRD-PARTY.txt META-INF/sbom/minitaur.cdx.json -d "$root/licenses"
  for jar in lib/*.jar; do
    name=$(basename "$jar" .jar)
    [[ $name != minitaur-* ]] || continue
    unzip -qjo "$jar" 'META-INF/LICENSE*' 'META-INF/NOTICE*' 'META-INF/LGPL*' 'META-INF/AL2.0' 'LICENSE*' \
      'META-INF/resources/webjars/*/LICENSE*' -d "$root/licenses/$name" 2>/dev/null || [[ $? -eq 11 ]]
  done
  find "$root/licenses" -type d -empty -delete
}

# Native libraries of one architecture: $2 as JavaCPP names it, $3 as zstd-jni, $4 as JNA, $5 as JLine does.
stage_natives() {
  local root=$1 javacpp=$2 zstd=$3 jna=$4 jline=$5 jar library module kept
  mkdir -p "$root/natives"
  for jar in lib/*-"$javacpp".jar; do
    unzip -qo "$jar" "org/bytedeco/*/$javacpp/*.so*" -d "$root/natives"
  done
  for library in "$root"/natives/org/bytedeco/opencv/"$javacpp"/lib*; do
    kept=0
    for module in "${opencv[@]}"; do
      case ${library##*/} in libopencv_"$module".* | libjniopencv_"$module".*) kept=1 ;; esac
    done
    [[ $kept == 1 ]] || rm "$library"
  done
  rm -rf "$root/natives/org/bytedeco/opencv/$javacpp/python"
  rm -f "$root"/natives/org/bytedeco/openblas/"$javacpp"/libjniopenblas{,_full}.so
  find "$root/natives" -type d -empty -delete
  reduce "$root"/lib/zstd-jni-*.jar '^(aix|darwin|freebsd|linux|win)/' "^linux/$zstd/"
  reduce "$root"/lib/jna-5*.jar '^com/sun/jna/[^/]*-[^/]*/' "^com/sun/jna/$jna/"
  reduce "$root"/lib/jline-native-*.jar '^org/jline/nativ/[^/]*/' "^org/jline/nativ/Linux/$jline/"
  # The page needs two of its files.
  reduce "$root"/lib/three-*.jar '^META-INF/resources/webjars/three/[^/]*/(src|examples|build)/' \
    '/build/three\.(module|core)\.min\.js$'
}

# The modules of the JDK that the program needs, without what only displays use, and the libraries
# that this JDK shares with its distribution.
stage_runtime() {
  local root=$1 modules name library jar
  # One folder without module descriptors, because some of these name modules that do not exist.
  mkdir classes
  for jar in "$root/minitaur.jar" "$root"/lib/*.jar; do
    unzip -qo "$jar" '*.class' -x 'META-INF/*' module-info.class -d classes 2>/dev/null || [[ $? -eq 11 ]]
  done
  modules=$("$java_home/bin/jdeps" --ignore-missing-deps --print-module-deps classes)
  rm -r classes
  printf 'Modules of the Java runtime: %s\n' "$modules"
  "$java_home/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages \
    --output "$root/runtime"
  rm -f "$root"/runtime/lib/lib{awt_xawt,splashscreen,jawt,jsound}.so
  find "$root/runtime" -type f \( -name '*.so' -o -path '*/bin/java' \) -exec ldd {} + 2>/dev/null \
    | awk '$2 == "=>" && $3 ~ /^\// {print $1, $3}' | sort -u \
    | while read -r name library; do
      case $name in
        ld-linux* | libc.so.* | libm.so.* | libdl.so.* | libpthread.so.* | librt.so.*) continue ;;
      esac
      [[ $library == *"/runtime/"* || -e $root/runtime/lib/$name ]] || cp -L "$library" "$root/runtime/lib/$name"
    done
}

# Packs folder $1, which must not exceed $2 bytes.
pack() {
  local root=$1 limit=$2 size
  (cd "$root" && find . -type f ! -name SHA256SUMS | sed 's|^\./||' | sort | xargs -d '\n' sha256sum >SHA256SUMS)
  tar --sort=name --format=gnu --mtime="$timestamp" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX \
    -cf - "$root" | gzip -9n >"$root.tar.gz"
  size=$(stat -c %s "$root.tar.gz")
  printf '%s.tar.gz: %d.%d MB\n' "$root" $((size / 1000000)) $((size / 100000 % 10))
  [[ $size -lt $limit ]] || fail "$root.tar.gz is larger than $limit bytes."
  sha256sum "$root.tar.gz" >>SHA256SUMS
}

rm -rf minitaur-"$version"-linux-* SHA256SUMS classes
x86_64=minitaur-$version-linux-x86_64
aarch64=minitaur-$version-linux-aarch64
stage_common "$x86_64"
cp -a "$x86_64" "$aarch64"
stage_natives "$x86_64" linux-x86_64 amd64 linux-x86-64 x86_64
stage_natives "$aarch64" linux-arm64 aarch64 linux-aarch64 arm64
pack "$x86_64" "$max_size"
pack "$aarch64" "$max_size"

case $(uname -m) in
  x86_64) own=$x86_64 ;;
  aarch64) own=$aarch64 ;;
  *) exit 0 ;;
esac
if [[ -x $java_home/bin/jlink && -d $java_home/jmods ]]; then
  cp -a "$own" "$own-jre"
  stage_runtime "$own-jre"
  pack "$own-jre" "$max_size_with_runtime"
else
  echo "No archive with a Java runtime: $java_home has no jlink or no jmods."
fi
