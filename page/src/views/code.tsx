// The bytecode of the frame that runs: the instructions of the next line, and what each leaves
// on the evaluation stack.

import { useEffect, useMemo, useRef } from 'preact/hooks';
import { listingOf, readListings, stacksAfter } from '../bytecode';
import type { State, Stop } from '../state';
import { cut } from '../values';

export function CodePanel({ text, state, stop, onGo }: { text: string; state: State; stop: Stop;
  onGo: (line: number) => void }): preact.JSX.Element {
  const listings = useMemo(() => readListings(text), [text]);
  const frame = state.frames.get(stop.frame), line = stop.line || stop.ran;
  const table = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const here = table.current?.querySelector('tr.here'), box = table.current?.parentElement;
    const panel = box?.closest('.panel');
    if (!here || !panel) return;
    const { top, bottom } = here.getBoundingClientRect(), area = panel.getBoundingClientRect();
    if (top < area.top || bottom > area.bottom) panel.scrollTop += top - area.top - 120;
  }, [stop]);
  const listing = listingOf(listings, frame && frame.number !== 0 ? frame.title : '<module>', line);
  if (!listing) return <p class="none">No bytecode belongs to this step.</p>;
  const own = listing.instructions.filter((instruction) => instruction.line === line);
  const stacks = new Map(stacksAfter(own).map((stack, i) => [own[i].offset, stack]));
  return <div>
    <h2>{listing.name}</h2>
    <p>Under each instruction of line {line}: the evaluation stack after it, its top on the
      right.</p>
    <div class="table" ref={table} tabIndex={0} role="region" aria-label="Instructions"><table><thead><tr><th>line</th><th>offset</th>
      <th>instruction</th><th>argument</th></tr></thead>
    <tbody>{listing.instructions.map((item, i) => {
      const isFirst = i === 0 || listing.instructions[i - 1].line !== item.line;
      const stack = stacks.get(item.offset);
      return <tr key={item.offset} class={item.line === line ? 'here' : ''}>
        <td>{isFirst && <button class="link" onClick={() => onGo(item.line)}>{item.line}</button>}
        </td><td>{item.isTarget ? '» ' : ''}{item.offset}</td><td>{item.name}</td>
        <td>{item.text ? cut(item.text, 28) : item.argument >= 0 ? item.argument : ''}
          {stack !== undefined && <div class="stack"><span class="hidden">stack: </span>
            {stack === null ? '…' : stack.length === 0 ? <span class="none">empty</span>
              : stack.map((value, j) => <code key={j}>{cut(value, 32)}</code>)}</div>}</td></tr>;
    })}</tbody></table></div>
  </div>;
}
