#!/usr/bin/env bash
# A small Flink cluster on this machine, for trying things out: a JobManager on 127.0.0.1:8081 and
# TaskManagers of two slots each, all from Maven's artefacts. It listens on loopback only.
# Usage: ./run-scripts/flink/cluster.sh start [TASK_MANAGERS=2] | stop
set -euo pipefail
cd "$(dirname "$0")/../.."
home=pipeline/target/flink

launch() { # name, heap, main class, its arguments
  local opens=()
  for package in lang lang.reflect net io nio text time util util.concurrent \
    util.concurrent.atomic util.concurrent.locks; do
    opens+=("--add-opens=java.base/java.$package=ALL-UNNAMED")
  done
  java "-Xmx$2" "${opens[@]}" --add-opens=java.base/sun.nio.ch=ALL-UNNAMED -cp "$home/lib/*" \
    "$3" --configDir run-scripts/flink/conf "${@:4}" >"$home/$1.log" 2>&1 &
  echo $! >>"$home/pids"
}

case "${1:-}" in
  start)
    if [ -e "$home/pids" ]; then
      echo "It runs already, or has not been stopped: $0 stop" >&2
      exit 1
    fi
    [ -d "$home/lib" ] || mvn -B -q -Pflink-cluster -DskipTests package >&2
    launch jobmanager 512m org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint
    for number in $(seq "${2:-2}"); do
      launch "taskmanager-$number" 1g org.apache.flink.runtime.taskexecutor.TaskManagerRunner \
        "-Dtaskmanager.resource-id=taskmanager-$number"
    done
    echo "Starting; when it is up: curl -s http://127.0.0.1:8081/taskmanagers (logs in $home/)" >&2
    ;;
  stop)
    [ -e "$home/pids" ] || exit 0
    while read -r pid; do
      kill "$pid" 2>/dev/null || true
    done <"$home/pids"
    rm "$home/pids"
    ;;
  *)
    echo "Usage: $0 start [TASK_MANAGERS=2] | stop" >&2
    exit 2
    ;;
esac
