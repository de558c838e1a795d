// The run's events, as `nametag show` puts them into the page: one short row an event.
//
// A serial numbers an object and is never used again; 0 is none. Rows that follow each other
// up to a line's row happened before that line.

export type Place = 'index' | 'slice' | 'key' | 'element' | 'attribute' | 'field' | 'cell' |
  'content';

// Of an object that is introduced: a serial stands for the slot of its own index.
export type SlotRow = number | [kind: Place, at: string | number, to: number, key?: number];

export const IS_MUTABLE = 1, EXISTED = 2;

export type ObjectRow = ['o', serial: number, id: string, type: string, size: number,
  count: number, flags: number, scalar: string | null, slots: SlotRow[]];
export type NameRow = ['b', frame: number, name: string, to: number, inClass?: number];
export type ChangeRow = ['m', object: number, kind: Place, at: string | number, key: number,
  old: number | number[], now: number | number[], size: number, scalar: string | null,
  by: string, seen: (number | string)[], more: number];
export type FreeRow = ['f', object: number, inCycle: number];
export type CallRow = ['c', frame: number, caller: number, title: string,
  names: (string | number)[], file?: number];
// suspended 1: a generator was made; 2: a value was yielded.
export type ReturnRow = ['r', frame: number, value: number, suspended: number, caller: number];
export type LineRow = ['l', step: number, frame: number, line: number, counts: number[],
  file?: number];
export type OutputRow = ['p', stream: number, text: string];
export type SentenceRow = ['s', text: string];
export type CopyRow = ['y', from: number, to: number, depth: string, by: string,
  shared: string[], bytesNew: number, bytesShared: number];
export type CompareRow = ['q', left: number, right: number, operator: string, same: number,
  equal: number];
export type RaiseRow = ['x', exception: number, text: string];
export type CollectRow = ['g', generation: number, freed: number];
// A file of the program's own beside its main one.
export type FileRow = ['n', file?: number, path?: string, text?: string];
// A page of the heap: where it begins, the size of its cells, where an object begins in one.
export type PageRow = ['h', start: string, cell: number, prefix: number];
// Which cells of a page are in use: one bit a cell, in hexadecimal, the first cell first.
export type CellsRow = ['k', start: string, bits: string];

export type Row = ObjectRow | NameRow | ChangeRow | FreeRow | CallRow | ReturnRow | LineRow |
  OutputRow | SentenceRow | CopyRow | CompareRow | RaiseRow | CollectRow | FileRow | PageRow |
  CellsRow;

export interface Run {
  program: string;
  source: string;
  rows: Row[];
  code?: string;             // the listing of its bytecode
  last: number;              // step of the last event
  first?: number;            // steps of the run before the page
  page?: number;             // where pages are served: the number of this one, from 0
  more?: boolean;            // the run went on; the page does not hold it
}

async function inflate(text: string): Promise<string> {
  const letters = atob(text), bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).text();
}

// The data stands in the page as JSON, or as the same packed and written in base64.
export async function loadRun(): Promise<Run> {
  const text = (document.getElementById('run')?.textContent ?? '').trim();
  return JSON.parse(text.startsWith('{') ? text : await inflate(text)) as Run;
}
