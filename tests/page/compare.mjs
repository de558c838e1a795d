// What is wrong with what a page shows at a step.

const ESCAPED = { '\n': '\\n', '\t': '\\t', '\r': '\\r' };

function quoted(text) {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inner = [...text].map((letter) => letter === quote || letter === '\\' ? '\\' + letter
    : ESCAPED[letter] ?? (letter < ' ' || letter === '\x7f'
      ? '\\x' + letter.charCodeAt(0).toString(16).padStart(2, '0') : letter));
  return quote + inner.join('') + quote;
}

function valueOf(object) {
  if (object.scalar === undefined) return '';
  const text = object.type === 'str' ? quoted(object.scalar) : object.scalar;
  const letters = [...text];
  return letters.length > 40 ? letters.slice(0, 39).join('') + '…' : text;
}

function compareNames(shown, stream, add) {
  const wanted = stream.names();
  const numbers = shown.frames.map((frame) => frame.number);
  if (numbers.join() !== Object.keys(wanted).join())
    add(`frames ${numbers}, not ${Object.keys(wanted)}`);
  for (const frame of shown.frames) {
    const names = wanted[frame.number] ?? {};
    const found = Object.fromEntries(frame.rows.map((row) => [row.label, row.to]));
    if (JSON.stringify(found) !== JSON.stringify(names))
      add(`frame ${frame.number} has ${JSON.stringify(found)}, not ${JSON.stringify(names)}`);
    for (const row of frame.rows) {
      const key = `${frame.number}/${row.label}`;
      if (row.isMoved !== stream.marks.bound.has(key)) add(`mark of ${key}: ${row.isMoved}`);
      if (row.sees !== stream.marks.seers.has(key)) add(`${key} is a seer: ${row.sees}`);
      if (row.inline !== null && row.inline !== valueOf(stream.objects.get(row.to)))
        add(`${key} shows ${row.inline}`);
    }
  }
}

function compareObjects(shown, stream, add) {
  const { marks } = stream;
  for (const box of shown.objects) {
    const object = stream.objects.get(box.serial);
    if (box.title !== `${object.type} #${box.serial}`) add(`title ${box.title}`);
    const count = object.count >= 5e8 ? '∞' : object.count;
    const foot = `×${count} · ${object.size} B · ${object.id}`;
    if (box.foot !== foot) add(`#${box.serial}: ${box.foot}, not ${foot}`);
    if (box.value !== valueOf(object)) add(`#${box.serial} shows ${box.value}`);
    if (box.isFreed !== !object.alive) add(`#${box.serial} is freed: ${box.isFreed}`);
    const isMarked = object.alive && object.event === 'create' && marks.made.has(box.serial);
    if (box.isNew !== isMarked) add(`#${box.serial} is new: ${box.isNew}`);
    if (box.isChanged !== (object.alive && !isMarked && marks.changed.has(box.serial)))
      add(`#${box.serial} is changed: ${box.isChanged}`);
  }
}

export function compareStep(shown, stream, isLast, add) {
  compareNames(shown, stream, add);
  compareObjects(shown, stream, add);
  const rows = [...shown.frames, ...shown.objects].flatMap((box) => box.rows);
  const dots = rows.filter((row) => row.hasDot).map((row) => row.to).sort((a, b) => a - b);
  const targets = shown.arrows.map((arrow) => arrow.target).sort((a, b) => a - b);
  if (dots.join() !== targets.join()) add(`arrows to ${targets}, dots for ${dots}`);
  for (const to of dots)
    if (!shown.objects.some((box) => box.serial === to)) add(`an arrow to #${to}, without a box`);
  if (String(stream.line || '') !== shown.next) add(`runs next: ${shown.next}, not ${stream.line}`);
  if (shown.output !== stream.output) add(`output ${JSON.stringify(shown.output)}`);
  if (isLast && shown.sentences.length === 0) add('no sentence');
}

const overlap = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
  b.y < a.y + a.height;

// No box lies on another or has moved; no arrow crosses a box.
export function compareGeometry(shown, places, add) {
  const boxes = [...shown.frames.map((frame) => ({ name: `frame ${frame.number}`, ...frame })),
    ...shown.objects.map((box) => ({ name: `#${box.serial}`, ...box }))];
  boxes.forEach((box, i) => {
    for (const other of boxes.slice(i + 1))
      if (overlap(box.area, other.area)) add(`${box.name} lies on ${other.name}`);
    const place = `${box.area.x} ${box.area.y} ${box.area.width} ${box.area.height}`;
    if ((places.get(box.name) ?? place) !== place) add(`${box.name} has moved`);
    places.set(box.name, place);
  });
  for (const { target, points } of shown.arrows) {
    const [startX, startY] = points[0];
    for (const { name, area } of boxes) {
      const inside = ([x, y]) => x > area.x + 1 && x < area.x + area.width - 1 && y > area.y + 1 &&
        y < area.y + area.height - 1;
      // It begins in the row of its own box, and leaves it to the right.
      const isOwn = inside([startX, startY]);
      if (points.some((point) => inside(point) && !(isOwn && point[1] === startY)))
        add(`the arrow to #${target} crosses ${name}`);
    }
  }
}
