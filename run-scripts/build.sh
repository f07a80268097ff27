# shellcheck shell=bash
# Sourced by the other scripts, at the top of the checkout: builds the jars if they are missing or
# older than a source file. Tests are mvn verify's business.
stale=""
for jar in pipeline/target/event-backfill.jar emulators/target/emulator.jar; do
  if [ ! -e "$jar" ] ||
    [ -n "$(find pom.xml ./*/pom.xml ./*/src/main -newer "$jar" -print -quit)" ]; then
    stale=yes
  fi
done
if [ -n "$stale" ]; then
  echo "Building (a few minutes the first time, for Maven fetches what it needs) ..." >&2
  mvn -B -q -DskipTests package >&2
fi
unset stale jar
