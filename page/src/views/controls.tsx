// The bar of steps: buttons, the slider with its ticks, search, and switches.

import { memo } from '../memo';
import { useState } from 'preact/hooks';
import type { Run } from '../rows';
import type { Settings } from '../settings';
import type { State, Stop } from '../state';
import { cut, show, title } from '../values';

const FOUND_MAX = 40;

export const Ticks = memo(({ run, stops, marked }: { run: Run; stops: Stop[];
  marked: Set<number> }) => {
  const kinds = { change: '', print: '', raise: '', stop: '' };
  stops.forEach((stop, index) => {
    const found = new Set<string>();
    for (let i = stop.from; i < stop.to; i++) found.add(run.rows[i][0]);
    if (found.has('m')) kinds.change += `M${index * 10} 0v4`;
    if (found.has('p')) kinds.print += `M${index * 10} 4v4`;
    if (found.has('x')) kinds.raise += `M${index * 10} 0v8`;
    if (stop.file === 0 && marked.has(stop.line)) kinds.stop += `M${index * 10} 0v8`;
  });
  return <svg id="ticks" aria-hidden="true" preserveAspectRatio="none"
    viewBox={`0 0 ${Math.max(1, stops.length - 1) * 10} 8`}>
    {Object.entries(kinds).map(([kind, d]) => d && <path key={kind} class={kind} d={d}
      vector-effect="non-scaling-stroke" stroke-width="2" />)}</svg>;
});

export function Stepper({ position, count, first, onGo, step, hasEarlier, hasLater, more }: {
  position: number; count: number; first: number; step: number; hasEarlier: boolean;
  hasLater: boolean; more: boolean; onGo: (stop: number) => void }): preact.JSX.Element {
  const isFirst = position === 0 && !hasEarlier, isLast = position === count - 1 && !hasLater;
  return <div class="controls" role="group" aria-label="Steps">
    <button id="first" title="First step (Home)" disabled={isFirst} onClick={() => onGo(0)}>
      « First</button>
    <button id="back" title="One step back (left arrow)" disabled={isFirst}
      onClick={() => onGo(position - 1)}>‹ Back</button>
    <button id="forward" class="primary" title="One step forward (right arrow)" disabled={isLast}
      onClick={() => onGo(position + 1)}>Forward ›</button>
    <button id="last" title="Last step (End)" disabled={isLast} onClick={() => onGo(count - 1)}>
      Last »</button>
    <span id="where" title={`after event ${step}`}>step {first + position + 1} of{' '}
      {first + count}{more ? '+' : ''}</span>
  </div>;
}

interface Found { serial: number; text: string }

function search(state: State, wanted: string): Found[] {
  const found: Found[] = [], small = wanted.toLowerCase();
  const taken = new Set<number>();
  const take = (serial: number, text: string): void => {
    if (found.length >= FOUND_MAX || taken.has(serial)) return;
    taken.add(serial);
    found.push({ serial, text });
  };
  for (const frame of state.frames.values())
    if (!frame.ended)
      for (const { name, to } of frame.names)
        if (name.toLowerCase() === small && state.objects.has(to))
          take(to, `${name}${frame.number ? ` in ${frame.title}()` : ''} → ` +
            title(state.objects.get(to)!));
  for (const object of state.objects.values()) {
    if (found.length >= FOUND_MAX) break;
    const isMatch = `#${object.serial}` === small || object.id === small ||
      object.type.toLowerCase() === small || object.scalar?.toLowerCase() === small ||
      (small.length > 1 && object.scalar?.toLowerCase().includes(small));
    if (isMatch)
      take(object.serial, `${title(object)} ${object.alive ? '' : '(freed) '}` +
        cut(show(state, object.serial), 40));
  }
  return found;
}

export function Search({ state, onFocus }: { state: State; position: number;
  onFocus: (serial: number) => void }): preact.JSX.Element {
  const [wanted, setWanted] = useState('');
  const found = wanted.trim() ? search(state, wanted.trim()) : [];
  const choose = (serial: number): void => {
    onFocus(serial);
    setWanted('');
  };
  return <div id="search" role="search">
    <input type="search" placeholder="search" title="name, #number, id, type or value (/)" value={wanted}
      aria-label="Search objects" onInput={(event) => setWanted(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && found.length > 0) choose(found[0].serial);
        if (event.key === 'Escape') setWanted('');
      }} />
    {wanted.trim() !== '' && <div class="results">
      <span class="hidden" role="status">{found.length} found</span>
      {found.map((item) => <button key={item.serial}
        onClick={() => choose(item.serial)}>{item.text}</button>)}
      {found.length === 0 && <p>nothing found at this step</p>}</div>}
  </div>;
}

type Choice = [field: keyof Settings, label: string, options: [value: string, text: string][]];

const CHOICES: Choice[] = [
  ['values', 'Small values', [['auto', 'as fits'], ['inline', 'in the rows'],
    ['objects', 'as objects']]],
  ['links', 'References', [['arrows', 'arrows'], ['labels', 'labels']]],
  ['detail', 'Show', [['language', 'the language'], ['cpython', 'CPython detail']]],
  ['predict', 'Predict', [['', 'off'], ['names', 'which names change'],
    ['binding', 'the next binding'], ['output', 'the output']]],
  ['theme', 'Colours', [['auto', 'as the system'], ['light', 'light'], ['dark', 'dark']]],
];

export function Switches({ settings, onSet }: { settings: Settings;
  onSet: (change: Partial<Settings>) => void }): preact.JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const box = (field: 'counts' | 'exited', text: string): preact.JSX.Element =>
    <label class="switch"><input type="checkbox" id={field} checked={settings[field]}
      onChange={(event) => onSet({ [field]: event.currentTarget.checked })} /> {text}</label>;
  return <div class="switches">
    <button id="switches" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>Switches</button>
    {isOpen && <div class="menu" role="group" aria-label="Switches"
      onKeyDown={(event) => { if (event.key === 'Escape') setOpen(false); }}>
      {CHOICES.map(([field, label, options]) => <label key={field}>{label}{' '}
        <select id={`set-${field}`} value={String(settings[field])}
          onChange={(event) => onSet({ [field]: event.currentTarget.value })}>
          {options.map(([value, text]) => <option key={value} value={value}>{text}</option>)}
        </select></label>)}
      {box('counts', 'counts, sizes and ids')}
      {box('exited', 'frames that have returned')}
    </div>}
  </div>;
}
