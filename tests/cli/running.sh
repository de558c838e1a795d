#!/bin/sh
# The command line as CPython 3.11 has it: what is run, its arguments, its exit status.
set -u
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

# check STATUS OUTPUT ARGUMENTS...: standard output and the exit status are these.
check() {
    status=$1 output=$2
    shift 2
    found=$("$NAMETAG" "$@" 2>"$folder/errors")
    result=$?
    [ "$result" = "$status" ] && [ "$found" = "$output" ] && return
    failed=1
    echo "$*"
    echo "  expected $status: $output"
    echo "  found $result: $found"
    sed 's/^/  /' "$folder/errors"
}

# errors TEXT: standard error of the last check held this text.
errors() {
    grep -qF -- "$1" "$folder/errors" && return
    failed=1
    echo "  no '$1' among the errors:"
    sed 's/^/  /' "$folder/errors"
}

cat > "$folder/program.py" <<'END'
import sys
print(sys.argv[1:], __name__, __file__ == sys.argv[0])
END

check 0 "['a', '-b'] __main__ True" "$folder/program.py" a -b
check 0 "5" -c "print(5)"
check 0 "['-c', 'x', '-y']" -c "import sys; print(sys.argv)" x -y
check 0 "['-', 'x']" - x <<END
import sys
print(sys.argv)
END
check 0 "from standard input" <<END
print("from standard input")
END
check 3 "" -c "raise SystemExit(3)"
check 1 "" -c "raise SystemExit('text')"
errors "text"
check 0 "" -c "raise SystemExit"
check 255 "" -c "raise SystemExit(-1)"
check 1 "before" -c "print('before'); 1/0"
errors "ZeroDivisionError: division by zero"
errors 'File "<string>", line 1, in <module>'
check 1 "" -c "x ="
errors "SyntaxError: invalid syntax"
check 2 "" "$folder/missing.py"
errors "can't open file '$folder/missing.py': [Errno 2] No such file or directory"
check 2 "" -Z
errors "Unknown option: -Z"
errors "-h' for more information."
check 2 "" -c
errors "Argument expected for the -c option"
check 1 "" -m no_such_module
errors "No module named no_such_module"
check 0 "1" -O -c "print(1 if not __debug__ else 2); assert False"
check 0 "True" -B -c "import sys; print(sys.dont_write_bytecode)"
check 0 "1" -I -c "import sys; print(sys.flags.isolated)"
check 0 "{'a': 'b', 'dev': True} 5" -X mode=stack -Xmode=plain -X a=b -X dev \
    -c "import sys; print(sys._xoptions, len(sys.orig_argv) - 2)"
exit $failed
