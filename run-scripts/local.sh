#!/usr/bin/env bash
# A backfill on this machine alone, by Flink inside the process, which is the faster engine for more
# than a few thousand events. Usage: local.sh [run|probe|plan|retry|verify|...] --input=... [any option]
# JAVA_OPTS takes the JVM's own, such as -Xmx8g. Less to start, for tiny inputs, has
# --runner=DirectRunner.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
(cd "$root" && source run-scripts/build.sh)

engine=()
if [[ " $* " != *" --runner="* ]]; then
  engine+=(--runner=FlinkRunner)
  [[ " $* " == *" --flinkMaster="* ]] || engine+=('--flinkMaster=[local]')
  # Lanes wait more than they work, by the default limits.
  [[ " $* " == *" --parallelism="* ]] || engine+=(--parallelism=16)
fi
# Nobody waits for one row, so the collector is the one that takes the least time in all: a sixth of
# the CPU less than the JVM's own choice. JAVA_OPTS may name another.
collector=-XX:+UseParallelGC
[[ "${JAVA_OPTS:-}" == *-XX:+Use*GC* ]] && collector=""
# exec: signals reach the run itself, which settles what is in flight before it ends.
# The +: bash 3, which macOS has, takes an empty array for none.
# shellcheck disable=SC2086
exec java $collector ${JAVA_OPTS:-} -jar "$root/pipeline/target/event-backfill.jar" "$@" \
  ${engine[@]+"${engine[@]}"}
