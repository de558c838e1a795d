// Predict mode: before a step is shown, it asks what the step will do, and grades the answer.

import { useState } from 'preact/hooks';
import type { Layout } from '../layout';
import type { Row } from '../rows';
import type { State, Stop } from '../state';
import { cut, show, title } from '../values';

const CHOICES_MAX = 6;

export interface Question {
  kind: 'names' | 'binding' | 'output';
  text: string;
  choices: { key: string; text: string }[];    // none: a text is asked for
  right: string[];                             // keys, or the text
  answer: string;                              // as it is told afterwards
}

const frameName = (state: State, number: number): string =>
  number === 0 ? '' : ` in ${state.frames.get(number)?.title ?? 'a new frame'}()`;

function askNames(state: State, layout: Layout, next: Row[]): Question {
  const keys = new Map<string, string>(), right = new Set<string>();
  const name = (key: string): string => {
    const [frame, word] = key.split('/');
    return word + frameName(state, Number(frame));
  };
  for (const frame of state.frames.values())
    if (!frame.ended && layout.frames.has(frame.number))
      for (const row of layout.scene.frameRows(state, frame)) keys.set(row.key, name(row.key));
  for (const row of next) {
    if (row[0] === 'b' && state.frames.has(row[1])) right.add(`${row[1]}/${row[2]}`);
    if (row[0] === 'm')
      for (let i = 0; i < row[10].length; i += 2)
        right.add(`${row[10][i]}/${/^[^.[]+/.exec(String(row[10][i + 1]))?.[0]}`);
  }
  const known = [...right].filter((key) => state.frames.has(Number(key.split('/')[0])));
  for (const key of known) if (!keys.has(key)) keys.set(key, name(key));
  const choices = [...keys].map(([key, text]) => ({ key, text }))
    .sort((a, b) => (a.text < b.text ? -1 : 1));
  return { kind: 'names', choices, right: known,
    text: 'Which names will be bound, or see a change?',
    answer: known.length ? known.map((key) => keys.get(key)).join(', ') : 'none of them' };
}

function askBinding(state: State, layout: Layout, next: Row[]): Question | null {
  const made = new Set(next.filter((row) => row[0] === 'o' && !(row[6] & 2)).map((row) => row[1]));
  const bound = next.filter((row) => row[0] === 'b' && row[3] !== 0)
    .find((row) => state.frames.has(row[1] as number));
  if (!bound) return null;
  const [, frame, name, to] = bound as ['b', number, string, number];
  const object = state.objects.get(to), isNew = made.has(to) || !object;
  const right = isNew ? 'new' : String(to);
  const choices = [{ key: 'new', text: 'an object that no name here refers to yet' }];
  const seen = new Set<number>();
  const add = (serial: number, from: string): void => {
    const known = state.objects.get(serial);
    if (!known || seen.has(serial) || choices.length >= CHOICES_MAX) return;
    seen.add(serial);
    choices.push({ key: String(serial), text: `${title(known)}, ${from}: ` +
      cut(show(state, serial), 30) });
  };
  const rows: [number, string][] = [];
  for (const item of state.frames.values())
    if (!item.ended)
      for (const row of layout.scene.frameRows(state, item))
        rows.push([row.to, row.label + frameName(state, item.number)]);
  const own = rows.find(([serial]) => serial === to);
  if (own) add(...own);
  for (const [serial, from] of rows) add(serial, from);
  choices.sort((a, b) => (a.key === 'new' ? -1 : b.key === 'new' ? 1 : Number(a.key) - Number(b.key)));
  const known = choices.some((choice) => choice.key === right) ? right : 'new';
  return { kind: 'binding', choices, right: [known],
    text: `What will the name ${name}${frameName(state, frame)} refer to?`,
    answer: choices.find((choice) => choice.key === known)!.text };
}

function askOutput(next: Row[]): Question | null {
  const text = next.filter((row) => row[0] === 'p').map((row) => row[2]).join('');
  if (!text) return null;
  return { kind: 'output', text: 'What will it print?', choices: [], right: [text.trimEnd()],
    answer: text.trimEnd() };
}

// What is asked before the step to `next`; null: nothing.
export function ask(kind: string, state: State, layout: Layout, next: Row[]): Question | null {
  if (kind === 'names') return askNames(state, layout, next);
  if (kind === 'binding') return askBinding(state, layout, next);
  return kind === 'output' ? askOutput(next) : null;
}

export function grade(question: Question, given: string[]): boolean {
  if (question.kind === 'output') return given[0]?.trimEnd() === question.right[0];
  return given.length === question.right.length &&
    given.every((key) => question.right.includes(key));
}

export function Predict({ question, stop, score, onAnswer, onSkip }: { question: Question;
  stop: Stop; score: string; onAnswer: (given: string[]) => void; onSkip: () => void }):
preact.JSX.Element {
  const [given, setGiven] = useState<string[]>([]);
  const isMany = question.kind === 'names';
  return <form id="predict" onSubmit={(event) => {
    event.preventDefault();
    onAnswer(given);
  }}>
    <fieldset><legend>Line {stop.line} runs next. {question.text}</legend>
      {question.choices.length === 0 ? <textarea rows={2} aria-label="Your answer" autoFocus
        onInput={(event) => setGiven([event.currentTarget.value])} />
        : question.choices.map(({ key, text }) => <label key={key}>
          <input type={isMany ? 'checkbox' : 'radio'} name="answer" value={key}
            checked={given.includes(key)} onChange={(event) => {
              const rest = isMany ? given.filter((other) => other !== key) : [];
              setGiven(event.currentTarget.checked ? [...rest, key] : rest);
            }} /> {text}</label>)}
    </fieldset>
    <button type="submit" class="primary">{isMany && given.length === 0 ? 'None of them' : 'Answer'}
    </button>{' '}
    <button type="button" onClick={onSkip}>Skip</button> <span class="score">{score}</span>
  </form>;
}
