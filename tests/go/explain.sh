# nametag explain and dis of a Go program: names, slots, bytes at addresses.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
cat >slots.go <<'PROGRAM'
package main

func main() {
	var a int16 = 258
	b := a
	p := &b
	*p = 7
	println(a, b)
}
PROGRAM
failed=0
expect() {
    if ! grep -qF -- "$2" "$1"; then
        echo "$1 lacks: $2"
        cat "$1"
        failed=1
    fi
}
"$NAMETAG" explain slots.go >words 2>err || failed=1
expect words "escapes to the heap: its address is taken"
expect words "Wrote 02 01 (258) into a, int16 of 2 bytes"
expect words "Wrote 07 00 (7) into b, int16 of 2 bytes"
expect err "258 7"
"$NAMETAG" explain --json slots.go >events 2>/dev/null || failed=1
expect events '"bytes": "02 01", "value": "258"'
expect events '"name": "p", "type": "*int16"'
"$NAMETAG" explain --json slots.go 2>/dev/null | cmp - events || failed=1
"$NAMETAG" dis slots.go >code || failed=1
expect code "func main.main, line 3"
expect code "STORE16"
cat >slots.py <<'PROGRAM'
a = 258
b = a  # @1
PROGRAM
sed -i 's/b := a/b := a \/\/ @1/' slots.go
"$NAMETAG" compare slots.py slots.go >both 2>/dev/null || failed=1
expect both "@1"
expect both "Python: b = a  # @1"
expect both "Go:     b := a // @1"
expect both "copied 8 bytes: a reference"
expect both "copied 2 bytes: the value's bits"
exit $failed
