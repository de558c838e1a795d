#!/bin/sh
# nametag dis lists bytecode as CPython's dis module does, and the register form on request.
#
# dis_listing.txt is what CPython 3.11 prints of tests/bytecode/exceptions.py, addresses left out:
#   python3.11 -m dis tests/bytecode/exceptions.py | sed 's/ at 0x[0-9a-f]*//' > dis_listing.txt
set -eu
cd "$(dirname "$0")/../.."
"$NAMETAG" dis tests/bytecode/exceptions.py | sed 's/ at 0x[0-9a-f]*//' |
    diff - tests/cli/dis_listing.txt
"$NAMETAG" dis - < tests/bytecode/exceptions.py | sed 's/ at 0x[0-9a-f]*//' |
    sed 's#"<stdin>"#"tests/bytecode/exceptions.py"#' | diff - tests/cli/dis_listing.txt
registers=$("$NAMETAG" dis --registers tests/bytecode/exceptions.py)
echo "$registers" | grep -q '^Registers:$'
echo "$registers" | grep -q ' RETURN  *None$'
status=0
echo 'return 1' | "$NAMETAG" dis 2> /dev/null || status=$?
test "$status" = 1
status=0
"$NAMETAG" dis /no/such/program.py 2> /dev/null || status=$?
test "$status" = 2
status=0
"$NAMETAG" dis --nonsense 2> /dev/null || status=$?
test "$status" = 2
