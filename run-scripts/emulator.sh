#!/usr/bin/env bash
# Starts the stand-in for a vendor until it is stopped with Ctrl-C.
# Usage: ./run-scripts/emulator.sh [--vendor=amplitude|posthog] [--port=8089] [--help for all options]
set -euo pipefail
cd "$(dirname "$0")/.."
source run-scripts/build.sh
exec java -jar emulators/target/emulator.jar "$@"
