// Arrows as lines of right angles that run in the channels between columns and in the gaps
// between boxes. Arrows to one object share a track; others never lie on each other there.

export interface Box { column: number; x: number; y: number; width: number; height: number }

export interface Link {
  from: Box;
  y: number;                 // of the row that it leaves
  to: Box;
  target: number;            // serial
  moved: boolean;
}

export interface Arrow {
  line: string;
  tip: string;
  target: number;
  moved: boolean;
}

export interface Channel { x: number; width: number }   // the room right of a column

interface Leg { channel: number; from: number; to: number; target: number; track: number }

interface Route { link: Link; legs: Leg[]; back: boolean }

const RADIUS = 5, TIP = 9, MARGIN = 14, CLEAR = 5;

// The line nearest to `wish` at which a column has no box.
function freeLine(boxes: Box[], wish: number): number {
  const hits = (y: number): boolean =>
    boxes.some((box) => y > box.y - CLEAR && y < box.y + box.height + CLEAR);
  if (!hits(wish)) return wish;
  let best = -CLEAR - 2;
  for (const box of boxes)
    for (const y of [box.y - 9, box.y + box.height + 9])
      if (!hits(y) && Math.abs(y - wish) < Math.abs(best - wish)) best = y;
  return best;
}

// By columns that an arrow passes: where it goes through each.
function routeOf(link: Link, standing: Map<number, Box[]>, lanes: Map<string, number[]>): Route {
  const { from, to, target } = link, legs: Leg[] = [], goal = to.y + 13;
  const pass = (column: number): number => {
    const y = Math.round(freeLine(standing.get(column) ?? [], goal));
    const users = lanes.get(`${column}/${y}`) ?? [];
    if (!users.includes(target)) users.push(target);
    lanes.set(`${column}/${y}`, users);
    const lane = users.indexOf(target) % 4;
    return y + [0, 3, -3, 6][lane];
  };
  let y = link.y;
  const leg = (channel: number, next: number): void => {
    legs.push({ channel, from: y, to: next, target, track: 0 });
    y = next;
  };
  if (to.column > from.column) {
    for (let c = from.column; c < to.column; c++)
      leg(c, c + 1 === to.column ? goal : pass(c + 1));
    return { link, legs, back: false };
  }
  for (let c = from.column; c >= to.column; c--) leg(c, c === to.column ? goal : pass(c));
  return { link, legs, back: true };
}

function assignTracks(routes: Route[]): Map<number, number> {
  const byChannel = new Map<number, Map<number, Leg[]>>();
  for (const route of routes)
    for (const leg of route.legs) {
      const groups = byChannel.get(leg.channel) ?? new Map<number, Leg[]>();
      byChannel.set(leg.channel, groups);
      // Those that turn right and those that turn left end on different sides.
      const key = route.back ? -leg.target : leg.target;
      groups.set(key, [...(groups.get(key) ?? []), leg]);
    }
  const counts = new Map<number, number>();
  for (const [channel, groups] of byChannel) {
    const tracks: [number, number][][] = [];
    const span = (legs: Leg[]): [number, number] => [
      Math.min(...legs.map((leg) => Math.min(leg.from, leg.to))) - 4,
      Math.max(...legs.map((leg) => Math.max(leg.from, leg.to))) + 4];
    // Lower targets turn first, so that lines to the upper ones don't cross them.
    const order = [...groups.values()].sort((a, b) => b[0].to - a[0].to || a[0].target - b[0].target);
    for (const legs of order) {
      const [low, high] = span(legs), goal = legs[0].to;
      // Right of what it would cross on its way out.
      let track = tracks.findLastIndex((used) =>
        used.some(([from, to]) => from < goal && goal < to)) + 1;
      while (tracks[track]?.some(([from, to]) => from < high && low < to)) track++;
      (tracks[track] ??= []).push([low, high]);
      for (const leg of legs) leg.track = track;
    }
    counts.set(channel, tracks.length);
  }
  return counts;
}

type Point = [x: number, y: number];

// A line through the points, which turn by right angles, with rounded corners.
function rounded(points: Point[]): string {
  const kept = points.filter(([x, y], i) => i === 0 || x !== points[i - 1][0] ||
    y !== points[i - 1][1]);
  let path = `M${kept[0][0]} ${kept[0][1]}`;
  for (let i = 1; i < kept.length; i++) {
    const [x, y] = kept[i], next = kept[i + 1];
    if (!next) {
      path += `L${x} ${y}`;
      continue;
    }
    const [px, py] = kept[i - 1];
    const reach = (a: number, b: number, c: number, d: number): number =>
      Math.min(RADIUS, (Math.abs(a - c) + Math.abs(b - d)) / 2);
    const before = reach(px, py, x, y), after = reach(next[0], next[1], x, y);
    const bx = x - Math.sign(x - px) * before, by = y - Math.sign(y - py) * before;
    const ax = x + Math.sign(next[0] - x) * after, ay = y + Math.sign(next[1] - y) * after;
    path += `L${bx} ${by}Q${x} ${y} ${ax} ${ay}`;
  }
  return path;
}

export function routeArrows(links: Link[], boxes: Box[], channels: Map<number, Channel>): Arrow[] {
  const standing = new Map<number, Box[]>();
  for (const box of boxes)
    standing.set(box.column, [...(standing.get(box.column) ?? []), box]);
  const lanes = new Map<string, number[]>();
  const routes = links.map((link) => routeOf(link, standing, lanes));
  const counts = assignTracks(routes);
  return routes.map(({ link, legs, back }) => {
    const points: Point[] = [[link.from.x + link.from.width - 8, link.y]];
    for (const leg of legs) {
      const channel = channels.get(leg.channel)!, tracks = counts.get(leg.channel) ?? 1;
      const room = (channel.width - 2 * MARGIN - TIP) / Math.max(1, tracks - 1);
      const x = Math.round(channel.x + MARGIN + leg.track * Math.min(9, room));
      points.push([x, leg.from], [x, leg.to]);
    }
    const goal = legs[legs.length - 1].to;
    const end = back ? link.to.x + link.to.width : link.to.x, side = back ? TIP : -TIP;
    points.push([end + side + (back ? -1 : 1), goal]);
    return { line: rounded(points), tip: `M${end} ${goal}l${side} -4.5v9z`, target: link.target,
      moved: link.moved };
  });
}
