#!/usr/bin/env bash
# A backfill on a Flink cluster: run-scripts/flink/README.md says what it needs. This process waits
# for the job and holds the ledger. Usage: flink.sh --flinkMaster=HOST:8081
# --workerProcesses=TASK_MANAGERS --parallelism=SLOTS --input=... [any option of the tool]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
(cd "$root" && source run-scripts/build.sh)

if [[ " $* " != *" --flinkMaster="* ]]; then
  echo "--flinkMaster is required: the cluster's REST address, such as --flinkMaster=host:8081" >&2
  exit 2
fi
# shellcheck disable=SC2086
exec java ${JAVA_OPTS:-} -jar "$root/pipeline/target/event-backfill.jar" "$@" --runner=FlinkRunner
