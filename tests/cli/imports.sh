#!/bin/sh
# Folders, archives and .pyc files as programs; where code is kept; -m, and what fails.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/tool" "$folder/empty"
cat > "$folder/tool/__main__.py" <<'P'
import sys
import helper
print(__name__, helper.name, sys.path[0] == sys.argv[0], type(__loader__).__name__)
P
echo "name = 'helper'" > "$folder/tool/helper.py"
expect() {
    [ "$2" = "$3" ] || { echo "$1: expected '$2', found '$3'"; exit 1; }
}
expect folder "__main__ helper True SourceFileLoader" "$("$NAMETAG" "$folder/tool")"
"$ORACLE" - "$folder" <<'P'
import sys, zipfile
folder = sys.argv[1]
with zipfile.ZipFile(folder + "/tool.zip", "w") as archive:
    for name in "__main__.py", "helper.py":
        archive.write(f"{folder}/tool/{name}", name)
P
expect archive "__main__ helper True zipimporter" "$("$NAMETAG" "$folder/tool.zip")"
status=0
"$NAMETAG" "$folder/empty" 2> "$folder/errors" || status=$?
expect "status of an empty folder" 1 "$status"
expect "text of an empty folder" "$NAMETAG: can't find '__main__' module in '$folder/empty'" \
    "$(cat "$folder/errors")"

# Code is kept beside the source, under our own tag, unless -B says not to.
cd "$folder/tool"
"$NAMETAG" -B -c 'import helper'
[ ! -e __pycache__ ] || { echo "-B: code was kept"; exit 1; }
env -u PYTHONDONTWRITEBYTECODE "$NAMETAG" -c 'import helper'
expect "kept code" helper.nametag-311.pyc "$(ls __pycache__)"
echo "print('run', __name__)" > plain.py
env -u PYTHONDONTWRITEBYTECODE "$NAMETAG" -c 'import plain' > /dev/null
expect "kept code as a program" "run __main__" \
    "$("$NAMETAG" __pycache__/plain.nametag-311.pyc)"
expect "-m" "run __main__" "$("$NAMETAG" -m plain)"
expect "a prefix" "$folder/kept$folder/tool/helper.nametag-311.pyc" \
    "$("$NAMETAG" -X pycache_prefix="$folder/kept" -c 'import helper; print(helper.__cached__)')"
