#!/usr/bin/env bash
# The whole tool in one command, on this machine alone: starts a stand-in for Amplitude, moves
# test-data/ into it, prints the account. The input holds broken rows and the stand-in misbehaves,
# both on purpose. Usage: ./run-scripts/demo.sh [any option of the tool]
set -euo pipefail
cd "$(dirname "$0")/.."
source run-scripts/build.sh

demo=$(mktemp -d "${TMPDIR:-/tmp}/event-backfill-demo.XXXXXX")
trap 'kill "${emulator:-}" 2>/dev/null || true' EXIT

# Its answers: a server error, a stored request whose answer is lost, a daily quota for one device.
java -jar emulators/target/emulator.jar --port=0 --portFile="$demo/endpoint" \
  --dailyQuota=200 --faults='3: 503; 6: store-then-drop' >"$demo/emulator.log" 2>&1 &
emulator=$!
for _ in $(seq 100); do
  [ -s "$demo/endpoint" ] && break
  kill -0 "$emulator" 2>/dev/null || { cat "$demo/emulator.log" >&2; exit 1; }
  sleep 0.1
done
endpoint=$(cat "$demo/endpoint")
echo "Amplitude's stand-in listens on $endpoint" >&2

# A run this short is over before the JVM's second compiler has paid off.
AMPLITUDE_API_KEY=0123456789abcdef0123456789abcdef java -XX:TieredStopAtLevel=1 \
  -jar pipeline/target/event-backfill.jar \
  --input='test-data/exports/**,test-data/broken/**' --destination=amplitude \
  --destinationEndpoint="$endpoint" --apiKey=env:AMPLITUDE_API_KEY --output="$demo/out" \
  --ledger="$demo/ledger" "$@" &
run=$!
# The run is behind, for bash heeds a signal only when what is in front is over. What is behind is
# deaf to Ctrl-C, so both are passed on as SIGTERM. A signal ends the wait, not yet the run.
asked=yes
trap 'asked=yes; kill "$run" 2>/dev/null || true' TERM INT
while [ -n "$asked" ]; do
  asked=""
  code=0
  wait "$run" || code=$?
done

# 3 is what this input must end with: it holds rows that nobody could deliver.
[ "$code" -eq 3 ] && exit 0
exit "$code"
