#!/bin/sh
# Pictures of moments: the texts that are stored, what other programs accept, and the
# same bytes in every run.
#
# NAMETAG=build/nametag tests/explain/draw.sh --store   stores the texts anew.
set -u
: "${NAMETAG:=build/nametag}" "${ORACLE:=/usr/bin/python3.11}"
here=tests/explain/draw
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

fail() {
    failed=1
    echo "$*"
}

# picture NAME PROGRAM OPTIONS...: the text is as stored in NAME.txt.
picture() {
    name=$1 program=$2
    shift 2
    "$NAMETAG" draw "$program" --plain "$@" >"$folder/$name.txt" 2>"$folder/errors" ||
        fail "$name: $(cat "$folder/errors")"
    [ "$store" = 0 ] || cp "$folder/$name.txt" "$here/$name.txt"
    diff -u "$here/$name.txt" "$folder/$name.txt" || fail "$name is not as stored"
}

store=0
[ "${1:-}" != --store ] || store=1
notes=examples/notes ideas=examples/ideas
picture two_names $notes/1-1-two-names.py --end
picture nested_shared $notes/2-6-nested-pitfall.py --after 5
picture shallow_copy $notes/4-8-shallow-copy.py --end
picture scopes $notes/2-9-scopes.py --after 8
picture rebound $notes/1-4-rebinding-points-elsewhere.py --end
picture default $ideas/19-defaults-at-each-call.py --at 5:2
picture closures $ideas/23-closures-capture-values.py --end
picture class_attribute $ideas/25-class-attributes-are-per-instance.py --end
picture cycle $here/cycle.py --after 14
picture cycle_ascii $here/cycle.py --after 14 --ascii
picture many $here/many.py --after 5
picture texts $here/texts.py --after 7
picture generator $here/generator.py --after 11

# What stands beside an object is what Python says of it.
whole=$("$NAMETAG" draw $notes/1-1-two-names.py --end)
case $whole in *"×3 · 88 B · 0x"*) ;; *) fail "no count, size and id: $whole" ;; esac

# Formats: well-formed, accepted, and without chance.
cat >"$folder/check.py" <<'END'
import re
import sys
import xml.dom.minidom

form, path = sys.argv[1:]
text = open(path, encoding="utf-8").read()
if form == "svg":
    root = xml.dom.minidom.parseString(text.encode()).documentElement
    assert root.getElementsByTagName("title") and root.getAttribute("role") == "img"
    for element in root.getElementsByTagName("path"):
        assert re.fullmatch(r"[MHVlvhqz\d\s-]+", element.getAttribute("d")), element.toxml()
else:
    lines = text.splitlines()
    assert lines[0] == "flowchart LR", lines[0]
    known, depth = set(), 0
    for line in lines[1:]:
        line = line.strip()
        node = re.fullmatch(r'(\w+)(\["[^"]*"\]|\(\["[^"]*"\]\))(:::\w+)?', line)
        arrow = re.fullmatch(r'(\w+) -->(\|"[^"]*"\|)? (\w+)', line)
        if node:
            known.add(node[1])
        elif arrow:
            assert arrow[1] in known and arrow[3] in known, line
        else:
            depth += line.startswith("subgraph ") - (line == "end")
            assert re.match(r'subgraph \w+\["[^"]*"\]$|end$|direction TB$|%% |classDef \w+ [\w#:,. -]+$',
                            line), line
    assert depth == 0
END
for program in $here/*.py $notes/4-*.py $ideas/2*.py; do
    for form in svg mermaid dot; do
        for run in 1 2; do
            "$NAMETAG" draw "$program" --format "$form" -o "$folder/$run" 2>/dev/null
        done
        [ -s "$folder/1" ] || continue
        cmp "$folder/1" "$folder/2" || fail "$program: two runs draw two pictures ($form)"
        if [ "$form" != dot ]; then
            "$ORACLE" "$folder/check.py" "$form" "$folder/1" || fail "$program: wrong $form"
        elif command -v dot >/dev/null; then
            dot -Tcanon "$folder/1" >/dev/null 2>"$folder/errors" && [ ! -s "$folder/errors" ] ||
                fail "$program: dot: $(cat "$folder/errors")"
        fi
    done
done
command -v dot >/dev/null || echo "graphviz is not installed: dot's own check is left out"

# PNG, where rsvg-convert is; else its absence is said.
"$NAMETAG" draw $here/cycle.py --format png -o "$folder/png" 2>"$folder/errors"
status=$?
if command -v rsvg-convert >/dev/null; then
    [ $status = 0 ] && [ "$(head -c 4 "$folder/png" | tail -c 3)" = PNG ] || fail "no PNG"
else
    [ $status = 1 ] && grep -q "PNG needs rsvg-convert" "$folder/errors" || fail "no word of PNG"
fi

# refuses STATUS TEXT ARGUMENTS...: the status, and what is said on standard error.
refuses() {
    status=$1 text=$2
    shift 2
    "$NAMETAG" draw "$@" >"$folder/out" 2>"$folder/errors"
    [ $? = "$status" ] && grep -qF -- "$text" "$folder/errors" || {
        fail "draw $*: not status $status and '$text' but:"
        cat "$folder/errors"
    }
}
refuses 2 "a program is needed"
refuses 2 "not a value of this option: gif" $here/cycle.py --format gif
refuses 2 "not a value of this option: 0" $here/cycle.py --step 0
refuses 2 "not a moment: x" $here/cycle.py --at x
refuses 2 "only one of" $here/cycle.py --at 1 --end
refuses 2 "unknown option: --colour" $here/cycle.py --colour red
refuses 1 "the run never came to 999" $here/cycle.py --at 999
refuses 1 "the run has no event 99999" $here/cycle.py --step 99999
refuses 1 "can't write /nowhere/x: No such file" $here/cycle.py -o /nowhere/x
refuses 2 "can't open file" "$folder/missing.py"
exit $failed
