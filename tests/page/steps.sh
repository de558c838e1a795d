#!/bin/sh
# Pages in a real browser: at every step, forward and backward, what is shown is what the
# event stream tells; boxes keep their places, nothing overlaps, no arrow crosses a box.
#
# With --all: of every program of examples/.
set -u
: "${NAMETAG:=build/nametag}"
. tests/page/needs
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
programs="tests/explain/draw/cycle.py tests/explain/draw/texts.py tests/explain/draw/generator.py
examples/notes/4-8-shallow-copy.py tests/page/structures.py"
[ "${1:-}" != --all ] || programs="$programs $(ls examples/notes/*.py examples/ideas/*.py)"
timeout 1200 node tests/page/check.mjs "$browser" "$NAMETAG" "$folder" $programs
