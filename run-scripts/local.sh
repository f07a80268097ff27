#!/usr/bin/env bash
# A backfill on this machine alone, by Flink inside the process, which is the faster engine for more
# than a few thousand events. Usage: ./run-scripts/local.sh --input=... [any option of the tool]
# JAVA_OPTS takes the JVM's own, such as -Xmx8g. For tiny inputs there is less to start with
# --runner=DirectRunner.
set -euo pipefail
cd "$(dirname "$0")/.."
source run-scripts/build.sh

engine=()
if [[ " $* " != *" --runner="* ]]; then
  engine=(--runner=FlinkRunner '--flinkMaster=[local]')
fi
# exec: signals reach the run itself, which settles what is in flight before it ends.
# shellcheck disable=SC2086
exec java ${JAVA_OPTS:-} -jar pipeline/target/event-backfill.jar "${engine[@]}" "$@"
