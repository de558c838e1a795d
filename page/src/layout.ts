// Where everything stands: one place for each frame and each object, for as long as it lives,
// found in one walk through the run before anything is drawn.
//
//   frames | channel | objects that names refer to | channel | objects that those refer to | …
//
// Two boxes overlap only if they never live at the same time. Arrows run in the channels and
// in the gaps between boxes (arrows.ts), so none crosses a box.

import type { Run } from './rows';
import { Scene } from './scene';
import type { BoxView } from './scene';
import type { Settings } from './settings';
import { Replay } from './state';
import type { Frame, Stop, Thing } from './state';
import { title } from './values';

export const HEAD = 26, ROW = 24, FOOT = 18, GAP = 20, CHANNEL = 84, CHAR = 7.85, CELLS = 42;
const FOOT_CHAR = 6.7;
const COLUMNS_MAX = 40;      // a longer chain is looked at link by link
const STANDING_MAX = 240;    // boxes at one time; more is looked at by focus
const AUTO_OBJECTS = 18;     // more objects than these: small values stand in the rows
const BUCKET = 32, BUCKETS_MAX = 8;

interface Holder {
  column: number;
  y: number;
  children: Place[];
  edges: Map<number, Edge>;  // by what it ever held
  held: Set<Edge>;           // what it holds now
}

// That a holder refers to an object in one of its rows.
interface Edge {
  from: Holder;
  to: Place;
  row: number;
  first: number;
  since: number;             // stop from which it holds it now, -1: it does not
  stops: number;             // for which it held it before
}

export interface Place extends Holder {
  serial: number;
  x: number;
  width: number;
  height: number;
  first: number;             // stops between which it stands there, both included
  last: number;
  rows: number;              // most that it ever has
  isFlat: boolean;
  type: string;
  parent: Holder | null;     // beside which it stands: who holds it longest
  row: number;               // of the parent; -1: they stand in line
}

export interface FramePlace extends Holder {
  number: number;
  first: number;
  last: number;
  rows: number;
  height: number;
}

export interface Layout {
  scene: Scene;
  places: Map<number, Place>;
  frames: Map<number, FramePlace>;
  columns: { x: number; width: number }[];
  framesWidth: number;
  width: number;
  height: number;
}

export function frameTitle(frame: Frame): string {
  const name = frame.number === 0 ? 'global' : frame.title;
  return name + (frame.suspended ? ', suspended' : frame.ended ? ', returned' : '');
}

// A count that only says that the object is there for ever.
const COUNT_IMMORTAL = 500_000_000;

export const countText = (object: Thing): string =>
  object.count >= COUNT_IMMORTAL ? '×∞' : `×${object.count}`;

export const footText = (object: Thing): string =>
  `${countText(object)} · ${object.size} B · ${object.id}`;

export function boxHeight(place: Place, hasFoot: boolean): number {
  const middle = place.isFlat ? CELLS : place.rows * ROW;
  return HEAD + middle + 4 + (hasFoot ? FOOT : 0);
}

export const frameHeight = (rows: number): number => HEAD + Math.max(1, rows) * ROW + 6;

export function boxRows(box: BoxView): number {
  return Math.max(1, box.rows.length + (box.value !== null ? 1 : 0) + (box.more ? 1 : 0));
}

export function cellWidth(text: string, label: string): number {
  return Math.ceil(Math.max(text.length, label.length, 1) * CHAR + 12);
}

// --- the walk ---

class Survey {
  readonly places = new Map<number, Place>();
  readonly frames = new Map<number, FramePlace>();
  framesWidth = 130;
  private standing = 0;
  private readonly replay: Replay;

  constructor(run: Run, stops: Stop[], readonly scene: Scene, readonly most: number) {
    this.replay = new Replay(run, stops, true);
  }

  // False: it would be more than the most objects.
  walk(): boolean {
    const { stops } = this.replay;
    for (let stop = 0; stop < stops.length; stop++) {
      this.replay.seek(stop);
      this.look(stop);
      if (this.places.size > this.most) return false;
    }
    return true;
  }

  private look(stop: number): void {
    const frames = new Set<number>(), objects = new Set<number>();
    for (const row of this.replay.rows()) {
      if (row[0] === 'b' || row[0] === 'c') frames.add(row[1]);
      else if (row[0] === 'm') objects.add(row[1]);
      else if (row[0] === 'f') this.end(this.places.get(row[1]), stop);
      else if (row[0] === 'r') this.leave(row[1], stop);
    }
    for (const number of [...frames].sort((a, b) => a - b)) this.lookAtFrame(number, stop);
    for (const serial of objects) {
      const place = this.places.get(serial), object = this.replay.state.objects.get(serial);
      if (place && object?.alive) this.hold(place, this.sized(object, place), stop);
    }
  }

  private end(place: Place | undefined, stop: number): void {
    if (!place || place.last !== Infinity) return;
    place.last = stop;
    this.standing--;
    this.hold(place, [], stop);
  }

  private leave(number: number, stop: number): void {
    const frame = this.replay.state.frames.get(number), place = this.frames.get(number);
    if (!frame?.ended || !place || this.scene.settings.exited) return;
    place.last = stop - 1;
    this.hold(place, [], stop);
  }

  private lookAtFrame(number: number, stop: number): void {
    const frame = this.replay.state.frames.get(number);
    if (!frame || (frame.ended && !this.scene.settings.exited)) return;
    const rows = this.scene.frameRows(this.replay.state, frame);
    let place = this.frames.get(number);
    if (!place) {
      place = { number, column: -1, y: 0, first: stop, last: Infinity, rows: 0, height: 0,
        children: [], edges: new Map(), held: new Set() };
      this.frames.set(number, place);
    }
    place.rows = Math.max(place.rows, rows.length);
    let widest = frameTitle(frame).length + 9;
    for (const row of rows)
      widest = Math.max(widest, row.label.length + (row.inline?.length ?? 2) + 5);
    this.framesWidth = Math.max(this.framesWidth, Math.ceil(widest * CHAR));
    this.hold(place, rows.map((row, index) => [row.to, index]), stop);
  }

  // From this stop on the holder refers to these objects, and to no others.
  private hold(holder: Holder, targets: [serial: number, row: number][], stop: number): void {
    const queue: [Holder, [number, number][]][] = [[holder, targets]];
    for (const [from, rows] of queue) {
      const kept = new Set<Edge>();
      for (const [serial, row] of rows) {
        let place = this.places.get(serial);
        if (!place) {
          const object = this.replay.state.objects.get(serial);
          place = object && this.meet(object, stop);
          if (!object || !place) continue;
          queue.push([place, this.sized(object, place)]);
        }
        let edge = from.edges.get(serial);
        if (!edge) {
          edge = { from, to: place, row, first: stop, since: -1, stops: 0 };
          from.edges.set(serial, edge);
        }
        if (edge.since < 0) edge.since = stop;
        kept.add(edge);
      }
      for (const edge of from.held)
        if (!kept.has(edge)) {
          edge.stops += stop - edge.since;
          edge.since = -1;
        }
      from.held = kept;
    }
  }

  private meet(object: Thing, stop: number): Place | undefined {
    if (!object.alive || this.scene.isInline(object) || this.standing >= STANDING_MAX)
      return undefined;
    const place: Place = { serial: object.serial, type: object.type, column: 0, x: 0, y: 0,
      width: 0, height: 0, first: stop, last: Infinity, rows: 0, isFlat: true, parent: null,
      row: 0, children: [], edges: new Map(), held: new Set() };
    this.places.set(object.serial, place);
    this.standing++;
    return place;
  }

  // Makes the place large enough; gives what the object's rows refer to.
  private sized(object: Thing, place: Place): [number, number][] {
    const box = this.scene.box(this.replay.state, object, place.isFlat);
    place.isFlat = box.isFlat;
    place.rows = Math.max(place.rows, boxRows(box));
    const foot = (footText(object).length + 1) * FOOT_CHAR + 18;
    let widest = Math.max(title(object).length + 4, 9);
    if (box.value !== null) widest = Math.max(widest, box.value.length + 3);
    let cells = 12;
    for (const row of box.rows) {
      if (!box.isFlat)
        widest = Math.max(widest, row.label.length + (row.inline?.length ?? 2) + 5);
      cells += cellWidth(row.inline ?? '', row.label);
    }
    if (box.more) cells += 80;
    place.width = Math.ceil(Math.max(place.width, widest * CHAR, box.isFlat ? cells : 0,
      this.scene.settings.counts ? foot : 0));
    const first = box.value === null ? 0 : 1;
    return box.rows.map((row, index) => [row.to, index + first]);
  }

  // Gives each object the parent that held it longest, the strongest holds first; objects that
  // are too far from any name lose their places.
  attach(stops: number): void {
    const queue = new Heap<Edge>((a, b) => weight(b, stops) - weight(a, stops) ||
      a.first - b.first || a.to.serial - b.to.serial);
    for (const frame of this.frames.values())
      for (const edge of frame.edges.values()) queue.push(edge);
    for (let edge = queue.pop(); edge; edge = queue.pop()) {
      const { from, to } = edge;
      if (to.parent || from.column + 1 >= COLUMNS_MAX) continue;
      const isChain = 'type' in from && from.type === to.type && !CONTAINERS.has(to.type);
      to.parent = from;
      to.column = from.column + 1;
      to.row = isChain ? -1 : edge.row;
      from.children.push(to);
      for (const next of to.edges.values()) if (!next.to.parent) queue.push(next);
    }
    for (const place of this.places.values()) {
      if (!place.parent) this.places.delete(place.serial);
      // Those in line come first, so that a chain is one line.
      place.children.sort((a, b) => (a.row < 0 ? 0 : 1) - (b.row < 0 ? 0 : 1) ||
        place.edges.get(a.serial)!.row - place.edges.get(b.serial)!.row || a.first - b.first);
    }
    for (const frame of this.frames.values())
      frame.children.sort((a, b) => a.row - b.row || a.first - b.first);
  }
}

const CONTAINERS = new Set(['list', 'tuple', 'dict', 'set', 'frozenset']);

function weight(edge: Edge, stops: number): number {
  return edge.stops + (edge.since < 0 ? 0 : stops - edge.since);
}

class Heap<T> {
  private readonly items: T[] = [];

  constructor(private readonly order: (a: T, b: T) => number) {}

  push(item: T): void {
    const items = this.items;
    let at = items.push(item) - 1;
    for (; at > 0; at = (at - 1) >> 1) {
      const above = (at - 1) >> 1;
      if (this.order(item, items[above]) >= 0) break;
      items[at] = items[above];
    }
    items[at] = item;
  }

  pop(): T | undefined {
    const items = this.items, first = items[0], last = items.pop();
    if (items.length === 0 || last === undefined) return first;
    let at = 0;
    for (;;) {
      let next = at * 2 + 1;
      if (next >= items.length) break;
      if (next + 1 < items.length && this.order(items[next + 1], items[next]) < 0) next++;
      if (this.order(last, items[next]) <= 0) break;
      items[at] = items[next];
      at = next;
    }
    items[at] = last;
    return first;
  }
}

// --- places in a column ---

// Boxes of a column by the time in which they stand.
class Column {
  private readonly buckets = new Map<number, Place[]>();
  private readonly long: Place[] = [];

  add(place: Place): void {
    const first = Math.floor(place.first / BUCKET), last = Math.floor(place.last / BUCKET);
    if (last - first > BUCKETS_MAX) {
      this.long.push(place);
      return;
    }
    for (let i = first; i <= last; i++) {
      const bucket = this.buckets.get(i);
      if (bucket) bucket.push(place);
      else this.buckets.set(i, [place]);
    }
  }

  private during(place: Place): Place[] {
    const found = new Set(this.long);
    const first = Math.floor(place.first / BUCKET), last = Math.floor(place.last / BUCKET);
    if (last - first > this.buckets.size) {
      for (const bucket of this.buckets.values()) bucket.forEach((other) => found.add(other));
    } else {
      for (let i = first; i <= last; i++)
        this.buckets.get(i)?.forEach((other) => found.add(other));
    }
    return [...found].filter((other) => other.first <= place.last && place.first <= other.last)
      .sort((a, b) => a.y - b.y);
  }

  // The first line from `wish` on where the place overlaps nothing that stands with it.
  free(place: Place, wish: number): number {
    let y = wish;
    for (const other of this.during(place))
      if (other.y < y + place.height + GAP && y < other.y + other.height + GAP)
        y = other.y + other.height + GAP;
    return y;
  }
}

function stackFrames(frames: FramePlace[]): void {
  const alive: FramePlace[] = [];
  for (const frame of frames) {
    frame.height = frameHeight(frame.rows);
    let y = 0;
    for (let i = alive.length - 1; i >= 0; i--) {
      if (alive[i].last < frame.first) alive.splice(i, 1);
      else y = Math.max(y, alive[i].y + alive[i].height + GAP);
    }
    frame.y = y;
    alive.push(frame);
  }
}

function placeObjects(frames: FramePlace[], columns: Column[], hasFoot: boolean): number {
  let bottom = 0;
  const stack: Place[] = [];
  const later = (children: Place[]): void => {
    for (let i = children.length - 1; i >= 0; i--) stack.push(children[i]);
  };
  for (const frame of frames) {
    later(frame.children);
    for (let place = stack.pop(); place; place = stack.pop()) {
      const column = columns[place.column] ??= new Column();
      place.height = boxHeight(place, hasFoot);
      const parent = place.parent!;
      const wish = place.row < 0 ? parent.y : parent.y + HEAD + place.row * ROW - 1;
      place.y = column.free(place, wish);
      column.add(place);
      bottom = Math.max(bottom, place.y + place.height);
      later(place.children);
    }
  }
  return bottom;
}

function attached(survey: Survey, stops: Stop[]): Survey {
  survey.attach(stops.length);
  return survey;
}

function surveyed(run: Run, stops: Stop[], settings: Settings): Survey {
  if (settings.values !== 'inline') {
    const most = settings.values === 'auto' ? AUTO_OBJECTS : Infinity;
    const survey = new Survey(run, stops, new Scene(settings, false), most);
    if (survey.walk()) return attached(survey, stops);
  }
  const survey = new Survey(run, stops, new Scene(settings, true), Infinity);
  survey.walk();
  return attached(survey, stops);
}

export function layOut(run: Run, stops: Stop[], settings: Settings): Layout {
  const survey = surveyed(run, stops, settings);
  const frames = [...survey.frames.values()].sort((a, b) => a.number - b.number);
  stackFrames(frames);
  const made: Column[] = [];
  const bottom = placeObjects(frames, made, settings.counts);
  const columns = made.map(() => ({ x: 0, width: 90 }));
  for (const place of survey.places.values())
    columns[place.column].width = Math.max(columns[place.column].width, place.width);
  let x = survey.framesWidth + CHANNEL;
  for (const column of columns) {
    column.x = x;
    x += column.width + CHANNEL;
  }
  for (const place of survey.places.values()) place.x = columns[place.column].x;
  const framesBottom = frames.reduce((most, frame) => Math.max(most, frame.y + frame.height), 0);
  return { scene: survey.scene, places: survey.places, frames: survey.frames, columns,
    framesWidth: survey.framesWidth, width: x, height: Math.max(bottom, framesBottom) + 24 };
}
