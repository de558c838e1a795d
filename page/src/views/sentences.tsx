// What the last step did, in sentences; who sees a change; what a copy shares.

import type { Marks } from '../insight';
import type { Row } from '../rows';
import type { State, Stop } from '../state';
import { plural } from '../values';

const SEERS_MAX = 8;

function Seen({ marks, state }: { marks: Marks; state: State }): preact.JSX.Element | null {
  const paths: string[] = [];
  for (const [key, seen] of marks.seers) {
    const frame = state.frames.get(Number(key.split('/')[0]));
    for (const path of seen)
      paths.push(frame && frame.number !== 0 ? `${path} in ${frame.title}()` : path);
  }
  if (paths.length === 0) return null;
  const more = paths.length - SEERS_MAX;
  return <p class="seen"><span class="flag eye" aria-hidden="true">◉</span> seen as{' '}
    {paths.slice(0, SEERS_MAX).map((path, i) => <code key={i}>{path}</code>)}
    {more > 0 && ` and ${more} more`}</p>;
}

export function Sentences({ rows, stop, source, marks, state }: { rows: Row[]; stop: Stop;
  source: string[]; marks: Marks; state: State }): preact.JSX.Element {
  const texts = rows.filter((row) => row[0] === 's').map((row) => row[1]);
  const line = stop.ran ? (source[stop.ran - 1] ?? '').trim() : '';
  return <div id="sentences" aria-live="polite" tabIndex={0} role="region"
    aria-label="What this step did">
    {stop.ran ? <p class="line"><span>line {stop.ran}</span> <code>{line}</code></p>
      : <p class="line">before the first line</p>}
    {texts.map((text, i) => <p key={i}>{text}</p>)}
    {texts.length === 0 && stop.ran > 0 && <p>Nothing changed.</p>}
    <Seen marks={marks} state={state} />
    {marks.copies.map((copy, i) => <p key={`c${i}`} class="copy">
      <span class="badge copy">copy</span> {plural(copy[6], 'byte')} new,{' '}
      <span class="badge shared">shared</span> {plural(copy[7], 'byte')}
      {copy[5].length > 0 && <>, <span class="badge mutable">shared, can change</span>{' '}
        {copy[5].slice(0, SEERS_MAX).map((path) => <code key={path}>{path}</code>)}</>}</p>)}
  </div>;
}
