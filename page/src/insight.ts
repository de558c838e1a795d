// What the reader asks of a state: what the last step changed, who holds an object, what
// happened to it, what a copy shares, which cycles there are.

import { EXISTED } from './rows';
import type { CopyRow, Row, Run } from './rows';
import type { Slot, State, Stop } from './state';
import { slotPath } from './values';

export interface Marks {
  made: Set<number>;
  changed: Set<number>;
  freed: Map<number, boolean>;       // whether by the collector
  rows: Set<string>;                 // rows of boxes that were written
  counted: Set<number>;              // objects whose count changed
  seers: Map<string, string[]>;      // rows of frames that see a change, with their paths
  shares: Map<number, 'copy' | 'shared' | 'mutable'>;
  copies: CopyRow[];
}

function slotKeys(row: Row & { 0: 'm' }): string[] {
  const [, object, kind, at, key, , now] = row;
  if (kind !== 'slice')
    return [`${object}/${kind}/${kind === 'index' ? at : key || at || now}`];
  return (now as number[]).map((_, i) => `${object}/index/${Number(at) + i}`);
}

export function reachable(state: State, from: Iterable<number>): Set<number> {
  const seen = new Set<number>(from), queue = [...seen];
  for (let i = 0; i < queue.length; i++)
    for (const slot of state.objects.get(queue[i])?.slots ?? [])
      if (!seen.has(slot.to)) {
        seen.add(slot.to);
        queue.push(slot.to);
      }
  return seen;
}

function addShares(marks: Marks, state: State, copy: CopyRow): void {
  const original = reachable(state, [copy[1]]);
  for (const serial of reachable(state, [copy[2]])) {
    const isShared = original.has(serial), object = state.objects.get(serial);
    if (!object || (!isShared && object.existed)) continue;
    marks.shares.set(serial, !isShared ? 'copy' : object.isMutable ? 'mutable' : 'shared');
  }
}

export function marksOf(rows: Row[], state: State): Marks {
  const marks: Marks = { made: new Set(), changed: new Set(), freed: new Map(), rows: new Set(),
    counted: new Set(), seers: new Map(), shares: new Map(), copies: [] };
  for (const row of rows)
    switch (row[0]) {
      case 'o': if (!(row[6] & EXISTED)) marks.made.add(row[1]); break;
      case 'f': marks.freed.set(row[1], row[2] === 1); break;
      case 'b': if (row[3]) marks.rows.add(`${row[1]}/${row[2]}`); break;
      case 'c':
        for (let i = 0; i < row[4].length; i += 2) marks.rows.add(`${row[1]}/${row[4][i]}`);
        break;
      case 'm':
        marks.changed.add(row[1]);
        for (const key of slotKeys(row)) marks.rows.add(key);
        for (let i = 0; i < row[10].length; i += 2) {
          const path = String(row[10][i + 1]), root = /^[^.[]+/.exec(path)?.[0] ?? path;
          const key = `${row[10][i]}/${root}`, paths = marks.seers.get(key) ?? [];
          if (!paths.includes(path)) paths.push(path);
          marks.seers.set(key, paths);
        }
        break;
      case 'l': for (let i = 0; i < row[4].length; i += 2) marks.counted.add(row[4][i]); break;
      case 'y': marks.copies.push(row); break;
    }
  for (const copy of marks.copies) addShares(marks, state, copy);
  return marks;
}

// --- holders ---

export interface Holder {
  text: string;              // as the program would write it
  owner: number;             // the object that holds it, 0: a name
}

export function holdersOf(state: State, serial: number): Holder[] {
  const found: Holder[] = [];
  for (const frame of state.frames.values()) {
    if (frame.ended) continue;
    for (const { name, to } of frame.names)
      if (to === serial)
        found.push({ text: frame.number === 0 ? name : `${name} in ${frame.title}()`, owner: 0 });
  }
  for (const object of state.objects.values()) {
    if (!object.alive) continue;
    const hold = (slot: Slot, index: number): void => {
      if (slot.to === serial)
        found.push({ text: `#${object.serial}${slotPath(state, slot, index)}`,
          owner: object.serial });
      if (slot.key === serial)
        found.push({ text: `a key of #${object.serial}`, owner: object.serial });
    };
    object.slots.forEach(hold);
  }
  return found;
}

// --- history ---

export interface Happening { stop: number; text: string }

const HAPPENINGS_MAX = 400;

// Where a row's effect is told: at the stop that it leads to.
export function historyOf(run: Run, stops: Stop[], serial: number): Happening[] {
  const found: Happening[] = [];
  stops.forEach((stop, index) => {
    for (let i = stop.from; i < stop.to && found.length < HAPPENINGS_MAX; i++) {
      const text = happeningOf(run.rows[i], serial);
      if (text) found.push({ stop: index, text });
    }
  });
  return found;
}

function happeningOf(row: Row, serial: number): string {
  const has = (value: number | number[]): boolean =>
    typeof value === 'number' ? value === serial : value.includes(serial);
  switch (row[0]) {
    case 'o':
      if (row[1] !== serial) return '';
      return row[6] & EXISTED ? 'first met; it was there before' : 'made';
    case 'b': return row[3] === serial ? `bound to the name ${row[2]}` : '';
    case 'c': {
      for (let i = 1; i < row[4].length; i += 2)
        if (row[4][i] === serial) return `bound to the name ${row[4][i - 1]} of ${row[3]}()`;
      return '';
    }
    case 'm': {
      const place = row[2] === 'content' ? '' : ` ${row[2]} ${row[3]}`;
      if (row[1] === serial) return `changed${place}${row[9] ? ` by ${row[9]}` : ''}`;
      if (has(row[6])) return `put into #${row[1]},${place}`;
      return has(row[5]) ? `no longer in #${row[1]},${place}` : '';
    }
    case 'f':
      if (row[1] !== serial) return '';
      return row[2] ? 'freed by the collector, in a cycle' : 'freed: its count reached 0';
    case 'y':
      if (row[1] === serial) return `copied by ${row[4]}: #${row[2]}`;
      return row[2] === serial ? `made as a ${row[3]} copy of #${row[1]}` : '';
    default: return '';
  }
}

// --- cycles ---

export interface Cycle { members: number[]; isGarbage: boolean }

// Groups of living objects that refer to each other in a ring (Tarjan, without recursion).
export function cyclesOf(state: State): Cycle[] {
  const names: number[] = [];
  for (const frame of state.frames.values())
    if (!frame.ended) names.push(...frame.names.map((name) => name.to));
  const held = reachable(state, names), found: Cycle[] = [];
  const order = new Map<number, number>(), low = new Map<number, number>();
  const open: number[] = [], isOpen = new Set<number>();
  const targets = (serial: number): number[] => (state.objects.get(serial)?.slots ?? [])
    .map((slot) => slot.to).filter((to) => state.objects.get(to)?.alive);
  for (const root of state.objects.values()) {
    if (!root.alive || order.has(root.serial) || root.slots.length === 0) continue;
    const work: { serial: number; next: number; to: number[] }[] = [];
    const enter = (serial: number): void => {
      order.set(serial, order.size);
      low.set(serial, order.get(serial)!);
      open.push(serial);
      isOpen.add(serial);
      work.push({ serial, next: 0, to: targets(serial) });
    };
    enter(root.serial);
    while (work.length > 0) {
      const top = work[work.length - 1], serial = top.serial;
      if (top.next < top.to.length) {
        const to = top.to[top.next++];
        if (!order.has(to)) enter(to);
        else if (isOpen.has(to)) low.set(serial, Math.min(low.get(serial)!, order.get(to)!));
        continue;
      }
      work.pop();
      const above = work[work.length - 1];
      if (above) low.set(above.serial, Math.min(low.get(above.serial)!, low.get(serial)!));
      if (low.get(serial) !== order.get(serial)) continue;
      const members: number[] = [];
      for (let member = 0; member !== serial;) {
        member = open.pop()!;
        isOpen.delete(member);
        members.push(member);
      }
      if (members.length > 1 || top.to.includes(serial))
        found.push({ members: members.reverse(), isGarbage: !held.has(serial) });
    }
  }
  return found;
}
