// The heap: pages of cells of one size, and who lies in which.

import { useMemo } from 'preact/hooks';
import type { Marks } from '../insight';
import type { Run } from '../rows';
import type { State, Stop } from '../state';
import { plural, title } from '../values';

const PAGE_BYTES = 16384, PAGES_MAX = 24, OBJECTS_MAX = 5000;

interface Page {
  start: number;
  cell: number;
  prefix: number;
  bits: { stop: number; bits: string }[];    // which cells are in use, from a stop on
}

function pagesOf(run: Run, stops: Stop[]): Map<number, Page> {
  const pages = new Map<number, Page>();
  stops.forEach((stop, index) => {
    for (let i = stop.from; i < stop.to; i++) {
      const row = run.rows[i];
      if (row[0] === 'h')
        pages.set(Number(row[1]), { start: Number(row[1]), cell: row[2], prefix: row[3], bits: [] });
      if (row[0] === 'k') pages.get(Number(row[1]))?.bits.push({ stop: index, bits: row[2] });
    }
  });
  return pages;
}

function bitsAt(page: Page, position: number): string {
  let low = 0, high = page.bits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (page.bits[middle].stop <= position) low = middle + 1;
    else high = middle;
  }
  return low > 0 ? page.bits[low - 1].bits : '';
}

const isUsed = (bits: string, cell: number): boolean => {
  const digit = bits[cell >> 2];
  return digit !== undefined && ((parseInt(digit, 16) >> (3 - (cell & 3))) & 1) === 1;
};

export function Heap({ run, stops, state, marks, position, focus, onFocus }: { run: Run;
  stops: Stop[]; state: State; marks: Marks; position: number; focus: number;
  onFocus: (serial: number) => void }): preact.JSX.Element {
  const pages = useMemo(() => pagesOf(run, stops), [run, stops]);
  const objects = new Map<number, Map<number, number>>();    // page: cell: serial
  const large: number[] = [];
  let taken = 0;
  for (const object of state.objects.values()) {
    if (!object.alive || taken >= OBJECTS_MAX) continue;
    const address = Number(object.id), start = Math.floor(address / PAGE_BYTES) * PAGE_BYTES;
    const page = pages.get(start);
    taken++;
    if (!page) {
      large.push(object.serial);
      continue;
    }
    const cells = objects.get(start) ?? new Map<number, number>();
    cells.set(Math.floor((address - start - page.prefix) / page.cell), object.serial);
    objects.set(start, cells);
  }
  const shown = [...objects.keys()].sort((a, b) => a - b);
  return <div class="heap">
    <h2>The heap</h2>
    <p>A page has {PAGE_BYTES.toLocaleString('en')} bytes, cut into cells of one size. A freed cell
      is the next one to be given out: so ids come back.</p>
    <p class="legend"><span class="cellbox mine" /> of this run <span class="cellbox small used" />{' '}
      somebody else's <span class="cellbox small" /> free <span class="cellbox mine made" /> new</p>
    {shown.slice(0, PAGES_MAX).map((start) => {
      const page = pages.get(start)!, cells = objects.get(start)!, bits = bitsAt(page, position);
      const count = Math.floor(PAGE_BYTES / page.cell);
      let used = 0, last = 0;
      for (let i = 0; i < count; i++)
        if (isUsed(bits, i)) {
          used++;
          last = i;
        }
      const end = Math.min(count, Math.max(last, ...cells.keys()) + 9);
      return <section key={start}>
        <h3>0x{start.toString(16)}: cells of {page.cell} bytes, {used} of {count} in use</h3>
        <div class="page">{Array.from({ length: end }, (_, i) => {
          const serial = cells.get(i);
          if (serial === undefined)
            return <span key={i} class={`cellbox small${isUsed(bits, i) ? ' used' : ''}`} />;
          const kind = `cellbox mine${marks.made.has(serial) ? ' made' : ''}` +
            `${marks.changed.has(serial) ? ' changed' : ''}${focus === serial ? ' focused' : ''}`;
          const object = state.objects.get(serial)!;
          return <button key={i} class={kind} tabIndex={-1} onClick={() => onFocus(serial)}
            title={`${title(object)} at ${object.id}`}>{serial}</button>;
        })}</div>
      </section>;
    })}
    {shown.length > PAGES_MAX && <p>and {plural(shown.length - PAGES_MAX, 'page')} more</p>}
    {large.length > 0 && <section><h3>Outside of the pages</h3>
      <p>{large.slice(0, 60).map((serial) => <><button class="link"
        onClick={() => onFocus(serial)}>{title(state.objects.get(serial)!)}</button> </>)}</p>
    </section>}
    {taken >= OBJECTS_MAX && <p>Only {plural(OBJECTS_MAX, 'object')} are looked at here.</p>}
  </div>;
}
