#!/usr/bin/env bash
# Runs a backfill on Google Cloud Dataflow, and waits for it. Everything is in Cloud Storage, the
# destination's key too; dataflow/README.md says what the workers and you are to be allowed.
# Usage: ./run-scripts/dataflow.sh --project=ID --region=REGION --tempLocation=gs://BUCKET/tmp \
#   --input='gs://BUCKET/exports/**' --output=gs://BUCKET/out --ledger=gs://BUCKET/ledger \
#   --apiKey=file:gs://BUCKET/key [any option of the tool or of Dataflow]
set -euo pipefail
cd "$(dirname "$0")/.."
source run-scripts/build.sh

# exec: a signal reaches the run itself, which then cancels its job.
exec java -jar pipeline/target/event-backfill.jar "$@" --runner=DataflowRunner
