#!/bin/sh
# What is said of a run: the texts that are stored.
#
# NAMETAG=build/nametag tests/explain/sentences.sh --store   stores them anew.
set -u
unset PYTHONUNBUFFERED   # it shows when a printed text is freed
: "${NAMETAG:=build/nametag}"
here=tests/explain/sentences
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0
store=0
[ "${1:-}" != --store ] || store=1

# text NAME PROGRAM OPTIONS...: it is as stored in NAME.txt.
text() {
    name=$1 program=$2
    shift 2
    "$NAMETAG" explain "$@" "$program" >"$folder/$name.txt" 2>/dev/null
    [ "$store" = 0 ] || cp "$folder/$name.txt" "$here/$name.txt"
    diff -u "$here/$name.txt" "$folder/$name.txt" || failed=1
}

text kinds tests/explain/many_kinds.py
text equal tests/explain/sentences/equal.py
text shallow_copy examples/notes/4-8-shallow-copy.py
text no_paths examples/notes/1-1-two-names.py --paths 0
text one_path examples/notes/1-1-two-names.py --paths 1
text one_name examples/notes/4-8-shallow-copy.py --name my_list2
text one_line examples/notes/2-9-scopes.py --at 7
exit $failed
