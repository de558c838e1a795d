# -X faulthandler, PYTHONFAULTHANDLER and -X dev have faults told from the start on.
failed=0
expect() {
    wanted=$1
    shift
    found=$("$@" -c 'import sys; print("faulthandler" in sys.modules)
import faulthandler; print(faulthandler.is_enabled())' | tr '\n' ' ')
    [ "$found" = "$wanted" ] || { echo "$*: $found, expected $wanted"; failed=1; }
}
unset PYTHONFAULTHANDLER PYTHONDEVMODE
expect "False False " "$NAMETAG"
expect "True True " "$NAMETAG" -X faulthandler
expect "True True " "$NAMETAG" -X dev
expect "True True " env PYTHONFAULTHANDLER=1 "$NAMETAG"
expect "False False " env PYTHONFAULTHANDLER=1 "$NAMETAG" -E
"$NAMETAG" -X verify -X faulthandler -c pass 2>&- || { echo "without a standard error: $?"; failed=1; }
exit $failed
