#!/bin/sh
# The states that the events give are those of the heap, at each line of each program.
set -eu
cd "$(dirname "$0")/../.."
exec tests/explain/rebuild -b "$NAMETAG" --known tests/explain/known.txt examples/notes/*.py \
    examples/ideas/*.py tests/explain/*.py tests/memory/*.py
