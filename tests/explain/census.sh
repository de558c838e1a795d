#!/bin/sh
# The census of a moment: objects by type, bytes, and what is shared.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/program.py" <<'END'
first = [1, 2, 3]
second = first
table = {"a": first, "b": [first, 2.5]}
del second
table = None
END
"$NAMETAG" census "$folder/program.py" --after 3 >"$folder/out"
tail -n +2 "$folder/out" >"$folder/table"
diff -u - "$folder/table" <<'END'
  objects       bytes   shared  type
        1         184        0  dict
        2         160        1  list
        2         100        0  str
        3          84        0  int
        1          24        0  float
        9         552        1  in all

shared, and can change:
    [1, 2, 3]  ← first, second, table['a']
END
"$NAMETAG" census "$folder/program.py" --end | grep -q '^ *1 .* list$'
if "$NAMETAG" census "$folder/program.py" --at 99 2>"$folder/errors"; then exit 1; fi
grep -q 'nametag census: the run never came to 99' "$folder/errors"
if "$NAMETAG" census "$folder/program.py" --format svg 2>/dev/null; then exit 1; fi
