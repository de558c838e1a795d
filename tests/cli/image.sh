# A start with an image ends where one without does; an image that does not hold is ignored.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
failed=0
unset PYTHONPATH PYTHONHOME XDG_CACHE_HOME
export HOME="$folder/home" PYTHONDONTWRITEBYTECODE=1
mkdir home

cat >state.py <<'END'
import gc, sys
print(list(sys.modules), list(vars(sys)))
print(sys.flags, sys.path, sys.argv[1:], sys.warnoptions, sys._xoptions)
print([(name, sys.getrefcount(module)) for name, module in sys.modules.items()])
print(id(object()), id([]), len(gc.get_objects()), gc.get_count(), sys.getrefcount(None))
import os, time, re, encodings
print(sorted(os.environ), time.tzname, re.__cached__, encodings.__cached__, hash("hash"))
print(sys.stdout.encoding, sys.stdin.errors, os.getcwd(), encodings.__file__)
END

fail() {
    echo "$1"
    failed=1
}

image() {
    find home -name '*.image'
}

# same TEXT COMMAND…: the command says the same with the image as without any.
same() {
    text=$1
    shift
    cp "$saved" "$place"
    "$@" >with 2>&1 </dev/null || fail "$text: status $? with the image"
    rm -f "$place"
    "$@" >without 2>&1 </dev/null || fail "$text: status $? without it"
    cmp -s with without || { fail "$text: differs"; diff with without | head -4; }
}

# used COMMAND…: does the image stay as it is?
used() {
    cp -p "$saved" "$place"
    "$@" >with 2>&1 </dev/null || fail "status $? of $*"
    cmp -s "$saved" "$place"
}

run() {
    "$NAMETAG" -X verify "$@"
}

run -c pass
place=$(image)
[ -n "$place" ] || { echo "no image was written"; exit 1; }
saved="$folder/saved.image"
cp -p "$place" "$saved"

# The same bytes, whoever writes it.
rm "$place"
(cd / && TZ=Asia/Tokyo OTHER=1 PYTHONUTF8=1 run -I -q -W error -c pass other arguments)
cmp "$saved" "$place" || fail "another start writes another image"

same plain run state.py a b
for option in -I -E -S -s -O -OO -B -b -u -q -P -d "-X dev" "-X utf8" \
    "-X frozen_modules=off" "-X no_debug_ranges" "-X pycache_prefix=/nowhere" "-W error" \
    "-X int_max_str_digits=0" "-X warn_default_encoding" "-X mode=stack" "-X mode=watched"; do
    # shellcheck disable=SC2086
    same "option $option" run $option state.py
done
same "a seed" env PYTHONHASHSEED=5 "$NAMETAG" state.py
same "another zone" env TZ=Asia/Tokyo "$NAMETAG" state.py
same "another locale" env LC_ALL=C "$NAMETAG" state.py
same "standard input" run -
same "threads" run -c 'import threading; t = threading.Thread(target=print, args=(1,)); t.start(); t.join()'
same "rewinding" run -X rewind=3 -c 'x = [1]; x.append(x); print(x)'
same "an environment without a home" env -u HOME "$NAMETAG" -c 'import sys; print(len(sys.modules))'

# A module that PYTHONPATH puts before the library's.
mkdir early
echo 'raise ImportError("early encodings")' >early/encodings.py
cp "$saved" "$place"
PYTHONPATH=nowhere:early "$NAMETAG" -c pass >with 2>&1
grep -q "early encodings" with || fail "encodings of PYTHONPATH is not seen"
mkdir other
same "PYTHONPATH" env PYTHONPATH=other:nowhere:/nowhere: "$NAMETAG" state.py

# Files that are no image of this program, or not whole.
broken() {
    cp "$place" used.image
    "$NAMETAG" -X verify state.py >with 2>&1 </dev/null || fail "$1: status $?"
    cmp -s with without || fail "$1: is not ignored"
    cmp -s "$place" used.image && fail "$1: stays"
    rm -rf "$place"
}
"$NAMETAG" -X verify state.py >without 2>&1 </dev/null
size=$(stat -c %s "$saved")
for cut in 0 1 100 5000 $((size - 4096)) $((size - 1)); do
    head -c "$cut" "$saved" >"$place"
    broken "cut at $cut"
done
cat "$saved" /etc/passwd >"$place"
broken "longer"
for byte in 0 20 40 360 900; do
    cp "$saved" "$place"
    printf '\377' | dd of="$place" bs=1 seek="$byte" conv=notrunc 2>/dev/null
    broken "byte $byte"
done
cp "$saved" "$place"
chmod 666 "$place"
"$NAMETAG" -X verify state.py >with 2>&1 </dev/null
cmp -s with without || fail "that others may write"
rm "$place"
mkdir "$place"
"$NAMETAG" -X verify state.py >with 2>&1 </dev/null
cmp -s with without || fail "a folder in its place"
rmdir "$place"
ln -s "$saved" "$place"
"$NAMETAG" -X verify state.py >with 2>&1 </dev/null
cmp -s with without || fail "a link in its place"
rm -f "$place"

# A library that changes.
mkdir -p root/lib/python3.11
for file in /usr/lib/python3.11/*; do ln -s "$file" root/lib/python3.11/; done
rm root/lib/python3.11/_sitebuiltins.py
cp /usr/lib/python3.11/_sitebuiltins.py root/lib/python3.11/
export PYTHONHOME="$folder/root"
show='import _sitebuiltins as s, os; print(getattr(s, "changed", 0), os.__file__)'
"$NAMETAG" -c "$show" >first
"$NAMETAG" -c "$show" >second
echo 'changed = 1' >>root/lib/python3.11/_sitebuiltins.py
"$NAMETAG" -c "$show" >third
"$NAMETAG" -c "$show" >fourth
cat first second third fourth | cut -d' ' -f1 | tr -d '\n' | grep -qx 0011 ||
    fail "a changed library: $(cat first second third fourth)"
exit $failed
