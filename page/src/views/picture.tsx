// The picture: frames on the left, objects on the right, arrows between them.

import { memo } from '../memo';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { routeArrows } from '../arrows';
import type { Arrow, Box, Channel, Link } from '../arrows';
import { reachable } from '../insight';
import type { Marks } from '../insight';
import { CHANNEL, FOOT, HEAD, ROW, cellWidth, countText, frameTitle } from '../layout';
import type { FramePlace, Layout, Place } from '../layout';
import type { BoxView, RowView } from '../scene';
import type { Settings } from '../settings';
import type { Frame, State } from '../state';
import { cut, show, title } from '../values';

const DRAWN_ALWAYS = 120, AROUND = 500, COLOURS = 6;

interface Shown {
  frames: { frame: Frame; place: FramePlace; rows: RowView[] }[];
  boxes: { view: BoxView; place: Place; isHeld: boolean }[];
}

// What stands in the picture of a state.
export function shownIn(state: State, layout: Layout, marks: Marks, position: number,
  exited: boolean): Shown {
  const frames: Shown['frames'] = [], names: number[] = [];
  for (const frame of [...state.frames.values()].sort((a, b) => a.number - b.number)) {
    const place = layout.frames.get(frame.number);
    if (!place || (frame.ended && !exited)) continue;
    const rows = layout.scene.frameRows(state, frame);
    frames.push({ frame, place, rows });
    names.push(...rows.map((row) => row.to));
  }
  // What was there before the run is shown while something refers to it; what the run has made,
  // as long as it lives.
  const held = reachable(state, names), boxes: Shown['boxes'] = [];
  const standing = [...layout.places.values()].filter((place) => place.first <= position &&
    place.last >= position && state.objects.has(place.serial));
  const seen = reachable(state, [...names, ...standing.map((place) => place.serial)
    .filter((serial) => state.objects.get(serial)!.alive && !state.objects.get(serial)!.existed)]);
  for (const place of standing) {
    const object = state.objects.get(place.serial)!;
    if (object.alive ? !seen.has(place.serial) : !marks.freed.has(place.serial)) continue;
    boxes.push({ view: layout.scene.box(state, object, place.isFlat), place,
      isHeld: held.has(place.serial) });
  }
  return { frames, boxes };
}

interface PictureProps {
  state: State;
  layout: Layout;
  marks: Marks;
  position: number;
  settings: Settings;
  onFocus: (serial: number) => void;
}

const at = (x: number, y: number, width: number, height: number): string =>
  `left:${x}px;top:${y}px;width:${width}px;height:${height}px`;

const colourOf = (serial: number): string => 'a' + (serial % COLOURS);

function RowLine({ row, isFrame, props }: { row: RowView; isFrame: boolean;
  props: PictureProps }): preact.JSX.Element {
  const { state, layout, marks, settings, position } = props;
  const object = state.objects.get(row.to), place = layout.places.get(row.to);
  const isMoved = marks.rows.has(row.key), paths = isFrame ? marks.seers.get(row.key) : undefined;
  const hasBox = place && place.first <= position && place.last >= position && object?.alive;
  const kind = `row${isMoved ? ' touched' : ''}${paths ? ' seer' : ''}`;
  const what = object ? `${object.type} number ${row.to}` : 'nothing';
  let value;
  if (row.inline !== null) value = <span class="value">{row.inline}</span>;
  else if (hasBox && settings.links === 'arrows')
    value = <span class={`dot ${colourOf(row.to)}`} aria-hidden="true" />;
  else
    value = <button class={`chip ${colourOf(row.to)}`} tabIndex={-1}
      onClick={() => props.onFocus(row.to)}>
      {object ? `${object.alive ? '' : 'freed '}${title(object)}` : '?'}</button>;
  return <div class={kind} data-to={row.to} data-key={row.key}
    title={paths ? 'sees the change as ' + paths.join(', ') : undefined}>
    {row.label !== '' && <span class="label">{row.label}</span>}
    {isMoved && <span class="flag" aria-hidden="true">◆</span>}
    {paths && <span class="flag eye" aria-hidden="true">◉</span>}
    <span class="hidden">{isMoved ? ' now' : ''} refers to {what}
      {paths ? ', sees the change' : ''}</span>
    {value}
  </div>;
}

function FrameBox({ item, props }: { item: Shown['frames'][0]; props: PictureProps }):
preact.JSX.Element {
  const { frame, place, rows } = item, isCurrent = frame.number === props.state.current;
  return <section class={`box frame${isCurrent ? ' current' : ''}${frame.ended ? ' ended' : ''}`}
    aria-label={`frame ${frameTitle(frame)}`} data-frame={frame.number}
    style={at(0, place.y, props.layout.framesWidth, place.height)}>
    <h3>{frameTitle(frame)}{isCurrent && <span class="now" title="runs now">▶</span>}</h3>
    {rows.map((row) => <RowLine key={row.key} row={row} isFrame props={props} />)}
    {rows.length === 0 && <div class="row none">(no names)</div>}
  </section>;
}

const SIGNS = { new: '+', changed: '*', freed: '×', '': '' };
const SHARES = { copy: 'copy', shared: 'shared', mutable: 'shared, can change' };

function Cells({ view, marks }: { view: BoxView; marks: Marks }): preact.JSX.Element {
  return <div class="cells">
    {view.rows.map((row) => <div key={row.key} data-key={row.key} data-to={row.to}
      class={`cell${marks.rows.has(row.key) ? ' touched' : ''}`}
      style={`width:${cellWidth(row.inline ?? '', row.label)}px`}>
      <span class="index">{row.label}</span><span class="value">{row.inline}</span>
    </div>)}
    {view.more > 0 && <div class="cell none">… {view.more} more</div>}
    {view.rows.length === 0 && <div class="cell none">(empty)</div>}
  </div>;
}

function ObjectBox({ item, props }: { item: Shown['boxes'][0]; props: PictureProps }):
preact.JSX.Element {
  const { view, place, isHeld } = item, { object } = view, { marks, settings } = props;
  const isNew = marks.made.has(object.serial) && !object.existed;
  const mark = !object.alive ? 'freed' : isNew ? 'new'
    : marks.changed.has(object.serial) ? 'changed' : '';
  const share = marks.shares.get(object.serial);
  const isFocus = settings.focus === object.serial;
  const kind = ['box object', mark, share && `share-${share}`, isFocus && 'focused',
    !isHeld && object.alive && 'lost'].filter(Boolean).join(' ');
  return <section class={kind} data-serial={object.serial} aria-label={title(object)}
    title={cut(show(props.state, object.serial), 400)}
    style={at(place.x, place.y, place.width, place.height)}
    onClick={() => props.onFocus(object.serial)}>
    <h3>{mark && <span class={`sign ${mark}`} aria-hidden="true">{SIGNS[mark]} </span>}
      <span class="title">{title(object)}</span>
      {mark && <span class="hidden">, {mark}</span>}</h3>
    {share && <span class="badge">{SHARES[share]}</span>}
    {!isHeld && object.alive && !share && <span class="badge">no name reaches it</span>}
    {view.isFlat && view.value === null ? <Cells view={view} marks={marks} /> : <>
      {view.value !== null && <div class="row"><span class="value own">{view.value}</span></div>}
      {object.alive && view.rows.map((row) =>
        <RowLine key={row.key} row={row} isFrame={false} props={props} />)}
      {view.more > 0 && <div class="row none">… {view.more} more</div>}
      {view.value === null && view.rows.length === 0 && <div class="row none">(empty)</div>}
    </>}
    {settings.counts && <div class="foot" style={`height:${FOOT}px`}>
      <span class={marks.counted.has(object.serial) ? 'counted' : ''}>{countText(object)}</span>
      {` · ${object.size} B · ${object.id}`}</div>}
  </section>;
}

function channelsOf(layout: Layout): Map<number, Channel> {
  const channels = new Map<number, Channel>([[-1, { x: layout.framesWidth, width: CHANNEL }]]);
  layout.columns.forEach(({ x, width }, i) => channels.set(i, { x: x + width, width: CHANNEL }));
  return channels;
}

function arrowsOf(shown: Shown, layout: Layout, marks: Marks): Arrow[] {
  const links: Link[] = [], boxes = new Map<number, Box>();
  for (const { place, view } of shown.boxes)
    if (view.object.alive) boxes.set(place.serial, place);
  const add = (from: Box, rows: RowView[], offset: number): void => rows.forEach((row, i) => {
    const to = boxes.get(row.to);
    if (to && row.inline === null)
      links.push({ from, y: from.y + HEAD + (i + offset) * ROW + ROW / 2, to, target: row.to,
        moved: marks.rows.has(row.key) });
  });
  const frames: Box[] = shown.frames.map(({ place }) => ({ ...place, x: 0, column: -1,
    width: layout.framesWidth }));
  shown.frames.forEach(({ rows }, i) => add(frames[i], rows, 0));
  for (const { place, view } of shown.boxes)
    if (view.object.alive && !(view.isFlat && view.value === null))
      add(place, view.rows, view.value === null ? 0 : 1);
  const all = [...frames, ...shown.boxes.map(({ place }) => place)];
  return routeArrows(links, all, channelsOf(layout));
}

const Arrows = memo(({ arrows, layout }: { arrows: Arrow[]; layout: Layout }) =>
  <svg id="arrows" aria-hidden="true" width={layout.width} height={layout.height}>
    {arrows.map(({ line }, i) => <path key={`h${i}`} class="halo" d={line} />)}
    {arrows.map(({ line, tip, target, moved }, i) => <g key={i} data-target={target}
      class={`${colourOf(target)}${moved ? ' moved' : ''}`}>
      <path class="line" d={line} /><path class="tip" d={tip} /></g>)}
  </svg>);

// Brings what was touched into sight when none of it is.
function useSight(props: PictureProps, shown: Shown): {
  box: { current: HTMLDivElement | null }; window: { top: number; bottom: number };
  onScroll: () => void } {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0), [height, setHeight] = useState(900);
  const onScroll = (): void => {
    if (!box.current) return;
    setTop(box.current.scrollTop);
    setHeight(box.current.clientHeight);
  };
  useEffect(() => {
    const view = box.current;
    if (!view) return;
    setHeight(view.clientHeight);
    const { marks } = props, wanted: Place[] = [];
    for (const { place } of shown.boxes)
      if (marks.changed.has(place.serial) || marks.made.has(place.serial)) wanted.push(place);
    const frame = shown.frames.find((item) => item.frame.number === props.state.current);
    const areas = [...(frame ? [frame.place] : []), ...wanted];
    if (areas.length === 0) return;
    const isSeen = ({ y }: { y: number }): boolean =>
      y + HEAD > view.scrollTop && y + HEAD * 2 < view.scrollTop + view.clientHeight;
    if (!areas.some(isSeen)) view.scrollTop = Math.max(0, areas[0].y - 60);
  }, [props.position, props.layout]);
  return { box, window: { top: top - AROUND, bottom: top + height + AROUND }, onScroll };
}

export function Picture(props: PictureProps): preact.JSX.Element {
  const { state, layout, marks, position, settings } = props;
  const shown = useMemo(() => shownIn(state, layout, marks, position, settings.exited),
    [position, layout]);
  const arrows = useMemo(() => settings.links === 'arrows' ? arrowsOf(shown, layout, marks) : [],
    [shown, settings.links]);
  const { box, window, onScroll } = useSight(props, shown);
  const isAll = shown.boxes.length + shown.frames.length <= DRAWN_ALWAYS;
  const inSight = (place: { y: number; height: number }): boolean => isAll ||
    (place.y + place.height > window.top && place.y < window.bottom);
  return <div id="picture" class={settings.counts ? '' : 'plain'} ref={box} tabIndex={0}
    role="region" aria-label="Names and objects" onScroll={isAll ? undefined : onScroll}>
    <div id="canvas" style={`width:${layout.width}px;height:${layout.height}px`}>
      <Arrows arrows={arrows} layout={layout} />
      <div id="frames">{shown.frames.filter((item) => inSight(item.place)).map((item) =>
        <FrameBox key={item.frame.number} item={item} props={props} />)}</div>
      <div id="objects">{shown.boxes.filter((item) => inSight(item.place)).map((item) =>
        <ObjectBox key={item.place.serial} item={item} props={props} />)}</div>
    </div>
  </div>;
}
