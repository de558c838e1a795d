// The state of the run at one stop, rebuilt from its rows; every change knows how to undo
// itself, so the run can be walked both ways.

import { EXISTED, IS_MUTABLE } from './rows';
import type { CallRow, ChangeRow, LineRow, ObjectRow, Place, ReturnRow, Row, Run, SlotRow,
} from './rows';

export interface Slot { kind: Place; at: string; to: number; key: number }

export interface Thing {
  serial: number;
  id: string;
  type: string;
  size: number;
  count: number;
  scalar: string | null;
  isMutable: boolean;
  existed: boolean;          // before the run began
  alive: boolean;
  slots: Slot[];
}

export interface Name { name: string; to: number }

export interface Frame {
  number: number;
  caller: number;
  title: string;
  line: number;
  file: number;
  names: Name[];
  suspended: boolean;
  ended: boolean;
  generator: number;         // the object that keeps a suspended frame, 0: none
}

export interface Printed { stream: number; text: string; stop: number }

export interface State {
  frames: Map<number, Frame>;      // those that live, and those that ended
  objects: Map<number, Thing>;
  output: Printed[];
  current: number;                 // the frame that runs, -1: none
}

// The moment before a line runs; the last one is the end of the run.
export interface Stop {
  from: number;              // the rows that lead here
  to: number;
  step: number;              // of the last event before it
  frame: number;
  line: number;              // that runs next, 0: none
  file: number;
  ran: number;               // the line whose effects the rows are, 0: none
  ranFile: number;
}

type Undo = () => void;
const nothing: Undo = () => {};

export function stopsOf(run: Run): Stop[] {
  const stops: Stop[] = [];
  let before: Stop | null = null;
  run.rows.forEach((row, index) => {
    if (row[0] !== 'l') return;
    const stop: Stop = { from: before ? before.to : 0, to: index + 1, step: row[1],
      frame: row[2], line: row[3], file: row[5] ?? 0, ran: before ? before.line : 0,
      ranFile: before ? before.file : 0 };
    stops.push(stop);
    before = stop;
  });
  const last = stops.at(-1);
  if (!run.more) stops.push({ from: last ? last.to : 0, to: run.rows.length, step: run.last, frame: 0, line: 0,
    file: 0, ran: last ? last.line : 0, ranFile: last ? last.file : 0 });
  return stops;
}

function slotOf(row: SlotRow): Slot {
  if (typeof row === 'number') return { kind: 'index', at: '', to: row, key: 0 };
  return { kind: row[0], at: String(row[1]), to: row[2], key: row[3] ?? 0 };
}

function setName(frame: Frame, name: string, to: number): Undo {
  const index = frame.names.findIndex((item) => item.name === name);
  if (to === 0) {
    if (index < 0) return nothing;
    const gone = frame.names.splice(index, 1);
    return () => frame.names.splice(index, 0, ...gone);
  }
  if (index < 0) {
    frame.names.push({ name, to });
    return () => frame.names.pop();
  }
  const item = frame.names[index], old = item.to;
  item.to = to;
  return () => { item.to = old; };
}

function splice(slots: Slot[], at: number, count: number, added: Slot[]): Undo {
  const removed = slots.splice(at, count, ...added);
  return () => slots.splice(at, added.length, ...removed);
}

function changeSlots(object: Thing, row: ChangeRow): Undo {
  const [, , kind, at, key, old, now] = row, slots = object.slots;
  if (kind === 'content') return nothing;
  if (kind === 'slice')
    return splice(slots, Number(at), (old as number[]).length, (now as number[]).map(slotOf));
  let index: number;
  if (kind === 'index') index = Number(at);
  else if (kind === 'element') index = slots.findIndex((s) => s.kind === kind && s.to === old);
  else
    index = slots.findIndex((s) => s.kind === kind &&
      (kind === 'key' && key ? s.key === key : s.at === at));
  const had = old !== 0 && index >= 0 && index < slots.length;
  if (!had) index = kind === 'index' ? Number(at) : slots.length;
  const slot = { kind, at: kind === 'index' ? '' : String(at), to: now as number, key };
  return splice(slots, index, had ? 1 : 0, now === 0 ? [] : [slot]);
}

// Keeps what is about to change in a record.
function keeping<T extends object>(target: T, ...fields: (keyof T)[]): Undo {
  const old = fields.map((field) => target[field]);
  return () => fields.forEach((field, i) => { target[field] = old[i]; });
}

const all = (undo: Undo[]): Undo => () => { while (undo.length > 0) undo.pop()!(); };

// What a class body is given, and no program writes.
const OF_CLASS = new Set(['__module__', '__qualname__']);

export class Replay {
  readonly state: State = { frames: new Map(), objects: new Map(), output: [], current: -1 };
  position = -1;
  private undone: Undo[] = [];

  // One way: it never goes back, and keeps nothing for that.
  constructor(readonly run: Run, readonly stops: Stop[], private readonly isOneWay = false) {}

  seek(wanted: number): void {
    const goal = Math.max(0, Math.min(this.stops.length - 1, wanted));
    while (this.position < goal) this.forward();
    while (this.position > goal) this.back();
  }

  get stop(): Stop { return this.stops[this.position]; }

  // The rows that led to the stop where it stands.
  rows(): Row[] { return this.run.rows.slice(this.stop.from, this.stop.to); }

  private forward(): void {
    const { from, to } = this.stops[++this.position], undo: Undo[] = [];
    for (let i = from; i < to; i++) {
      const change = this.apply(this.run.rows[i]);
      if (change !== nothing) undo.push(change);
    }
    if (!this.isOneWay) this.undone.push(all(undo));
  }

  private back(): void {
    this.undone.pop()!();
    this.position--;
  }

  private apply(row: Row): Undo {
    switch (row[0]) {
      case 'o': return this.introduce(row);
      case 'b': {
        const frame = this.state.frames.get(row[1]);
        if (!frame || (row[4] && OF_CLASS.has(row[2]))) return nothing;
        return setName(frame, row[2], row[3]);
      }
      case 'm': return this.change(row);
      case 'f': return this.free(row[1]);
      case 'c': return this.call(row);
      case 'r': return this.return(row);
      case 'l': return this.line(row);
      case 'p':
        this.state.output.push({ stream: row[1], text: row[2], stop: this.position });
        return () => this.state.output.pop();
      default: return nothing;
    }
  }

  private introduce([, serial, id, type, size, count, flags, scalar, slots]: ObjectRow): Undo {
    this.state.objects.set(serial, { serial, id, type, size, count, scalar, alive: true,
      isMutable: (flags & IS_MUTABLE) !== 0, existed: (flags & EXISTED) !== 0,
      slots: slots.map(slotOf) });
    return () => this.state.objects.delete(serial);
  }

  private change(row: ChangeRow): Undo {
    const object = this.state.objects.get(row[1]);
    if (!object) return nothing;
    const undo = [keeping(object, 'size', 'scalar'), changeSlots(object, row)];
    if (row[7] >= 0) object.size = row[7];
    if (row[8] !== null) object.scalar = row[8];
    return all(undo);
  }

  private free(serial: number): Undo {
    const object = this.state.objects.get(serial);
    if (!object) return nothing;
    const undo = [keeping(object, 'alive')];
    object.alive = false;
    for (const frame of this.state.frames.values())
      if (frame.suspended && frame.generator === serial) {
        undo.push(keeping(frame, 'suspended', 'ended'));
        frame.suspended = false;
        frame.ended = true;
      }
    return all(undo);
  }

  private call([, number, caller, title, names, file]: CallRow): Undo {
    const undo = [keeping(this.state, 'current')];
    this.state.current = number;
    let frame = this.state.frames.get(number);
    if (frame) {
      undo.push(keeping(frame, 'suspended', 'caller'));
      frame.caller = caller;
      frame.suspended = false;
    } else {
      frame = { number, caller, title, line: 0, file: file ?? 0, names: [], suspended: false,
        ended: false, generator: 0 };
      this.state.frames.set(number, frame);
      undo.push(() => this.state.frames.delete(number));
    }
    for (let i = 0; i < names.length; i += 2)
      undo.push(setName(frame, names[i] as string, names[i + 1] as number));
    return all(undo);
  }

  private return([, number, value, suspended, caller]: ReturnRow): Undo {
    const frame = this.state.frames.get(number), undo = [keeping(this.state, 'current')];
    this.state.current = caller;
    if (frame && suspended !== 0) {
      undo.push(keeping(frame, 'suspended', 'generator'));
      frame.suspended = true;
      if (suspended === 1) frame.generator = value;
    } else if (frame && number !== 0) {
      undo.push(keeping(frame, 'ended'));
      frame.ended = true;
    }
    return all(undo);
  }

  private line([, , number, line, counts]: LineRow): Undo {
    const frame = this.state.frames.get(number), undo = [keeping(this.state, 'current')];
    this.state.current = number;
    if (frame) {
      undo.push(keeping(frame, 'line'));
      frame.line = line;
    }
    for (let i = 0; i < counts.length; i += 2) {
      const object = this.state.objects.get(counts[i]);
      if (!object) continue;
      undo.push(keeping(object, 'count'));
      object.count = counts[i + 1];
    }
    return all(undo);
  }
}
