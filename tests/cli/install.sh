#!/bin/sh
# make install puts everything below DESTDIR and PREFIX, and what it puts there works.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
make -s install-files BUILD="$(dirname "$NAMETAG")" DESTDIR="$folder" PREFIX=/opt/nametag >/dev/null
root=$folder/opt/nametag
for file in bin/nametag lib/libnametag.a include/nametag.h lib/pkgconfig/nametag.pc \
    share/man/man1/nametag.1 share/bash-completion/completions/nametag \
    share/zsh/site-functions/_nametag share/fish/vendor_completions.d/nametag.fish; do
    [ -s "$root/$file" ] || { echo "$file is not there"; exit 1; }
done
grep -q '^prefix=/opt/nametag$' "$root/lib/pkgconfig/nametag.pc"
grep -q '^\.SH OPTIONS$' "$root/share/man/man1/nametag.1"
bash -n "$root/share/bash-completion/completions/nametag"
[ "$("$root/bin/nametag" -c 'print(6 * 7)')" = 42 ]
