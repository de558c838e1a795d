# Files that can't be run: the kind of error, and the status.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
failed=0

# expect NAME STATUS TEXT: the program file ends so, and says the text on the standard error.
expect() {
    "$NAMETAG" "$1" >out 2>err </dev/null
    status=$?
    if [ $status -ne "$2" ] || { [ -n "$3" ] && ! grep -qF "$3" err; }; then
        echo "$1: status $status, expected $2 with: $3"
        cat err
        failed=1
    fi
}

printf 'x = "\377\376"\n' >bytes.py
printf '# -*- coding: foobar -*-\n' >coding.py
printf 'x = 1\nprint("a\0b")\n' >zero.py
printf 's = "abc\n' >open.py
printf 'def f(): return f()\nf()\n' >deep.py
printf 'import sys\nsys.excepthook = lambda *a: 1 / 0\nraise ValueError("first")\n' >hook.py
printf '%10000s' '' | tr ' ' '(' >nest.py
: >empty.py

expect missing.py 2 "can't open file '$folder/missing.py': [Errno 2] No such file or directory"
expect bytes.py 1 "SyntaxError: Non-UTF-8 code starting with"
expect coding.py 1 "SyntaxError: encoding problem: foobar"
expect zero.py 1 "SyntaxError: unterminated string literal (detected at line 2)"
expect open.py 1 "SyntaxError: unterminated string literal (detected at line 1)"
expect nest.py 1 "SyntaxError: too many nested parentheses"
expect deep.py 1 "[Previous line repeated 996 more times]"
expect hook.py 1 "Original exception was:"
expect empty.py 0 ""
if [ "$(id -u)" -ne 0 ]; then
    chmod 0 empty.py
    expect empty.py 2 "[Errno 13] Permission denied"
fi
exit $failed
