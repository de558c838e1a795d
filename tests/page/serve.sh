#!/bin/sh
# The page is served to who knows its address, in several pages where the run is long.
set -u
: "${NAMETAG:=build/nametag}" "${ORACLE:=/usr/bin/python3.11}"
folder=$(mktemp -d)
trap 'kill $server 2>/dev/null; rm -rf "$folder"' EXIT
cat >"$folder/long.py" <<'END'
items = []
for i in range(30):
    items.append(i)
print(len(items))
END
"$NAMETAG" show --no-browser --steps 20 "$folder/long.py" >"$folder/address" 2>"$folder/errors" &
server=$!
cat >"$folder/ask.py" <<'END'
import base64
import http.client
import json
import re
import sys
import time
import urllib.parse
import zlib

path = sys.argv[1]
for _ in range(600):
    address = open(path).read()
    if address.endswith("\n"):
        break
    time.sleep(0.05)
url = urllib.parse.urlsplit(address.strip())
assert url.hostname == "127.0.0.1" and re.fullmatch(r"/[0-9a-f]{32}/0", url.path), address


def ask(where, host=None):
    connection = http.client.HTTPConnection("127.0.0.1", url.port, timeout=20)
    connection.putrequest("GET", where, skip_host=True)
    connection.putheader("Host", host or url.netloc)
    connection.endheaders()
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def data(page):
    text = re.search(r'id="run">\n(.*?)\n</script>', page, re.S)[1]
    if not text.startswith("{"):
        text = zlib.decompress(base64.b64decode(text), -15)
    return json.loads(text)


lines, number, more = [], 0, True
while more:
    status, page = ask(url.path[:-1] + str(number))
    assert status == 200, (number, status)
    run = data(page)
    here = [row for row in run["rows"] if row[0] == "l"]
    assert len(here) <= 20 and run["page"] == number, (number, len(here))
    assert run.get("first", 0) == len(lines) - (number > 0), (number, len(lines))
    lines += here[number > 0:]    # a page begins with the line that ended the one before
    more, number = run.get("more", False), number + 1
assert number == 4 and len(lines) == 63, (number, len(lines))
steps = [row[1] for row in lines]
assert steps == sorted(set(steps))
for where, host in [("/", None), ("/0", None), (url.path[:-1] + str(number), None),
                    (url.path[:-1], None), (url.path[:-1] + "x", None),
                    ("/" + "0" * 32 + "/0", None), (url.path, "example.org"),
                    (url.path, f"example.org:{url.port}")]:
    assert ask(where, host)[0] == 404, (where, host)
assert ask(url.path, f"localhost:{url.port}")[0] == 200
END
"$ORACLE" "$folder/ask.py" "$folder/address" || { cat "$folder/errors"; exit 1; }
kill -0 $server || { echo "it has ended"; exit 1; }
kill $server

# One page that begins later, in a file and on the standard output.
"$NAMETAG" show "$folder/long.py" --from 31 --steps=5 -o "$folder/part.html" || exit 1
"$NAMETAG" show "$folder/long.py" --from 31 --steps=5 -o - | cmp - "$folder/part.html" || exit 1

# refuses TEXT ARGUMENTS...: status 2, and what is said.
refuses() {
    text=$1
    shift
    "$NAMETAG" show "$@" >"$folder/out" 2>"$folder/errors"
    [ $? = 2 ] && grep -qF -- "$text" "$folder/errors" || {
        echo "show $*: not status 2 and '$text' but:"
        cat "$folder/errors"
        exit 1
    }
}
refuses "a program is needed"
refuses "not a value of this option: 0" "$folder/long.py" --from 0
refuses "not a value of this option: x" --steps x "$folder/long.py"
refuses "not a value of this option: 70000" "$folder/long.py" --port=70000
refuses "unknown option or missing value: -o" "$folder/long.py" -o
refuses "unknown option: --colour" "$folder/long.py" --colour red
refuses "can't open file" "$folder/missing.py" --no-browser
