// What the program has printed; each piece leads to the step that printed it.

import { useEffect, useRef } from 'preact/hooks';
import type { Printed } from '../state';

const PIECES_MAX = 400;

function joined(output: Printed[]): Printed[] {
  const parts: Printed[] = [];
  for (const part of output) {
    const last = parts[parts.length - 1];
    if (last && last.stop === part.stop && last.stream === part.stream) last.text += part.text;
    else parts.push({ ...part });
  }
  return parts;
}

export function Output({ output, position, onGo }: { output: Printed[]; position: number;
  onGo: (stop: number) => void }): preact.JSX.Element {
  const box = useRef<HTMLDivElement>(null), parts = joined(output);
  const older = parts.length > PIECES_MAX ? parts.splice(0, parts.length - PIECES_MAX) : [];
  useEffect(() => { if (box.current) box.current.scrollTop = box.current.scrollHeight; },
    [output.length]);
  const onKey = (event: KeyboardEvent, part: Printed): void => {
    const on = event.currentTarget as HTMLElement;
    const next = { ArrowUp: on.previousElementSibling, ArrowDown: on.nextElementSibling }[event.key];
    if (event.key === 'Enter' || event.key === ' ') onGo(part.stop);
    else if (next instanceof HTMLElement) next.focus();
    else return;
    event.preventDefault();
  };
  return <div id="output" ref={box} tabIndex={0} role="region" aria-label="Output">
    {older.length > 0 && <span>{older.map((part) => part.text).join('')}</span>}
    {parts.map((part, i) => <span key={i} role="button" tabIndex={i === parts.length - 1 ? 0 : -1}
      class={`${part.stop === position ? 'fresh' : ''}${part.stream === 2 ? ' error' : ''}`}
      onClick={() => onGo(part.stop)} onKeyDown={(event) => onKey(event, part)}
      title="go to the step that printed this">{part.text}</span>)}
    {output.length === 0 && <span class="none">(nothing yet)</span>}
  </div>;
}
