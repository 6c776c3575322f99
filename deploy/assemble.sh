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
# The archives are reproducible: fixed times, owners, modes and order. Requires a JDK, GNU tar and gzip; for the Java
# runtime also binutils.
set -euo pipefail
export LC_ALL=C
target=$1 version=$2 timestamp=$3 java_home=$4
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$target"

max_size=80000000
max_size_with_runtime=130000000

# OpenCV modules that the program calls, and their dependencies.
opencv_jni='calib3d|core|imgcodecs|imgproc|objdetect|videoio'
opencv="$opencv_jni|dnn|features2d|flann"

# Unused content of library jars, one JAR!/PATH pattern per element.
unused=(
  # The program runs from the class path.
  '/module-info\.class$'
  # The program calls OpenCV through JavaCPP.
  '^opencv-[^!]*!/org/opencv/'
  "^opencv-[^!]*!/org/bytedeco/opencv/opencv_(?!(?:$opencv|highgui)/)"
  '^openblas-[^!]*!/org/bytedeco/openblas/global/openblas_full\.class$'
  # The program writes only H.264 in MP4.
  '^jcodec-[^!]*!/net/sourceforge/jaad/'
  '^jcodec-[^!]*!/org/jcodec/codecs/(aac|mpeg12)/.'
  '^jcodec-[^!]*!/org/jcodec/containers/(mps|mxf)/.'
  # Character maps of Asian fonts, for reading PDF files.
  '^fontbox-[^!]*!/org/apache/fontbox/cmap/(?!.*Identity)'
  # Schemas of web.xml.
  '^jakarta\.servlet-api-[^!]*!/jakarta/servlet/resources/'
  # The page loads two files of each.
  '^three-[^!]*!/META-INF/resources/webjars/three/[^/]*/(src|examples|build/(?!three\.(module|core)\.min\.js$))'
  '^uplot-[^!]*!/META-INF/resources/webjars/uplot/[^/]*/dist/(?!uPlot\.(iife\.min\.js|min\.css)$)'
)

fail() {
  printf 'assemble: %s\n' "$@" >&2
  exit 1
}

jars() {
  "$java_home/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC "$top/deploy/Jars.java" "$@"
}

# Stages everything except native libraries and jars that contain them.
stage_common() {
  local root=$1
  mkdir -p "$root/bin" "$root/deploy" "$root/licenses"
  # bash is not on every PATH.
  sed '1s|.*|#!/bin/bash|' "$top/minitaur" >"$root/bin/minitaur"
  chmod +x "$root/bin/minitaur"
  ln -s bin/minitaur "$root/minitaur"
  cp -r "$top/docs" "$root/docs"
  cp "$top"/deploy/*.service "$root/deploy/"
  cp "$top"/{README.md,CHANGELOG.md,CITATION.cff,LICENSE,NOTICE} "$root/"
  cp "$top"/deploy/licenses/* "$root/licenses/"
  jars extract '!/META-INF/(?:sbom/)?(THIRD-PARTY\.txt|minitaur\.cdx\.json)$' "$root/licenses" "$application"
  [[ -s $root/licenses/minitaur.cdx.json ]] \
    || fail 'The build has no bill of materials, which Maven makes only online. Run without -o: mvn -Pdist package'
  jars extract '^(?!minitaur-)([^!]*)\.jar!/(?:META-INF/|META-INF/resources/webjars/[^/]*/[^/]*/)?((?:LICENSE|NOTICE|LGPL|AL2\.0)[^/]*)$' \
    "$root/licenses" lib/*.jar
}

# Stages jars and native libraries of one architecture, which is called $2 by JavaCPP, $3 by zstd-jni, $4 by JNA,
# $5 by JLine and $6 by jSSC.
stage_libraries() {
  local root=$1 javacpp=$2 zstd=$3 jna=$4 jline=$5 jssc=$6 libraries=() jar drop module
  mkdir "$root/lib" "$root/natives"
  for jar in lib/*.jar; do
    case $jar in
      *-linux-x86_64.jar | *-linux-arm64.jar) ;;
      *) libraries+=("$jar") ;;
    esac
  done
  drop=("${unused[@]}"
    "^zstd-jni-[^!]*!/(aix|darwin|freebsd|win|linux/(?!$zstd/))"
    "^jna-[^!]*!/com/sun/jna/(?!$jna/)[^/]*-[^/]*/"
    "^jline-native-[^!]*!/org/jline/nativ/(?!Linux/$jline/)[^/]*/"
    "^jssc-[^!]*!/natives/(?!$jssc/)")
  jars store "$timestamp" "$(IFS='|' && echo "${drop[*]}")" "$root/lib" "${libraries[@]}"
  mv "$root/lib/${application##*/}" "$root/minitaur.jar"
  jars extract "!/(org/bytedeco/[^/]*/$javacpp/(?!lib(?:opencv_(?!(?:$opencv)\.)|jniopencv_(?!(?:$opencv_jni)\.)|jnicvkernels\.|jniopenblas(?:_full)?\.so\$))[^/]*\.so[^/]*)\$" \
    "$root/natives" lib/*-"$javacpp".jar
  # The name under which libjniopenblas_nolapack.so loads it.
  ln -s libopenblas.so.0 "$root/natives/org/bytedeco/openblas/$javacpp/libopenblas_nolapack.so.0"
  # JavaCPP must be able to load these too, but the program calls none of their functions. The real highgui requires
  # GTK.
  ln -s libjniopenblas_nolapack.so "$root/natives/org/bytedeco/openblas/$javacpp/libjniopenblas.so"
  for module in dnn features2d flann highgui; do
    ln -s libjniopencv_core.so "$root/natives/org/bytedeco/opencv/$javacpp/libjniopencv_$module.so"
  done
}

# Stages a Java runtime: the JDK modules that the program needs, without the libraries for displays, and with those
# that this JDK loads from its Linux distribution.
stage_runtime() {
  local root=$1 modules name library
  modules=$("$java_home/bin/jdeps" --ignore-missing-deps --multi-release 17 --print-module-deps \
    --class-path "$root/lib/*" "$root/minitaur.jar" "$root"/lib/*.jar)
  # For certificates with elliptic curves; loaded as a service, which jdeps does not report.
  modules+=,jdk.crypto.ec
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

# Packs folder $1, which must be smaller than $2 bytes.
pack() {
  local root=$1 limit=$2 size
  (cd "$root" && find . -type f ! -name SHA256SUMS | sed 's|^\./||' | sort | xargs -d '\n' sha256sum >SHA256SUMS)
  tar --sort=name --format=gnu --mtime="$timestamp" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX \
    -cf - "$root" | gzip -9n >"$root.tar.gz"
  size=$(stat -c %s "$root.tar.gz")
  printf '%s.tar.gz: %d.%d MB (limit %d MB)\n' "$root" $((size / 1000000)) $((size / 100000 % 10)) $((limit / 1000000))
  [[ $size -lt $limit ]] || fail "$root.tar.gz has $size bytes; the limit is $limit."
}

application=lib/minitaur-controller-$version.jar
[[ -f $application ]] || fail "$PWD/$application is missing. Run: mvn -Pdist package"
rm -rf minitaur-"$version"-linux-* SHA256SUMS
x86_64=minitaur-$version-linux-x86_64
aarch64=minitaur-$version-linux-aarch64
stage_common "$x86_64"
cp -a "$x86_64" "$aarch64"
stage_libraries "$x86_64" linux-x86_64 amd64 linux-x86-64 x86_64 linux_64
stage_libraries "$aarch64" linux-arm64 aarch64 linux-aarch64 arm64 linux_arm64

case $(uname -m) in
  x86_64) own=$x86_64 other=$aarch64 ;;
  aarch64) own=$aarch64 other=$x86_64 ;;
  *) own= ;;
esac
if [[ -z $own || ! -x $java_home/bin/jlink || ! -d $java_home/jmods ]]; then
  echo "No archive with a Java runtime: $java_home has no jlink or no jmods for $(uname -m)."
  own=
elif ! command -v objcopy >/dev/null; then
  echo 'No archive with a Java runtime: objcopy is missing (Debian, Ubuntu: apt install binutils).'
  own=
else
  cp -a "$own" "$own-jre"
fi

# Runs in the background: compression takes most of the time, and uses one processor per archive.
pack "$x86_64" "$max_size" &
packing=($!)
pack "$aarch64" "$max_size" &
packing+=($!)
if [[ -n $own ]]; then
  stage_runtime "$own-jre"
  pack "$own-jre" "$max_size_with_runtime"
  echo "No $other-jre.tar.gz: it is made on a computer of that architecture."
fi
for process in "${packing[@]}"; do
  wait "$process"
done
sha256sum minitaur-"$version"-linux-*.tar.gz >SHA256SUMS
