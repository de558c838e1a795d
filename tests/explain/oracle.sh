#!/bin/sh
# Names, objects, values and counts that the events give are those of CPython, at each line.
set -eu
cd "$(dirname "$0")/../.."
exec tests/explain/oracle -b "$NAMETAG" --known tests/explain/known.txt examples/notes/*.py \
    examples/ideas/*.py tests/explain/*.py tests/memory/*.py
