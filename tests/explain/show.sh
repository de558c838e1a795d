#!/bin/sh
# The page of a run in a real browser: at every step its names, arrows and marks are those
# of the picture that `draw` gives; steps back undo; objects keep their places.
set -u
: "${NAMETAG:=build/nametag}" "${ORACLE:=/usr/bin/python3.11}"
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
    echo "chromium is not installed: the page is not tested"
    exit 0
}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

# Added to a copy of the page: walks it by keys and leaves what it saw in the document.
cat >"$folder/probe.html" <<'END'
<script>
'use strict';
(() => {
  const byId = (id) => document.getElementById(id);
  const press = (key) => document.dispatchEvent(new KeyboardEvent('keydown', { key }));
  const total = Number(byId('slider').max), seen = { total, steps: [], faults: [] };
  const title = (box) => box.querySelector('h3').childNodes[box.querySelector('.sign') ? 1 : 0]
    .textContent;
  const titles = () => Object.fromEntries([...document.querySelectorAll('.object')]
    .map((box) => [box.dataset.serial, title(box)]));
  const arrows = () => {
    const of = titles(), found = [];
    for (const row of document.querySelectorAll('.row[data-to]')) {
      const box = row.closest('.box'), label = row.querySelector('.label');
      found.push([box.classList.contains('frame') ? 'frame' : title(box),
        label ? label.textContent : '', of[row.dataset.to]]);
    }
    return found;
  };
  const picture = () => byId('frames').innerHTML + byId('objects').innerHTML +
    byId('sentences').innerHTML + byId('output').textContent;
  const places = new Map(), pictures = [];
  press('Home');
  for (let i = 1; i <= total; i++) {
    if (byId('where').textContent !== `step ${i} of ${total}`)
      seen.faults.push(`at step ${i}: ${byId('where').textContent}`);
    for (const box of document.querySelectorAll('.object')) {
      const place = box.style.left + ' ' + box.style.top;
      const old = places.get(box.dataset.serial) || place;
      if (old !== place) seen.faults.push(`#${box.dataset.serial} moved at step ${i}`);
      places.set(box.dataset.serial, place);
    }
    if (!byId('sentences').textContent.trim()) seen.faults.push(`no sentence at step ${i}`);
    seen.steps.push({ event: Number(/\d+/.exec(byId('where').title)[0]), arrows: arrows(),
      next: (document.querySelector('#source .next .number') || {}).textContent || '',
      marks: [...document.querySelectorAll('.object.new, .object.changed')].map(title) });
    pictures.push(picture());
    press('ArrowRight');
  }
  for (let i = total; i >= 1; i--) {
    if (picture() !== pictures[i - 1]) seen.faults.push(`step ${i} differs on the way back`);
    press('ArrowLeft');
  }
  press('End');
  if (picture() !== pictures[total - 1]) seen.faults.push('End leads elsewhere');
  byId('slider').value = 2;
  byId('slider').dispatchEvent(new Event('input'));
  if (total > 1 && picture() !== pictures[1]) seen.faults.push('the slider leads elsewhere');
  press('End');
  seen.output = byId('output').textContent;
  byId('sizes').click();
  const foot = document.querySelector('.foot');
  if (foot && getComputedStyle(foot).display !== 'none') seen.faults.push('sizes stay');
  if (byId('sentences').getAttribute('aria-live') !== 'polite') seen.faults.push('not spoken');
  for (const button of document.querySelectorAll('button, input'))
    if (!button.textContent.trim() && !button.getAttribute('aria-label') && !button.labels.length)
      seen.faults.push('a control without a name');
  const out = document.createElement('pre');
  out.id = 'seen';
  out.textContent = 'SEEN' + btoa(unescape(encodeURIComponent(JSON.stringify(seen)))) + 'END';
  document.body.append(out);
})();
</script>
END

cat >"$folder/check.py" <<'END'
import base64
import html
import json
import re
import subprocess
import sys

nametag, program, dumped = sys.argv[1:]
found = re.search(r"SEEN([\w+/=]+)END", open(dumped, encoding="utf-8").read())
if not found:
    sys.exit("the page's script did not come to its end")
seen = json.loads(base64.b64decode(found[1]))
faults = seen["faults"]


def drawn(event):
    text = subprocess.run([nametag, "draw", program, "--step", str(event), "--format", "dot"],
                          capture_output=True, text=True).stdout
    titles, labels, arrows = {}, {}, []
    for line in text.splitlines():
        node = re.match(r"  n(\d+) \[label=<<TABLE", line)
        if node:
            titles[node[1]] = html.unescape(re.search(r"<B>(.*?)</B>", line)[1])
            if f"ALIGN=\"LEFT\">×" not in line and "freed" not in line:
                titles[node[1]] = "frame"
            for port, label in re.findall(r'PORT="r(\d+)"[^>]*>(.*?)</TD>', line):
                labels[node[1], port] = html.unescape(label).strip()
        arrow = re.match(r"  n(\d+):r(\d+):e -> n(\d+):t;", line)
        if arrow:
            arrows.append([titles[arrow[1]], labels[arrow[1], arrow[2]], titles[arrow[3]]])
    return sorted(arrows)


for number, step in enumerate(seen["steps"], 1):
    here, there = sorted(step["arrows"]), drawn(step["event"])
    if here != there and number < seen["total"]:
        faults.append(f"step {number} (event {step['event']}): only in the page "
                      f"{[a for a in here if a not in there]}, only drawn "
                      f"{[a for a in there if a not in here]}")
output = subprocess.run([nametag, program], capture_output=True, text=True).stdout
if seen["output"] != output:
    faults.append(f"output {seen['output']!r}, not {output!r}")
if not any(step["marks"] for step in seen["steps"]):
    faults.append("nothing is marked as new or changed")
for fault in faults[:12]:
    print("  " + fault)
sys.exit(bool(faults))
END

# page PROGRAM: all checks on the page of one program.
page() {
    "$NAMETAG" show "$1" -o "$folder/page.html" || failed=1
    "$NAMETAG" show "$1" >"$folder/again.html" || failed=1
    cmp "$folder/page.html" "$folder/again.html" || failed=1
    if sed '/id="run"/,/^],"last"/d' "$folder/page.html" | grep -nE '(src|href)=|https?://' |
        grep -v 'www.w3.org/2000/svg'; then
        echo "$1: the page asks for something from elsewhere"
        failed=1
    fi
    cat "$folder/page.html" "$folder/probe.html" >"$folder/probed.html"
    rm -rf "$folder/profile"
    timeout 120 "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
        --disable-background-networking --user-data-dir="$folder/profile" --dump-dom \
        "file://$folder/probed.html" >"$folder/dump" 2>"$folder/errors"
    "$ORACLE" "$folder/check.py" "$NAMETAG" "$1" "$folder/dump" || {
        echo "$1: the page is wrong"
        failed=1
    }
}

for program in tests/explain/draw/cycle.py tests/explain/draw/texts.py \
    tests/explain/draw/generator.py examples/notes/4-8-shallow-copy.py \
    examples/notes/2-9-scopes.py examples/ideas/25-class-attributes-are-per-instance.py; do
    page "$program"
done
exit $failed
