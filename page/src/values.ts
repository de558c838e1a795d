// Values and places as text, as Python writes them; nothing of the program is asked.

import type { Slot, State, Thing } from './state';

const ITEMS_MAX = 50, DEPTH_MAX = 4;

const BRACKETS: Record<string, [open: string, close: string, empty: string]> = {
  list: ['[', ']', '[]'], tuple: ['(', ')', '()'], dict: ['{', '}', '{}'],
  set: ['{', '}', 'set()'], frozenset: ['frozenset({', '})', 'frozenset()'],
};

export function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const names: Record<string, string> = { '\n': '\\n', '\t': '\\t', '\r': '\\r' };
  let out = quote;
  for (const letter of text) {
    if (letter === quote || letter === '\\') out += '\\' + letter;
    else if (letter in names) out += names[letter];
    else if (letter < ' ' || letter === '\x7f')
      out += '\\x' + letter.charCodeAt(0).toString(16).padStart(2, '0');
    else out += letter;
  }
  return out + quote;
}

export function cut(text: string, most: number): string {
  const letters = [...text.slice(0, most * 2 + 2)];
  return letters.length > most ? letters.slice(0, most - 1).join('') + '…' : text;
}

export function show(state: State, serial: number, inside: number[] = []): string {
  const object = state.objects.get(serial);
  if (!object) return '?';
  if (object.scalar !== null)
    return object.type === 'str' ? quoted(object.scalar) : object.scalar;
  if (inside.includes(serial) || inside.length > DEPTH_MAX) return '...';
  const next = [...inside, serial], pair = BRACKETS[object.type];
  if (!pair) return '<' + object.type + ' object>';
  if (object.slots.length === 0) return pair[2];
  const items = object.slots.slice(0, ITEMS_MAX).map((slot) =>
    (slot.kind === 'key' ? keyText(state, slot, next) + ': ' : '') + show(state, slot.to, next));
  if (object.slots.length > ITEMS_MAX) items.push('…');
  if (object.type === 'tuple' && items.length === 1) items[0] += ',';
  return pair[0] + items.join(', ') + pair[1];
}

export function keyText(state: State, slot: Slot, inside: number[] = []): string {
  return slot.key ? show(state, slot.key, inside) : slot.at;
}

// What stands before a slot's value in the box of its object.
export function slotLabel(state: State, slot: Slot, index: number): string {
  switch (slot.kind) {
    case 'index': return String(index);
    case 'key': return cut(keyText(state, slot), 24);
    case 'element': return '';
    case 'cell': return 'contents';
    default: return slot.at;
  }
}

// A slot as it is written behind its object: [0], ['a'], .x
export function slotPath(state: State, slot: Slot, index: number): string {
  switch (slot.kind) {
    case 'index': return `[${index}]`;
    case 'key': return `[${cut(keyText(state, slot), 40)}]`;
    case 'element': return ' (element)';
    default: return '.' + slot.at;
  }
}

export function title(object: Thing): string {
  return `${object.type} #${object.serial}`;
}

export const plural = (count: number, word: string): string =>
  `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;
