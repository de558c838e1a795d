#!/bin/sh
# Wrong programs are refused with CPython's exception, message and place.
set -eu
cd "$(dirname "$0")/../.."
make --no-print-directory build/dump_tree >/dev/null
tests/syntax/check_mistakes
