// What the reader has chosen; it stands in the address, so that a link shows the same.

export interface Settings {
  step: number;                                  // from 1 on
  values: 'auto' | 'inline' | 'objects';
  links: 'arrows' | 'labels';
  counts: boolean;                               // counts, sizes and ids
  exited: boolean;                               // frames that have ended
  detail: 'language' | 'cpython';
  theme: 'auto' | 'light' | 'dark';
  tab: '' | 'object' | 'tree' | 'heap' | 'code' | 'collector';
  focus: number;                                 // an object, 0: none
  predict: '' | 'names' | 'binding' | 'output';
  embed: boolean;
  stops: string;                                 // lines to stop at, with commas between
}

export const defaults: Settings = { step: 1, values: 'auto', links: 'arrows', counts: true,
  exited: false, detail: 'language', theme: 'auto', tab: '', focus: 0, predict: '',
  embed: false, stops: '' };

const CHOICES: { [field in keyof Settings]?: readonly string[] } = {
  values: ['auto', 'inline', 'objects'], links: ['arrows', 'labels'],
  detail: ['language', 'cpython'], theme: ['auto', 'light', 'dark'],
  tab: ['', 'object', 'tree', 'heap', 'code', 'collector'],
  predict: ['', 'names', 'binding', 'output'],
};

export function readSettings(address: string): Settings {
  const given = new URLSearchParams(address.replace(/^[#?]/, ''));
  const settings: Record<string, unknown> = { ...defaults };
  for (const [name, standard] of Object.entries(defaults)) {
    const value = given.get(name), choices = CHOICES[name as keyof Settings];
    if (value === null) continue;
    if (typeof standard === 'boolean') settings[name] = value !== '0';
    else if (typeof standard === 'number') settings[name] = Math.max(0, parseInt(value, 10) || 0);
    else if (!choices || choices.includes(value)) settings[name] = value;
  }
  return settings as unknown as Settings;
}

// Only what differs from the standard.
export function writeSettings(settings: Settings): string {
  const parts = new URLSearchParams({ step: String(settings.step) });
  for (const [name, value] of Object.entries(settings)) {
    if (name === 'step' || value === defaults[name as keyof Settings]) continue;
    parts.set(name, typeof value === 'boolean' ? (value ? '1' : '0') : String(value));
  }
  return '#' + parts.toString();
}

export function stopLines(settings: Settings): Set<number> {
  return new Set(settings.stops.split(',').map(Number).filter((line) => line > 0));
}
