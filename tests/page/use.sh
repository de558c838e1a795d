#!/bin/sh
# The page in use: steps, switches, views, search, predict mode, keys, address, axe.
#
# With --all: axe looks at every view.
set -u
: "${NAMETAG:=build/nametag}"
. tests/page/needs
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
timeout 500 node tests/page/use.mjs "$browser" "$NAMETAG" "$folder" "$@"
