// States rebuilt from the event stream (`nametag explain --json`) alone: what the page must
// show. It shares no code with the page.

const GIVEN = new Set(['__name__', '__doc__', '__package__', '__loader__', '__spec__',
  '__builtins__', '__file__', '__cached__']);
const OF_CLASS = new Set(['__module__', '__qualname__']);

const rootOf = (path) => /^[^.[]+/.exec(path)?.[0] ?? path;

export class Stream {
  constructor(text) {
    this.events = text.trim().split('\n').map((line) => JSON.parse(line))
      .filter((event) => event.phase !== 'exit');
    this.objects = new Map();
    this.frames = new Map();
    this.output = '';
    this.at = 0;
  }

  // Goes on to behind the next line event, or to the end; false: it is there.
  next() {
    this.marks = { made: new Set(), changed: new Set(), freed: new Set(), bound: new Set(),
      seers: new Set() };
    if (this.at >= this.events.length) return false;
    this.line = 0;
    while (this.at < this.events.length) {
      const event = this.events[this.at++];
      this.apply(event);
      if (event.event === 'line') {
        this.line = event.line;
        return true;
      }
    }
    return true;
  }

  apply(event) {
    const { marks } = this;
    switch (event.event) {
      case 'create': case 'exists':
        this.objects.set(event.object, { ...event, alive: true });
        if (event.event === 'create') marks.made.add(event.object);
        break;
      case 'bind': case 'rebind': case 'unbind': {
        if (event.scope === 'class' && OF_CLASS.has(event.name)) break;
        const names = this.frames.get(event.frame)?.names;
        if (!names) break;
        if (event.event === 'unbind') names.delete(event.name);
        else {
          names.set(event.name, event.new);
          marks.bound.add(`${event.frame}/${event.name}`);
        }
        break;
      }
      case 'mutate': {
        const object = this.objects.get(event.object);
        marks.changed.add(event.object);
        if (event.size !== undefined) object.size = event.size;
        if (event.scalar !== undefined) object.scalar = event.scalar;
        for (const { frame, path } of event.seen_by ?? [])
          marks.seers.add(`${frame}/${rootOf(path)}`);
        break;
      }
      case 'free': {
        this.objects.get(event.object).alive = false;
        marks.freed.add(event.object);
        for (const [number, frame] of this.frames)
          if (frame.generator === event.object) this.frames.delete(number);
        break;
      }
      case 'call': {
        const frame = this.frames.get(event.frame) ?? { names: new Map() };
        frame.generator = 0;
        for (const { name, to } of event.bindings) {
          frame.names.set(name, to);
          marks.bound.add(`${event.frame}/${name}`);
        }
        this.frames.set(event.frame, frame);
        break;
      }
      case 'return':
        if (event.is_suspended) this.frames.get(event.frame).generator = event.value;
        else if (event.frame !== 0) this.frames.delete(event.frame);
        break;
      case 'line':
        for (const { object, count } of event.counts) this.objects.get(object).count = count;
        break;
      case 'output': this.output += event.text; break;
    }
  }

  // Frames with the names that the page shows: { number: { name: serial } }.
  names() {
    const found = {};
    for (const [number, { names }] of this.frames) {
      found[number] = {};
      for (const [name, to] of names)
        if (number !== 0 || (!GIVEN.has(name) && name !== '__annotations__'))
          found[number][name] = to;
    }
    return found;
  }
}
