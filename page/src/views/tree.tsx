// Names and objects as a tree: the picture for those who don't see it, walked by keys.

import { useRef, useState } from 'preact/hooks';
import { frameTitle } from '../layout';
import type { Scene } from '../scene';
import type { State } from '../state';
import { cut, show, title } from '../values';

const CHILDREN_MAX = 200;

interface Item { path: string; level: number; text: string; serial: number; isBranch: boolean }

function itemsOf(state: State, scene: Scene, open: Set<string>): Item[] {
  const items: Item[] = [];
  const addObject = (path: string, level: number, label: string, serial: number): void => {
    const object = state.objects.get(serial);
    if (!object) return;
    const isBranch = object.slots.length > 0;
    const value = object.scalar !== null || isBranch || !object.isMutable
      ? ' ' + cut(show(state, serial), 60) : '';
    items.push({ path, level, serial, isBranch,
      text: `${label}${title(object)}${value}, count ${object.count}, ${object.size} bytes` });
    if (!isBranch || !open.has(path)) return;
    const rows = scene.box(state, object, false).rows.slice(0, CHILDREN_MAX);
    rows.forEach((row, i) =>
      addObject(`${path}.${i}`, level + 1, row.label ? row.label + ': ' : '', row.to));
  };
  for (const frame of [...state.frames.values()].sort((a, b) => a.number - b.number)) {
    if (frame.ended) continue;
    const path = `f${frame.number}`, rows = scene.frameRows(state, frame);
    items.push({ path, level: 1, serial: 0, isBranch: rows.length > 0,
      text: `frame ${frameTitle(frame)}` });
    if (!open.has(path)) continue;
    for (const row of rows) addObject(`${path}.${row.label}`, 2, `${row.label}: `, row.to);
  }
  return items;
}

export function Tree({ state, scene, onFocus }: { state: State; scene: Scene;
  onFocus: (serial: number) => void }): preact.JSX.Element {
  const frames = [...state.frames.keys()].map((number) => `f${number}`);
  const [closed, setClosed] = useState(new Set<string>());
  const [opened, setOpened] = useState(new Set<string>());
  const [at, setAt] = useState('f0');
  const list = useRef<HTMLUListElement>(null);
  const open = new Set([...opened, ...frames.filter((path) => !closed.has(path))]);
  const items = itemsOf(state, scene, open);
  const here = Math.max(0, items.findIndex((item) => item.path === at));
  const toggle = (path: string, isOpen: boolean): void => {
    const change = (set: Set<string>, has: boolean): Set<string> => {
      const next = new Set(set);
      if (has) next.add(path); else next.delete(path);
      return next;
    };
    setOpened(change(opened, isOpen));
    setClosed(change(closed, !isOpen));
  };
  const move = (index: number): void => {
    const item = items[Math.max(0, Math.min(items.length - 1, index))];
    if (!item) return;
    setAt(item.path);
    (list.current?.children[items.indexOf(item)] as HTMLElement | undefined)?.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    const item = items[here], isOpen = open.has(item.path);
    const act: Record<string, () => void> = {
      ArrowDown: () => move(here + 1), ArrowUp: () => move(here - 1),
      Home: () => move(0), End: () => move(items.length - 1),
      ArrowRight: () => item.isBranch && !isOpen ? toggle(item.path, true) : move(here + 1),
      ArrowLeft: () => {
        if (item.isBranch && isOpen) toggle(item.path, false);
        else move(items.slice(0, here).findLastIndex((other) => other.level < item.level));
      },
      Enter: () => item.serial && onFocus(item.serial),
    };
    if (!act[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    act[event.key]();
  };
  return <ul id="tree" role="tree" aria-label="Names and objects" ref={list} onKeyDown={onKey}>
    {items.map((item, index) => <li key={item.path} role="treeitem" aria-level={item.level}
      aria-expanded={item.isBranch ? open.has(item.path) : undefined}
      aria-selected={index === here} tabIndex={index === here ? 0 : -1}
      style={`padding-inline-start:${item.level * 1.1}em`}
      onClick={() => {
        setAt(item.path);
        if (item.isBranch) toggle(item.path, !open.has(item.path));
      }}
      onDblClick={() => item.serial && onFocus(item.serial)}>
      <span aria-hidden="true">{item.isBranch ? (open.has(item.path) ? '▾ ' : '▸ ') : '· '}</span>
      {item.text}</li>)}
  </ul>;
}
