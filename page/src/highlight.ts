// A line of Python in pieces by kind, for colours; only strings of three quotes reach over
// more than one line.

export interface Piece { kind: '' | 'word' | 'text' | 'number' | 'comment' | 'call'; text: string }

const WORDS = new Set(('False None True and as assert async await break class continue def del ' +
  'elif else except finally for from global if import in is lambda nonlocal not or pass raise ' +
  'return try while with yield match case').split(' '));

const TOKEN = /(#.*)|([rbfuRBFU]{0,2}(?:"""|'''))|([rbfuRBFU]{0,2}(?:"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?))|(\d[\w.]*)|([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)|([^])/gy;

export function highlight(lines: string[]): Piece[][] {
  let open = '';             // the quotes of a string that has not ended
  return lines.map((line) => {
    const pieces: Piece[] = [];
    const add = (kind: Piece['kind'], text: string): void => {
      const last = pieces[pieces.length - 1];
      if (last && last.kind === kind) last.text += text;
      else if (text) pieces.push({ kind, text });
    };
    let at = 0;
    while (at < line.length) {
      if (open) {
        const end = line.indexOf(open, at), stop = end < 0 ? line.length : end + 3;
        add('text', line.slice(at, stop));
        at = stop;
        if (end >= 0) open = '';
        continue;
      }
      TOKEN.lastIndex = at;
      const found = TOKEN.exec(line);
      if (!found) break;
      const text = found[0];
      at += text.length;
      if (found[1]) add('comment', text);
      else if (found[2]) {
        open = text.slice(-3);
        add('text', text);
      } else if (found[3]) add('text', text);
      else if (found[4]) add('number', text);
      else if (found[5]) {
        const isCall = /^\s*\(/.test(line.slice(at));
        add(WORDS.has(text) ? 'word' : isCall ? 'call' : '', text);
      } else add('', text);
    }
    return pieces;
  });
}
