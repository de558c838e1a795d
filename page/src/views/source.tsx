// The program's text, with the line that has just run and the line that runs next.

import { memo } from '../memo';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { highlight } from '../highlight';
import type { Piece } from '../highlight';
import type { Stop } from '../state';

interface SourceProps {
  text: string;
  file: number;
  stop: Stop;
  marked: Set<number>;                   // lines to stop at
  onGo: (line: number) => void;
  onMark: (line: number) => void;
}

const Code = memo(({ pieces }: { pieces: Piece[] }) => <span class="code">
  {pieces.length === 0 ? ' ' : pieces.map(({ kind, text }, i) =>
    kind ? <span key={i} class={`h-${kind}`}>{text}</span> : text)}</span>);

export function Source({ text, file, stop, marked, onGo, onMark }: SourceProps):
preact.JSX.Element {
  const lines = useMemo(() => highlight(text.replace(/\n$/, '').split('\n')), [text]);
  const list = useRef<HTMLDivElement>(null);
  const next = stop.file === file ? stop.line : 0, ran = stop.ranFile === file ? stop.ran : 0;
  const entry = next || ran || 1;        // the line that Tab comes to
  useEffect(() => {
    const row = list.current?.children[entry - 1] as HTMLElement | undefined, box = list.current;
    if (!row || !box) return;
    const top = row.offsetTop - box.offsetTop;
    if (top < box.scrollTop + 20 || top + row.offsetHeight > box.scrollTop + box.clientHeight - 20)
      box.scrollTop = top - box.clientHeight / 3;
  }, [entry]);
  const onKey = (event: KeyboardEvent, line: number): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      (list.current?.children[line - 1 + step] as HTMLElement | undefined)?.focus();
      event.preventDefault();
    } else if (event.key === 'b') onMark(line);
  };
  return <div id="source" ref={list} role="group" aria-label="Source">
    {lines.map((pieces, index) => {
      const line = index + 1, isNext = line === next, isRan = line === ran;
      return <button key={line} tabIndex={line === entry ? 0 : -1}
        class={isNext ? 'next' : isRan ? 'done' : ''} onClick={() => onGo(line)}
        onKeyDown={(event) => onKey(event, line)} aria-current={isNext ? 'step' : undefined}
        title="go to the next run of this line; b: stop here">
        <span class="number" onClick={(event) => { event.stopPropagation(); onMark(line); }}
          title="stop at this line">{marked.has(line) ? '●' : ''}{line}</span>
        <span class="sign">{isNext ? '▶' : isRan ? '✓' : ''}</span>
        <span class="hidden">{isNext ? 'runs next: ' : isRan ? 'has just run: ' : ''}</span>
        <Code pieces={pieces} />
      </button>;
    })}
  </div>;
}
