// The page as a whole: the position in the run, the reader's choices, and the parts that show
// both.

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { marksOf } from './insight';
import { layOut } from './layout';
import type { Run } from './rows';
import { readSettings, stopLines, writeSettings } from './settings';
import type { Settings } from './settings';
import { Replay, stopsOf } from './state';
import type { Stop } from './state';
import { CodePanel } from './views/code';
import { Collector } from './views/collector';
import { Search, Stepper, Switches, Ticks } from './views/controls';
import { Heap } from './views/heap';
import { ObjectPanel } from './views/object';
import { Output } from './views/output';
import { Picture } from './views/picture';
import { Predict, ask, grade } from './views/predict';
import { Sentences } from './views/sentences';
import { Source } from './views/source';
import { Tree } from './views/tree';

const ADDRESS_MILLISECONDS = 150;

const TABS: [Settings['tab'], string][] = [['object', 'Object'], ['tree', 'Tree'],
  ['heap', 'Heap'], ['code', 'Bytecode'], ['collector', 'Collector']];

// Files of the program, the main one first.
function filesOf(run: Run): { path: string; text: string }[] {
  const files = [{ path: run.program, text: run.source }];
  for (const row of run.rows)
    if (row[0] === 'n' && row[1] !== undefined)
      files[row[1]] = { path: row[2] ?? '', text: row[3] ?? '' };
  return files;
}

// The address of the page that holds a stop which this one doesn't, where pages are served.
function otherPage(run: Run, stops: Stop[], to: number): string | null {
  if (run.page === undefined) return null;
  if (to >= stops.length && run.more) return String(run.page + 1);
  return to < 0 && run.page > 0 ? String(run.page - 1) : null;
}

function useKeys(keys: Record<string, () => void>): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const on = event.target instanceof HTMLElement ? event.target : null;
      const isWriting = on?.matches('input:not([type=checkbox]):not([type=radio]), textarea, select');
      const isSlider = on?.matches('input[type=range]');
      const key = (event.shiftKey ? 'Shift+' : '') + event.key, act = latest.current[key];
      if (event.altKey || event.ctrlKey || event.metaKey || !act) return;
      if ((isWriting && !isSlider) || event.defaultPrevented) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

// An outer page may drive the page that it embeds, and is told its height.
function useEmbedding(position: number, count: number, go: (stop: number) => void): void {
  const latest = useRef(go);
  latest.current = go;
  useEffect(() => {
    const listen = (event: MessageEvent): void => {
      const wish = (event.data as { nametag?: { step?: number } } | null)?.nametag;
      if (wish && typeof wish.step === 'number') latest.current(wish.step - 1);
    };
    window.addEventListener('message', listen);
    return () => window.removeEventListener('message', listen);
  }, []);
  useEffect(() => {
    if (window.parent === window) return;
    const height = document.documentElement.scrollHeight;
    window.parent.postMessage({ nametag: { step: position + 1, steps: count, height } }, '*');
  }, [position]);
}

export function App({ run }: { run: Run }): preact.JSX.Element {
  const stops = useMemo(() => stopsOf(run), [run]), files = useMemo(() => filesOf(run), [run]);
  const replay = useMemo(() => new Replay(run, stops), [run]);
  const [settings, setSettings] = useState(() => readSettings(location.hash || location.search));
  const { values, counts, exited, detail } = settings;
  const layout = useMemo(() => layOut(run, stops, settings), [run, values, counts, exited, detail]);
  const first = run.first ?? 0, count = first + stops.length;
  const position = Math.max(0, Math.min(stops.length - 1, settings.step - 1 - first));
  replay.seek(position);
  const { state, stop } = replay;
  // Where a page begins in the middle of a run, its first rows only say what there is.
  const rows = useMemo(() => position === 0 && first > 0 ? [] : replay.rows(), [position]);
  const marks = useMemo(() => marksOf(rows, state), [rows]);
  const marked = useMemo(() => stopLines(settings), [settings.stops]);
  const [asked, setAsked] = useState(-1);          // the position at which it was answered
  const [verdict, setVerdict] = useState('');
  const [score, setScore] = useState({ right: 0, all: 0 });

  const set = (change: Partial<Settings>): void => setSettings((old) => ({ ...old, ...change }));
  const jump = (to: number): void => {
    const other = otherPage(run, stops, to);
    if (other !== null) location.href = other + writeSettings({ ...settings, step: first + to + 1 });
    else set({ step: first + Math.max(0, Math.min(stops.length - 1, to)) + 1 });
  };
  const next = stops[position + 1];
  const question = useMemo(() => settings.predict && next
    ? ask(settings.predict, state, layout, run.rows.slice(next.from, next.to)) : null,
  [settings.predict, position, layout]);
  const isAsking = question !== null && asked !== position;
  const go = (to: number): void => {
    if (to === position + 1 && isAsking && question.kind === 'names') return;
    setVerdict('');
    jump(to);
  };
  const answer = (given: string[]): void => {
    const isRight = question !== null && grade(question, given);
    setScore({ right: score.right + (isRight ? 1 : 0), all: score.all + 1 });
    setVerdict(isRight ? '✓ Right.' : `✗ Not so: ${question?.answer}.`);
    setAsked(position);
    jump(position + 1);
  };
  const focus = (serial: number): void => set({ focus: serial, tab: 'object' });
  const toLine = (line: number): void => {
    const at = (from: number): number => stops.findIndex((item, i) => i > from &&
      item.line === line && item.file === stop.file);
    const found = at(position) >= 0 ? at(position) : at(-1);
    if (found >= 0) go(found);
  };
  const toMark = (by: 1 | -1): void => {
    for (let i = position + by; i >= 0 && i < stops.length; i += by)
      if (marked.has(stops[i].line) || i === 0 || i === stops.length - 1) return go(i);
  };
  const mark = (line: number): void => {
    const lines = new Set(marked);
    if (!lines.delete(line)) lines.add(line);
    set({ stops: [...lines].sort((a, b) => a - b).join(',') });
  };

  useKeys({ ArrowRight: () => go(position + 1), ArrowLeft: () => go(position - 1),
    Home: () => go(0), End: () => go(stops.length - 1), 'Shift+ArrowRight': () => toMark(1),
    'Shift+ArrowLeft': () => toMark(-1), PageDown: () => go(position + 10),
    PageUp: () => go(position - 10), Escape: () => set({ tab: '', focus: 0 }),
    '/': () => document.querySelector<HTMLInputElement>('#search input')?.focus() });
  useEmbedding(first + position, count, (step) => go(step - first));
  useEffect(() => { document.documentElement.dataset.theme = settings.theme; },
    [settings.theme]);
  useEffect(() => {
    // Browsers refuse addresses that change too often.
    const timer = setTimeout(() => {
      try {
        history.replaceState(null, '', writeSettings(settings));
      } catch { /* a page without an address of its own */ }
    }, ADDRESS_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [settings]);
  useEffect(() => {
    const read = (): void => setSettings(readSettings(location.hash));
    window.addEventListener('hashchange', read);
    return () => window.removeEventListener('hashchange', read);
  }, []);

  const file = files[stop.line ? stop.file : stop.ranFile] ?? files[0];
  const ranFile = files[stop.ranFile] ?? files[0];
  const ranLines = useMemo(() => ranFile.text.split('\n'), [ranFile]);
  const heapProps = { run, stops, state, marks, position, focus: settings.focus, onFocus: focus };
  return <div class={`page${settings.embed ? ' embed' : ''}${settings.tab ? ' paneled' : ''}`}>
    <header>
      <div class="bar">
        <h1><span class="brand">Nametag</span> <span id="program">{run.program}</span></h1>
        <Stepper position={position} count={stops.length} first={first} step={stop.step} onGo={go}
          hasEarlier={otherPage(run, stops, -1) !== null} more={run.more === true}
          hasLater={otherPage(run, stops, stops.length) !== null} />
        <Search state={state} position={position} onFocus={focus} />
        <nav class="tabs" aria-label="Views">{TABS.map(([tab, text]) =>
          <button key={tab} id={`tab-${tab}`} aria-pressed={settings.tab === tab}
            onClick={() => set({ tab: settings.tab === tab ? '' : tab })}>{text}</button>)}</nav>
        <Switches settings={settings} onSet={set} />
      </div>
      <div class="track">
        <input type="range" id="slider" min={first + 1} max={count} value={first + position + 1}
          aria-label="Step" aria-valuetext={`step ${first + position + 1} of ${count}`}
          onInput={(event) => go(Number(event.currentTarget.value) - 1 - first)} />
        <Ticks run={run} stops={stops} marked={marked} />
      </div>
    </header>
    <section class="told" aria-label="This step">
      {verdict && <p id="verdict" role="status"
        class={verdict.startsWith('✓') ? 'right' : 'wrong'}>{verdict}</p>}
      {isAsking ? <Predict key={position} question={question} stop={stop} onAnswer={answer}
        score={score.all ? `${score.right} of ${score.all} right` : ''}
        onSkip={() => { setAsked(position); jump(position + 1); }} /> : null}
      <Sentences rows={rows} stop={stop} source={ranLines} marks={marks} state={state} />
    </section>
    <main>
      <section class="text" aria-label="Program">
        {files.length > 1 && <h2 class="file">{file.path}</h2>}
        <Source text={file.text} file={files.indexOf(file)} stop={stop} marked={marked}
          onGo={toLine} onMark={mark} />
        <p class="legend"><span class="mark done">✓</span> just run{' '}
          <span class="mark next">▶</span> runs next</p>
        <h2>Output</h2>
        <Output output={state.output} position={position} onGo={go} />
      </section>
      <section class="stage" aria-label="Picture">
        <p class="legend"><span class="sign new">+ new</span>{' '}
          <span class="sign changed">* changed</span> <span class="sign freed">× freed</span>{' '}
          <span class="flag">◆</span> moved <span class="flag eye">◉</span> sees the change</p>
        <Picture state={state} layout={layout} marks={marks} position={position}
          settings={settings} onFocus={focus} />
      </section>
      {settings.tab !== '' && <section class="panel" tabIndex={0} role="region"
        aria-label={TABS.find(([tab]) => tab === settings.tab)![1]}>
        <button class="close" aria-label="Close this view" onClick={() => set({ tab: '' })}>×</button>
        {settings.tab === 'object' && <ObjectPanel serial={settings.focus} state={state} run={run}
          stops={stops} first={first} position={position} onFocus={focus} onGo={go} />}
        {settings.tab === 'tree' && <Tree state={state} scene={layout.scene} onFocus={focus} />}
        {settings.tab === 'heap' && <Heap {...heapProps} />}
        {settings.tab === 'code' && <CodePanel text={run.code ?? ''} state={state} stop={stop}
          onGo={toLine} />}
        {settings.tab === 'collector' && <Collector run={run} stops={stops} state={state} first={first}
          position={position} onFocus={focus} onGo={go} />}
      </section>}
    </main>
    {run.more && run.page === undefined && <p class="cut">The run went on; this page holds its
      steps {first + 1} to {count}. <code>nametag show --from {count}</code> writes those that
      follow; without <code>-o</code> all can be looked at.</p>}
  </div>;
}
