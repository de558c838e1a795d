'use strict';
// The page of a run: states are rebuilt from its events, and undone by what each event
// noted. Every object has one place for its whole life, found before anything is drawn.
(() => {
  const byId = (id) => document.getElementById(id);
  const run = JSON.parse(byId('run').textContent);
  const BOXES_MAX = 150, ROWS_MAX = 24;
  const HEAD = 26, ROW = 24, FOOT = 20, GAP = 16, CHAR = 7.83, CHANNEL = 84, COLOURS = 6;

  const OF_CLASS = new Set(['__module__', '__qualname__']);   // names that a class body is given

  // --- the state, and how events change it ---

  const state = { frames: new Map(), objects: new Map(), output: [], current: -1 };

  function shape(slot) {
    return typeof slot === 'number' ? { kind: 'index', at: '', to: slot, key: 0 }
      : { kind: slot[0], at: slot[1], to: slot[2], key: slot[3] || 0 };
  }

  function setName(frame, name, to) {
    const index = frame.names.findIndex((item) => item.name === name);
    if (to === 0) {
      if (index < 0) return () => {};
      const [gone] = frame.names.splice(index, 1);
      return () => frame.names.splice(index, 0, gone);
    }
    if (index < 0) {
      frame.names.push({ name, to });
      return () => frame.names.pop();
    }
    const old = frame.names[index].to;
    frame.names[index].to = to;
    return () => { frame.names[index].to = old; };
  }

  function splice(slots, at, count, added) {
    const removed = slots.splice(at, count, ...added);
    return () => slots.splice(at, added.length, ...removed);
  }

  function changeSlots(object, [, , kind, at, key, old, now]) {
    const slots = object.slots;
    if (kind === 'content') return () => {};
    if (kind === 'slice')
      return splice(slots, at, old.length, now.map((to) => shape(to)));
    let index;
    if (kind === 'index') index = at;
    else if (kind === 'element') index = slots.findIndex((s) => s.kind === kind && s.to === old);
    else index = slots.findIndex((s) => s.kind === kind && (kind === 'key' && key ? s.key === key
      : s.at === at));
    const had = old !== 0 && index >= 0 && index < slots.length;
    if (!had) index = kind === 'index' ? at : slots.length;
    const added = now === 0 ? [] : [kind === 'index' ? shape(now) : { kind, at, to: now, key }];
    return splice(slots, index, had ? 1 : 0, added);
  }

  function removeFrame(number) {
    const frame = state.frames.get(number);
    if (!frame) return () => {};
    state.frames.delete(number);
    return () => state.frames.set(number, frame);
  }

  // Keeps what is about to change in an object with these fields.
  function keeping(target, fields) {
    const old = fields.map((field) => target[field]);
    return () => fields.forEach((field, i) => { target[field] = old[i]; });
  }

  const apply = {
    l([, , number, line, counts]) {
      const frame = state.frames.get(number), undo = [keeping(state, ['current'])];
      if (frame) {
        undo.push(keeping(frame, ['line']));
        frame.line = line;
      }
      state.current = number;
      for (let i = 0; i < counts.length; i += 2) {
        const object = state.objects.get(counts[i]);
        if (!object) continue;
        undo.push(keeping(object, ['count']));
        object.count = counts[i + 1];
      }
      return () => undo.reverse().forEach((back) => back());
    },
    o([, serial, id, type, size, count, flags, scalar, slots]) {
      state.objects.set(serial, { serial, id, type, size, count, scalar, alive: true,
        existed: (flags & 2) !== 0, slots: slots.map(shape) });
      return () => state.objects.delete(serial);
    },
    b([, number, name, to, ofClass]) {
      const frame = ofClass && OF_CLASS.has(name) ? null : state.frames.get(number);
      return frame ? setName(frame, name, to) : () => {};
    },
    m(row) {
      const object = state.objects.get(row[1]);
      if (!object) return () => {};
      const undo = [keeping(object, ['size', 'scalar']), changeSlots(object, row)];
      if (row[7] >= 0) object.size = row[7];
      if (row[8] !== null) object.scalar = row[8];
      return () => undo.reverse().forEach((back) => back());
    },
    f([, serial]) {
      const object = state.objects.get(serial);
      if (!object) return () => {};
      const undo = [keeping(object, ['alive'])];
      object.alive = false;
      for (const frame of [...state.frames.values()])
        if (frame.suspended && frame.generator === serial) undo.push(removeFrame(frame.number));
      return () => undo.reverse().forEach((back) => back());
    },
    c([, number, caller, title, names]) {
      const old = state.frames.get(number), undo = [keeping(state, ['current'])];
      state.current = number;
      const frame = old || { number, caller, title, line: 0, names: [] };
      if (old) undo.push(keeping(old, ['suspended', 'caller']));
      frame.suspended = false;
      if (!old) {
        state.frames.set(number, frame);
        undo.push(() => state.frames.delete(number));
      }
      for (let i = 0; i < names.length; i += 2)
        undo.push(setName(frame, names[i], names[i + 1]));
      return () => undo.reverse().forEach((back) => back());
    },
    r([, number, value, suspended, caller]) {
      const frame = state.frames.get(number), undo = [keeping(state, ['current'])];
      state.current = caller;
      if (frame && suspended) {
        undo.push(keeping(frame, ['suspended', 'generator']));
        frame.suspended = true;
        if (suspended === 1) frame.generator = value;
      } else if (frame && number !== 0) {
        undo.push(removeFrame(number));
      }
      return () => undo.reverse().forEach((back) => back());
    },
    p([, stream, text]) {
      state.output.push({ stream, text, stop: applying });
      return () => state.output.pop();
    },
  };

  // --- stops: the moment before each line, and the end ---

  const stops = [];   // { from, to: rows that lead there, step, line, before }
  let applying = 0;
  run.rows.forEach((row, index) => {
    if (row[0] !== 'l') return;
    const before = stops.length ? stops[stops.length - 1] : null;
    stops.push({ from: before ? before.to : 0, to: index + 1, step: row[1], frame: row[2],
      line: row[3], ran: before ? before.line : 0 });
  });
  const final = stops.length ? stops[stops.length - 1] : { to: 0, line: 0, step: 0 };
  stops.push({ from: final.to, to: run.rows.length, step: run.last, frame: 0, line: 0,
    ran: final.line });

  let position = -1;
  const undone = [];

  function forward() {
    position++;
    applying = position;
    const stop = stops[position], undo = [];
    for (let i = stop.from; i < stop.to; i++) {
      const change = apply[run.rows[i][0]];
      if (change) undo.push(change(run.rows[i]));
    }
    undone.push(undo);
  }

  function back() {
    for (const undo of undone.pop().reverse()) undo();
    position--;
  }

  function seek(wanted) {
    while (position < wanted) forward();
    while (position > wanted) back();
  }

  // --- what is shown ---

  const GIVEN = new Set(['__name__', '__doc__', '__package__', '__loader__', '__spec__',
    '__builtins__', '__file__', '__cached__']);
  const MACHINERY = new Set(['__module__', '__doc__', '__dict__', '__weakref__', '__bases__',
    '__qualname__', '__hash__', '__slots__', '__match_args__']);

  function isShownName(frame, item) {
    const object = state.objects.get(item.to);
    if (!object) return false;
    if (frame.number !== 0) return true;
    if (item.name === '__annotations__') return object.slots.length > 0;
    return !GIVEN.has(item.name);
  }

  function isShownSlot(object, slot) {
    const to = state.objects.get(slot.to);
    if (!to) return false;
    const isClass = object.scalar !== null && object.scalar.startsWith('<class ');
    if (isClass && MACHINERY.has(slot.at)) return false;
    return !(object.type === 'function' && to.type === 'NoneType');
  }

  function quoted(text) {
    const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
    let out = quote;
    for (const letter of text) {
      if (letter === quote || letter === '\\') out += '\\' + letter;
      else if (letter === '\n') out += '\\n';
      else if (letter === '\t') out += '\\t';
      else if (letter === '\r') out += '\\r';
      else if (letter < ' ' || letter === '\x7f')
        out += '\\x' + letter.charCodeAt(0).toString(16).padStart(2, '0');
      else out += letter;
    }
    return out + quote;
  }

  const BRACKETS = { list: ['[', ']'], tuple: ['(', ')'], dict: ['{', '}'], set: ['{', '}'],
    frozenset: ['frozenset({', '})'] };

  function show(serial, inside = []) {
    const object = state.objects.get(serial);
    if (!object) return '?';
    if (object.scalar !== null) return object.type === 'str' ? quoted(object.scalar)
      : object.scalar;
    if (inside.includes(serial) || inside.length > 4) return '...';
    const next = [...inside, serial], pair = BRACKETS[object.type];
    if (pair) {
      if (object.slots.length === 0 && object.type.endsWith('set')) return object.type + '()';
      const items = object.slots.slice(0, 50).map((slot) => (slot.kind === 'key'
        ? keyText(slot, next) + ': ' : '') + show(slot.to, next));
      if (object.slots.length > 50) items.push('…');
      if (object.type === 'tuple' && items.length === 1) items[0] += ',';
      return pair[0] + items.join(', ') + pair[1];
    }
    return '<' + object.type + ' object>';
  }

  function keyText(slot, inside) {
    return slot.key ? show(slot.key, inside) : slot.at;
  }

  const cut = (text, most) => [...text].length > most
    ? [...text].slice(0, most - 1).join('') + '…' : text;

  function label(slot, index) {
    switch (slot.kind) {
      case 'index': return String(index);
      case 'key': return cut(keyText(slot, []), 24);
      case 'element': return '';
      case 'cell': return 'contents';
      default: return slot.at;
    }
  }

  // The boxes of the state: frames, then objects as a walk from the names meets them.
  function collect() {
    const frames = [...state.frames.values()].sort((a, b) => a.number - b.number);
    const boxes = new Map(), queue = [];
    const meet = (serial, depth, from) => {
      const object = state.objects.get(serial);
      if (!object || boxes.has(serial) || boxes.size >= BOXES_MAX) return;
      boxes.set(serial, { object, depth, from, rows: [], more: 0 });
      queue.push(serial);
    };
    const pictures = frames.map((frame) => {
      const rows = [];
      for (const item of frame.names) {
        if (!isShownName(frame, item) || rows.length >= ROWS_MAX) continue;
        rows.push({ label: item.name, to: item.to, id: frame.number + '/' + item.name });
      }
      return { frame, rows };
    });
    for (const picture of pictures)
      picture.rows.forEach((row, i) => meet(row.to, 0, { frame: picture.frame.number, row: i }));
    for (let i = 0; i < queue.length; i++) {
      const box = boxes.get(queue[i]);
      box.object.slots.forEach((slot, index) => {
        if (!isShownSlot(box.object, slot)) return;
        if (box.rows.length >= ROWS_MAX) { box.more++; return; }
        box.rows.push({ label: label(slot, index), to: slot.to, index,
          id: queue[i] + '/' + slot.kind + '/' + (slot.kind === 'index' ? index
            : slot.key || slot.at || slot.to) });
        meet(slot.to, box.depth + 1, { object: queue[i], row: box.rows.length - 1 });
      });
    }
    return { frames: pictures, boxes };
  }

  function valueOf(object) {
    return object.scalar === null ? null : cut(show(object.serial), 40);
  }

  function lineCount(box) {
    const own = valueOf(box.object) !== null ? 1 : 0;
    return Math.max(1, box.rows.length + own + (box.more ? 1 : 0));
  }

  function widthOf(box) {
    let most = (box.object.type + ' #' + box.object.serial).length + 4;
    const value = valueOf(box.object);
    if (value !== null) most = Math.max(most, value.length + 4);
    for (const row of box.rows) most = Math.max(most, row.label.length + 6);
    const foot = ('×' + box.object.count + ' · ' + box.object.size + ' B · ' +
      box.object.id).length * 0.86 + 3;
    return Math.ceil(Math.max(most, foot, 12) * CHAR);
  }

  // --- places: one for each object, for all steps ---

  const places = new Map();        // serial: { column, y, height, width, first, last }
  const frameRows = new Map();     // frame: most rows that it ever has
  let framesWidth = 150;
  const columns = [];              // { x, width }
  const framesTop = new Map();     // frame: y

  function measureRun() {
    const order = [];
    for (let stop = 0; stop < stops.length; stop++) {
      seek(stop);
      const { frames, boxes } = collect();
      for (const { frame, rows } of frames) {
        frameRows.set(frame.number, Math.max(frameRows.get(frame.number) || 1, rows.length));
        for (const row of rows)
          framesWidth = Math.max(framesWidth, (row.label.length + 8) * CHAR);
        framesWidth = Math.max(framesWidth, (frameTitle(frame).length + 5) * CHAR);
      }
      for (const [serial, box] of boxes) {
        let place = places.get(serial);
        if (!place) {
          place = { serial, column: box.depth, from: box.from, first: stop, rows: 0, width: 0 };
          places.set(serial, place);
          order.push(place);
        }
        place.last = stop + 1;     // one more: where it is shown as freed
        place.rows = Math.max(place.rows, lineCount(box));
        place.width = Math.max(place.width, widthOf(box));
      }
    }
    framesWidth = Math.ceil(framesWidth);
    return order;
  }

  function frameHeight(number) {
    return HEAD + (frameRows.get(number) || 1) * ROW + 6;
  }

  // Where a frame stands: below its caller and all that live below that one.
  function stackFrames() {
    for (let stop = 0; stop < stops.length; stop++) {
      seek(stop);
      let y = 0;
      for (const number of [...state.frames.keys()].sort((a, b) => a - b)) {
        if (!framesTop.has(number)) framesTop.set(number, y);
        y = Math.max(y, framesTop.get(number) + frameHeight(number) + GAP);
      }
    }
  }

  function wishedLine(place) {
    const from = place.from, row = HEAD + from.row * ROW - 1;
    if (from.object === undefined) return framesTop.get(from.frame) + row;
    return places.get(from.object).y + row;
  }

  function placeObjects(order) {
    const standing = [];
    for (const place of order) {
      place.height = HEAD + place.rows * ROW + FOOT + 4;
      const column = standing[place.column] || (standing[place.column] = []);
      const near = column.filter((other) => other.first <= place.last &&
        place.first <= other.last).sort((a, b) => a.y - b.y);
      let y = Math.max(0, wishedLine(place));
      for (const other of near)
        if (other.y < y + place.height + GAP && y < other.y + other.height + GAP)
          y = other.y + other.height + GAP;
      place.y = y;
      column.push(place);
    }
    let x = framesWidth + CHANNEL;
    standing.forEach((column, i) => {
      const width = Math.max(...(column || []).map((place) => place.width), 100);
      columns[i] = { x, width };
      x += width + CHANNEL;
    });
  }

  // --- drawing ---

  function element(tag, kind, text) {
    const made = document.createElement(tag);
    if (kind) made.className = kind;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function frameTitle(frame) {
    const title = frame.number === 0 ? 'global' : frame.title;
    return title + (frame.suspended ? ', suspended' : '');
  }

  // What the rows that led to a stop made, changed and freed.
  function marksOf(stop) {
    const marks = { made: new Set(), changed: new Set(), rows: new Set(), freed: new Set() };
    for (let i = stop.from; i < stop.to; i++) {
      const row = run.rows[i];
      if (row[0] === 'o' && !(row[6] & 2)) marks.made.add(row[1]);
      if (row[0] === 'f') marks.freed.add(row[1]);
      if (row[0] === 'b' && row[3]) marks.rows.add(row[1] + '/' + row[2]);
      if (row[0] === 'c')
        for (let j = 0; j < row[4].length; j += 2) marks.rows.add(row[1] + '/' + row[4][j]);
      if (row[0] === 'm') {
        marks.changed.add(row[1]);
        const count = row[2] === 'slice' ? row[6].length : 1;
        for (let j = 0; j < count; j++)
          marks.rows.add(row[1] + '/' + (row[2] === 'slice' ? 'index' : row[2]) + '/' +
            (row[2] === 'slice' || row[2] === 'index' ? row[3] + j
              : row[4] || row[3] || row[6]));
      }
    }
    return marks;
  }

  function rowElement(text, value, row, marks) {
    const made = element('div', 'row');
    if (text !== '') made.append(element('span', 'label', text));
    if (value !== null) made.append(element('span', 'value', value));
    if (row) {
      if (marks.rows.has(row.id)) made.classList.add('touched');
      const object = state.objects.get(row.to);
      made.append(element('span', 'hidden', (marks.rows.has(row.id) ? ' changed,' : '') +
        ' refers to ' + object.type + ' number ' + row.to));
      if (places.has(row.to)) {
        made.append(element('span', 'dot'));
        made.dataset.to = row.to;
      } else {
        made.append(element('span', 'value', cut(show(row.to), 30)));
      }
    }
    return made;
  }

  function frameElement({ frame, rows }, marks) {
    const box = element('section', 'box frame' + (frame.number === state.current ? ' current' : ''));
    box.setAttribute('aria-label', 'frame ' + frameTitle(frame));
    box.append(element('h3', '', frameTitle(frame)));
    for (const row of rows) {
      const line = rowElement(row.label, null, row, marks);
      line.id = 'row-' + row.id;
      box.append(line);
    }
    if (!rows.length) box.append(element('div', 'row none', '(no names)'));
    box.style.cssText = `left:0;top:${framesTop.get(frame.number)}px;width:${framesWidth}px`;
    return box;
  }

  function objectElement(box, marks) {
    const object = box.object, place = places.get(object.serial);
    const mark = !object.alive ? 'freed' : marks.made.has(object.serial) && !object.existed ? 'new'
      : marks.changed.has(object.serial) ? 'changed' : '';
    const made = element('section', 'box object ' + mark), head = element('h3');
    const sign = { freed: '× ', new: '+ ', changed: '* ' }[mark];
    if (sign) head.append(element('span', 'sign ' + mark, sign));
    head.append(object.type + ' #' + object.serial);
    if (mark) head.append(element('span', 'hidden', ', ' + mark));
    made.append(head);
    made.dataset.serial = object.serial;
    made.title = cut(show(object.serial), 400);
    const value = valueOf(object);
    if (value !== null) made.append(rowElement('', value, null, marks));
    for (const row of box.rows) made.append(rowElement(row.label, null, row, marks));
    if (box.more) made.append(element('div', 'row none', '… ' + box.more + ' more'));
    if (value === null && !box.rows.length) made.append(element('div', 'row none', '(empty)'));
    made.append(element('div', 'foot', '×' + object.count + ' · ' + object.size + ' B · ' +
      object.id));
    made.style.cssText = `left:${columns[place.column].x}px;top:${place.y}px;` +
      `width:${place.width}px`;
    return made;
  }

  function path(kind, data) {
    const made = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    made.setAttribute('class', kind);
    made.setAttribute('d', data);
    return made;
  }

  // From a row's dot to the left of an object; to its right where it does not stand
  // further right.
  function drawArrow(row) {
    const serial = Number(row.dataset.to), place = places.get(serial), box = row.parentElement;
    const x = box.offsetLeft + box.offsetWidth, y = box.offsetTop + row.offsetTop + ROW / 2 + 1;
    const to = columns[place.column].x, toY = place.y + HEAD / 2;
    const colour = 'a' + serial % COLOURS, moved = row.classList.contains('touched') ? ' moved' : '';
    const dot = x - 13;
    let line, tip;
    if (to > x) {
      const bend = Math.max(24, Math.min(70, (to - x) / 2));
      line = `M${dot} ${y}H${x}C${x + bend} ${y} ${to - bend} ${toY} ${to - 8} ${toY}`;
      tip = `M${to} ${toY}l-10 -4.5v9z`;
    } else {
      const right = to + place.width, out = Math.max(x, right) + 40;
      line = `M${dot} ${y}H${x}C${out} ${y} ${out} ${toY} ${right + 8} ${toY}`;
      tip = `M${right} ${toY}l10 -4.5v9z`;
    }
    byId('arrows').append(path('halo', line), path(colour + moved, line),
      path('tip ' + colour, tip));
  }

  function drawPicture() {
    const { frames, boxes } = collect(), marks = marksOf(stops[position]);
    byId('frames').replaceChildren(...frames.map((frame) => frameElement(frame, marks)));
    const shown = [...boxes.values()].map((box) => objectElement(box, marks));
    for (const serial of marks.freed) {
      const place = places.get(serial), object = state.objects.get(serial);
      if (place && !boxes.has(serial) && place.first < position)
        shown.push(objectElement({ object, rows: [], more: 0 }, marks));
    }
    byId('objects').replaceChildren(...shown);
    byId('arrows').replaceChildren();
    for (const row of byId('canvas').querySelectorAll('.row[data-to]')) drawArrow(row);
  }

  function drawSource() {
    const stop = stops[position];
    byId('source').querySelectorAll('button').forEach((button, index) => {
      const line = index + 1, sign = button.querySelector('.sign');
      const isNext = line === stop.line, isDone = line === stop.ran;
      button.className = isNext ? 'next' : isDone ? 'done' : '';
      sign.textContent = isNext ? '▶' : isDone ? '✓' : '';
      if (isNext) button.setAttribute('aria-current', 'step');
      else button.removeAttribute('aria-current');
      if (isNext && button.scrollIntoView) button.scrollIntoView({ block: 'nearest' });
    });
  }

  function drawOutput() {
    const parts = [];
    for (const part of state.output) {
      const last = parts[parts.length - 1];
      if (last && last.stop === part.stop && last.stream === part.stream) last.text += part.text;
      else parts.push({ ...part });
    }
    byId('output').replaceChildren(...parts.map((part) => {
      const button = element('button', (part.stop === position ? 'fresh' : '') +
        (part.stream === 2 ? ' error' : ''), part.text);
      button.title = 'go to the step that printed this';
      button.addEventListener('click', () => go(part.stop));
      return button;
    }));
  }

  function drawSentences() {
    const stop = stops[position], lines = [];
    if (stop.ran) {
      const source = run.source.split('\n')[stop.ran - 1] || '';
      lines.push(element('p', 'line', 'line ' + stop.ran + '   ' + source.trim()));
    } else {
      lines.push(element('p', 'line', 'before the first line'));
    }
    for (let i = stop.from; i < stop.to; i++)
      if (run.rows[i][0] === 's') lines.push(element('p', '', run.rows[i][1]));
    if (lines.length === 1 && stop.ran) lines.push(element('p', '', 'Nothing changed.'));
    byId('sentences').replaceChildren(...lines);
    byId('sentences').scrollTop = 0;
  }

  function go(wanted) {
    seek(Math.max(0, Math.min(stops.length - 1, wanted)));
    drawPicture();
    drawSource();
    drawOutput();
    drawSentences();
    byId('slider').value = position + 1;
    byId('slider').setAttribute('aria-valuetext', 'step ' + (position + 1) + ' of ' + stops.length);
    byId('where').textContent = 'step ' + (position + 1) + ' of ' + stops.length;
    byId('where').title = 'after event ' + stops[position].step;
    byId('first').disabled = byId('back').disabled = position === 0;
    byId('last').disabled = byId('forward').disabled = position === stops.length - 1;
    try {
      history.replaceState(null, '', '#step=' + (position + 1));
    } catch (error) { /* a page without an address of its own */ }
  }

  // --- start ---

  function buildSource() {
    const lines = run.source.replace(/\n$/, '').split('\n');
    byId('source').replaceChildren(...lines.map((text, index) => {
      const button = element('button');
      button.title = 'go to the next run of this line';
      button.append(element('span', 'sign', ''), element('span', 'number', index + 1),
        element('span', 'code', text || ' '));
      button.addEventListener('click', () => {
        const at = (from) => stops.findIndex((stop, i) => i > from && stop.line === index + 1);
        const next = at(position) >= 0 ? at(position) : at(-1);
        if (next >= 0) go(next);
      });
      return button;
    }));
  }

  function buildTicks() {
    const ticks = byId('ticks'), most = Math.max(1, stops.length - 1);
    ticks.setAttribute('viewBox', `0 0 ${most * 10} 8`);
    let changes = '', prints = '';
    stops.forEach((stop, index) => {
      const rows = run.rows.slice(stop.from, stop.to);
      if (rows.some((row) => row[0] === 'm')) changes += `M${index * 10} 0v4`;
      if (rows.some((row) => row[0] === 'p')) prints += `M${index * 10} 0v8`;
    });
    for (const [kind, data] of [['print', prints], ['change', changes]]) {
      const made = path(kind, data || 'M0 0');
      made.setAttribute('vector-effect', 'non-scaling-stroke');
      made.setAttribute('stroke-width', '2');
      ticks.append(made);
    }
  }

  function size() {
    const heights = [...places.values()].map((place) => place.y + place.height);
    for (const [number, y] of framesTop) heights.push(y + frameHeight(number));
    const last = columns[columns.length - 1] || { x: framesWidth, width: 0 };
    byId('canvas').style.height = Math.max(100, ...heights) + 20 + 'px';
    byId('canvas').style.width = last.x + last.width + 60 + 'px';
    byId('arrows').style.width = byId('canvas').style.width;
    byId('arrows').style.height = byId('canvas').style.height;
    if (columns.length)
      byId('heads').lastElementChild.style.left = columns[0].x + 'px';
  }

  const keys = { ArrowRight: () => go(position + 1), ArrowLeft: () => go(position - 1),
    Home: () => go(0), End: () => go(stops.length - 1) };

  function listen() {
    byId('first').addEventListener('click', keys.Home);
    byId('back').addEventListener('click', keys.ArrowLeft);
    byId('forward').addEventListener('click', keys.ArrowRight);
    byId('last').addEventListener('click', keys.End);
    byId('slider').addEventListener('input', () => go(Number(byId('slider').value) - 1));
    byId('sizes').addEventListener('change', (event) =>
      document.body.classList.toggle('plain', !event.target.checked));
    document.addEventListener('keydown', (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || !keys[event.key]) return;
      event.preventDefault();
      keys[event.key]();
    });
  }

  byId('program').textContent = run.program;
  document.title = run.program + ' – Nametag';
  byId('slider').max = stops.length;
  const order = measureRun();
  stackFrames();
  placeObjects(order);
  buildSource();
  buildTicks();
  size();
  listen();
  const asked = /step=(\d+)/.exec(location.hash + location.search);
  go(asked ? Number(asked[1]) - 1 : 0);
})();
