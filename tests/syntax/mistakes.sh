#!/bin/sh
# Wrong programs are refused with CPython's exception, message and place.
set -eu
cd "$(dirname "$0")/../.."
tests/syntax/check_mistakes
