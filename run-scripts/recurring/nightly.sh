#!/usr/bin/env bash
# One night: goes on with a run that was broken off, then takes the files that no run has taken yet,
# what earlier nights deferred among them. Usage: nightly.sh [any option of the tool]
# What it says names the dead letters; its exit code is the tool's, see README.md.
set -euo pipefail
cd "${EVENT_BACKFILL_HOME:-/var/lib/event-backfill}"
output=${EVENT_BACKFILL_OUTPUT:-out}

# exec: signals reach the run itself, which settles what is in flight before it ends.
exec java -jar "${EVENT_BACKFILL_JAR:-/opt/event-backfill/event-backfill.jar}" \
  --input="${EVENT_BACKFILL_INPUT:-exports/**},$output/*/deferred/*" \
  --apiKey="file:${EVENT_BACKFILL_KEY_FILE:-/etc/event-backfill/api-key}" \
  --ledger="${EVENT_BACKFILL_LEDGER:-ledger}" \
  --output="$output" \
  "$@"
