#!/bin/sh
# Bugs of sharing that happened are found, with the line of the write; correct programs have
# none.
set -eu
cd "$(dirname "$0")/../.."
"$NAMETAG" check --sarif tests/explain/check/default_list.py >/dev/null && exit 1
"$NAMETAG" check --sarif tests/explain/check/default_list.py | "${ORACLE:-/usr/bin/python3.11}" -c '
import json, sys
run, = json.load(sys.stdin)["runs"]
result, = run["results"]
assert result["ruleId"] == "mutable-default", result
assert result["ruleId"] in [rule["id"] for rule in run["tool"]["driver"]["rules"]]
assert [place["physicalLocation"]["region"]["startLine"]
        for place in result["locations"] + result["relatedLocations"]] == [2, 1, 2], result
'
exec tests/explain/findings -b "$NAMETAG" tests/explain/check/*.py examples/notes/*.py \
    examples/ideas/*.py
