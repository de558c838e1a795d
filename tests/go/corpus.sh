# The Go programs of this folder and of examples/go: their outputs are those of Go 1.19.
exec "$(dirname "$0")/../../tools/check_go" -v --binary "$NAMETAG"
