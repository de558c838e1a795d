// The collector of cycles: which cycles there are now, and what it has found so far.

import { useMemo } from 'preact/hooks';
import { cyclesOf } from '../insight';
import type { Run } from '../rows';
import type { State, Stop } from '../state';
import { plural, title } from '../values';

const CYCLES_MAX = 40, MEMBERS_MAX = 12;

interface Collection { stop: number; generation: number; freed: number; members: number[] }

function collectionsOf(run: Run, stops: Stop[]): Collection[] {
  const found: Collection[] = [];
  stops.forEach((stop, index) => {
    let members: number[] = [];
    for (let i = stop.from; i < stop.to; i++) {
      const row = run.rows[i];
      if (row[0] === 'f' && row[2] === 1) members.push(row[1]);
      if (row[0] !== 'g') continue;
      found.push({ stop: index, generation: row[1], freed: row[2], members });
      members = [];
    }
    if (members.length > 0) found.push({ stop: index, generation: -1, freed: members.length, members });
  });
  return found;
}

export function Collector({ run, stops, state, position, first, onFocus, onGo }: { run: Run;
  stops: Stop[]; state: State; position: number; first: number; onFocus: (serial: number) => void;
  onGo: (stop: number) => void }): preact.JSX.Element {
  const cycles = useMemo(() => cyclesOf(state), [state, position]);
  const collections = useMemo(() => collectionsOf(run, stops), [run, stops]);
  const member = (serial: number): preact.JSX.Element => {
    const object = state.objects.get(serial);
    return <button key={serial} class="link" onClick={() => onFocus(serial)}>
      {object ? title(object) : `#${serial}`}</button>;
  };
  const some = (members: number[]): preact.JSX.Element => <>
    {members.slice(0, MEMBERS_MAX).map((serial) => <>{member(serial)} </>)}
    {members.length > MEMBERS_MAX && `and ${members.length - MEMBERS_MAX} more`}</>;
  const garbage = cycles.filter((cycle) => cycle.isGarbage);
  const held = cycles.filter((cycle) => !cycle.isGarbage);
  return <div>
    <h2>Cycles now</h2>
    {garbage.length > 0 && <>
      <h3>No name reaches {garbage.length === 1 ? 'this one' : 'these'}: only the collector
        can free {garbage.length === 1 ? 'it' : 'them'}</h3>
      <ul>{garbage.slice(0, CYCLES_MAX).map((cycle, i) => <li key={i} class="garbage">
        {some(cycle.members)}</li>)}</ul></>}
    {held.length > 0 && <>
      <h3>Reached by names</h3>
      <ul>{held.slice(0, CYCLES_MAX).map((cycle, i) => <li key={i}>{some(cycle.members)}</li>)}
      </ul></>}
    {cycles.length === 0 && <p class="none">No object refers to itself by any way.</p>}
    <h2>Collections</h2>
    <p>New objects are of generation 0; when 700 more were made than freed, the collector looks
      at them. Who survives grows older; older ones are looked at less often.</p>
    {collections.length === 0 && <p class="none">The collector did not run.</p>}
    <ol class="history">{collections.map((item, i) => <li key={i}>
      <button class={`link${item.stop === position ? ' here' : ''}`}
        onClick={() => onGo(item.stop)}>step {first + item.stop + 1}</button>{' '}
      {item.generation >= 0 ? `generation ${item.generation}: ` : ''}
      {item.freed === 0 ? 'nothing to free' : `${plural(item.freed, 'object')} freed `}
      {some(item.members)}</li>)}</ol>
  </div>;
}
