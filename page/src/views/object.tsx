// One object: what it is, who holds it, what it holds, and what happened to it.

import { useMemo, useState } from 'preact/hooks';
import { historyOf, holdersOf } from '../insight';
import type { Run } from '../rows';
import type { State, Stop } from '../state';
import { cut, plural, show, slotPath, title } from '../values';

const PAGE = 50, HOLDERS_MAX = 60;

interface ObjectProps {
  serial: number;
  state: State;
  run: Run;
  stops: Stop[];
  position: number;
  first: number;             // steps before the page
  onFocus: (serial: number) => void;
  onGo: (stop: number) => void;
}

function Link({ state, serial, onFocus }: { state: State; serial: number;
  onFocus: (serial: number) => void }): preact.JSX.Element {
  const object = state.objects.get(serial);
  return <button class="link" onClick={() => onFocus(serial)}>
    {object ? title(object) : `#${serial}`}</button>;
}

function Slots({ serial, state, onFocus }: ObjectProps): preact.JSX.Element | null {
  const [page, setPage] = useState(0), slots = state.objects.get(serial)?.slots ?? [];
  if (slots.length === 0) return null;
  const pages = Math.ceil(slots.length / PAGE), now = Math.min(page, pages - 1);
  return <>
    <h3>Holds {plural(slots.length, 'reference')}</h3>
    {pages > 1 && <p class="pages">
      <button disabled={now === 0} onClick={() => setPage(now - 1)}>earlier</button>{' '}
      {now * PAGE} to {Math.min(slots.length, (now + 1) * PAGE) - 1}{' '}
      <button disabled={now === pages - 1} onClick={() => setPage(now + 1)}>later</button></p>}
    <ul>{slots.slice(now * PAGE, (now + 1) * PAGE).map((slot, i) => <li key={i}>
      <code>{slotPath(state, slot, now * PAGE + i)}</code>{' '}
      <Link state={state} serial={slot.to} onFocus={onFocus} />{' '}
      <span class="value">{cut(show(state, slot.to), 40)}</span></li>)}</ul>
  </>;
}

export function ObjectPanel(props: ObjectProps): preact.JSX.Element {
  const { serial, state, run, stops, position, first, onFocus, onGo } = props;
  const object = state.objects.get(serial);
  const history = useMemo(() => historyOf(run, stops, serial), [run, stops, serial]);
  if (!serial) return <p class="none">Choose an object in the picture, the tree or by search.</p>;
  const holders = object ? holdersOf(state, serial) : [];
  const others = object ? object.count - holders.length : 0;
  return <div class="object-panel">
    {object ? <>
      <h2>{title(object)}{!object.alive && ', freed'}</h2>
      <p class="whole">{cut(show(state, serial), 2000)}</p>
      <dl><dt>type</dt><dd>{object.type}</dd><dt>id</dt><dd>{object.id}</dd>
        <dt>size</dt><dd>{plural(object.size, 'byte')}</dd>
        <dt>can change</dt><dd>{object.isMutable ? 'yes' : 'no'}</dd>
        <dt>count</dt><dd>{object.count}</dd></dl>
      <h3>Held by</h3>
      <ul>{holders.slice(0, HOLDERS_MAX).map((holder, i) => <li key={i}>
        <code>{holder.text}</code>{holder.owner !== 0 && <>{' of '}
          <Link state={state} serial={holder.owner} onFocus={onFocus} /></>}</li>)}
        {holders.length > HOLDERS_MAX && <li>and {holders.length - HOLDERS_MAX} more</li>}
        {object.alive && others > 0 && <li class="none">{plural(others, 'reference')} from what
          is not shown: pending values, code, the library</li>}
        {holders.length === 0 && others <= 0 && <li class="none">nothing</li>}</ul>
      <Slots {...props} key={serial} />
    </> : <h2>#{serial} is not there at this step</h2>}
    <h3>What happened to it</h3>
    <ol class="history">{history.map((item, i) => <li key={i}>
      <button class={`link${item.stop === position ? ' here' : ''}`}
        onClick={() => onGo(item.stop)}>step {first + item.stop + 1}</button> {item.text}</li>)}</ol>
  </div>;
}
