#!/bin/sh
# tools/install-needs asks apt for what is missing only, and says what to do where it can't.
set -eu
tool=$(cd "$(dirname "$0")/../.." && pwd)/tools/install-needs
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# fake NAME: a program of that name, whose text is standard input.
fake() {
    { echo '#!/bin/sh'; cat; } > "$folder/$1"
    chmod +x "$folder/$1"
}

run() {
    PATH="$folder" /bin/sh "$tool" > "$folder/out" 2>&1 < /dev/null && status=0 || status=$?
}

expect() {
    grep -q -- "$1" "$folder/$2" || { echo "no '$1' in $2:"; cat "$folder/$2"; exit 1; }
}

ln -s "$(command -v grep)" "$folder/grep"
fake dpkg-query <<'END'
case "$*" in *make*|*libgmp-dev*) [ -e "${0%/*}/all" ] || exit 1 ;; esac
echo installed
END
fake apt-get <<'END'
echo "$*" >> "${0%/*}/asked"
END

# Root: installs the two that are missing and nothing else.
echo 'echo 0' | fake id
run
[ "$status" = 0 ] || { cat "$folder/out"; exit 1; }
expect "install -y --no-install-recommends make libgmp-dev$" asked

# Not root and no sudo: prints the line, does nothing, fails.
rm "$folder/asked"
echo 'echo 1000' | fake id
run
[ "$status" = 1 ]
[ ! -e "$folder/asked" ]
expect "apt-get install -y --no-install-recommends make libgmp-dev" out

# Not root, sudo allowed: through sudo.
echo '[ "$1" = -n ] && exit 0; "$@"' | fake sudo
run
[ "$status" = 0 ] || { cat "$folder/out"; exit 1; }
expect "install -y" asked

# A failed install is tried again after an update; a second failure gives the line.
rm "$folder/asked"
echo 'echo "$*" >> "${0%/*}/asked"; exit 1' | fake apt-get
run
[ "$status" = 1 ]
expect "^update" asked
expect "Run this line" out

# Nothing missing: silent.
rm "$folder/asked"
touch "$folder/all"
run
[ "$status" = 0 ]
[ ! -s "$folder/out" ] && [ ! -e "$folder/asked" ]
