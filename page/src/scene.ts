// What is shown of a state: which names and slots, and which values stand inside a row
// instead of in a box of their own.

import type { Settings } from './settings';
import type { Frame, Slot, State, Thing } from './state';
import { cut, show, slotLabel } from './values';

export const ROWS_MAX = 24, CELLS_MAX = 16, VALUE_MAX = 40, INLINE_MAX = 28;

export interface RowView {
  label: string;
  to: number;
  key: string;               // by which marks find it
  inline: string | null;     // the value, where no arrow leads to it
}

export interface BoxView {
  object: Thing;
  value: string | null;
  rows: RowView[];
  more: number;              // rows that are left out
  isFlat: boolean;           // cells beside each other
}

const GIVEN = new Set(['__name__', '__doc__', '__package__', '__loader__', '__spec__',
  '__builtins__', '__file__', '__cached__']);
const MACHINERY = new Set(['__module__', '__doc__', '__dict__', '__weakref__', '__bases__',
  '__qualname__', '__hash__', '__slots__', '__match_args__']);
// Functions without defaults and the like, modules: what they are is all that there is to see.
const PLAIN = /^<(function|built-in|module) /;
const CONTAINERS = new Set(['list', 'tuple', 'set', 'frozenset']);

export const isClass = (object: Thing): boolean =>
  object.scalar !== null && object.scalar.startsWith('<class ');

export class Scene {
  constructor(readonly settings: Settings, readonly inlines: boolean) {}

  isInline(object: Thing): boolean {
    if (!this.inlines || object.scalar === null || object.slots.length > 0) return false;
    if (object.scalar.length > INLINE_MAX) return false;
    return object.scalar.startsWith('<') ? PLAIN.test(object.scalar) : !object.isMutable;
  }

  isShownName(state: State, frame: Frame, name: string, to: number): boolean {
    const object = state.objects.get(to);
    if (!object) return false;
    if (this.settings.detail === 'cpython' || frame.number !== 0) return true;
    if (name === '__annotations__') return object.slots.length > 0;
    return !GIVEN.has(name);
  }

  isShownSlot(state: State, object: Thing, slot: Slot): boolean {
    const to = state.objects.get(slot.to);
    if (!to) return false;
    if (this.settings.detail === 'cpython') return true;
    if (isClass(object) && MACHINERY.has(slot.at)) return false;
    return !(object.type === 'function' && to.type === 'NoneType');
  }

  private row(state: State, label: string, to: number, key: string): RowView {
    const object = state.objects.get(to)!;
    return { label, to, key,
      inline: this.isInline(object) ? cut(show(state, to), VALUE_MAX) : null };
  }

  frameRows(state: State, frame: Frame): RowView[] {
    const rows: RowView[] = [];
    for (const { name, to } of frame.names)
      if (this.isShownName(state, frame, name, to))
        rows.push(this.row(state, name, to, `${frame.number}/${name}`));
    return rows;
  }

  // `mayBeFlat` false: in some other step it holds what has a box of its own.
  box(state: State, object: Thing, mayBeFlat: boolean): BoxView {
    const rows: RowView[] = [], isSequence = CONTAINERS.has(object.type);
    let more = 0, isFlat = mayBeFlat && isSequence;
    object.slots.forEach((slot, index) => {
      if (!this.isShownSlot(state, object, slot)) return;
      if (rows.length >= (isFlat ? CELLS_MAX : ROWS_MAX)) {
        more++;
        return;
      }
      const place = slot.kind === 'index' ? index : slot.key || slot.at || slot.to;
      const row = this.row(state, slotLabel(state, slot, index), slot.to,
        `${object.serial}/${slot.kind}/${place}`);
      if (row.inline === null) isFlat = false;
      rows.push(row);
    });
    const value = object.scalar === null ? null : cut(show(state, object.serial), VALUE_MAX);
    return { object, value, rows, more, isFlat };
  }
}
