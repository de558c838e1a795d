// The program's bytecode, read from the listing of `nametag dis`; and what stands on the
// evaluation stack after each instruction, as expressions.

export interface Instruction {
  offset: number;
  line: number;
  name: string;
  argument: number;          // -1: none
  text: string;              // what the argument means
  isTarget: boolean;         // some jump leads here
}

export interface Listing { name: string; instructions: Instruction[] }

const ROW = /^\s*(?:(\d+)\s+)?(?:-->\s*)?(>>)?\s*(\d+) ([A-Z_]+)(?:\s+(\d+)(?: \((.*)\))?)?\s*$/;

export function readListings(text: string): Listing[] {
  const listings: Listing[] = [{ name: '<module>', instructions: [] }];
  let line = 0;
  for (const row of text.split('\n')) {
    const header = /^Disassembly of <code object (.+) at 0x/.exec(row);
    if (header) {
      listings.push({ name: header[1], instructions: [] });
      continue;
    }
    const found = ROW.exec(row);
    if (!found) continue;
    if (found[1]) line = Number(found[1]);
    listings[listings.length - 1].instructions.push({ offset: Number(found[3]), line,
      name: found[4], argument: found[5] === undefined ? -1 : Number(found[5]),
      text: found[6] ?? '', isTarget: found[2] !== undefined });
  }
  return listings;
}

// The listing that a line of a frame belongs to.
export function listingOf(listings: Listing[], title: string, line: number): Listing | undefined {
  const name = title.split('.').at(-1) ?? title;
  const has = (listing: Listing): boolean =>
    listing.instructions.some((instruction) => instruction.line === line);
  return listings.find((listing) => listing.name === name && has(listing)) ??
    listings.find(has);
}

export const DEPTH_UNKNOWN = null;
export type Stack = string[] | typeof DEPTH_UNKNOWN;

const PLAIN = new Set(['NOP', 'RESUME', 'PRECALL', 'CACHE', 'KW_NAMES', 'EXTENDED_ARG',
  'MAKE_CELL', 'COPY_FREE_VARS', 'SETUP_ANNOTATIONS', 'DELETE_NAME', 'DELETE_FAST',
  'DELETE_GLOBAL', 'DELETE_DEREF', 'JUMP_FORWARD', 'JUMP_BACKWARD', 'JUMP_BACKWARD_NO_INTERRUPT',
  'RERAISE', 'GET_ITER_DONE']);
const PAIRS: Record<string, [string, string]> = { LIST: ['[', ']'], TUPLE: ['(', ')'],
  SET: ['{', '}'], MAP: ['{', '}'], STRING: ["f'", "'"] };

function called(stack: string[], count: number): void {
  const given = stack.splice(stack.length - count, count), self = stack.pop();
  const first = stack.pop();
  const callee = first === 'NULL' ? self : first;
  stack.push(`${callee}(${given.join(', ')})`);
}

// Does what an instruction does; false: what follows can't be told without running it.
function step(stack: string[], { name, argument, text }: Instruction): boolean {
  const pop = (count: number): string[] => stack.splice(Math.max(0, stack.length - count), count);
  if (PLAIN.has(name)) return true;
  if (name === 'LOAD_GLOBAL') {
    if (text.startsWith('NULL + ')) stack.push('NULL');
    stack.push(text.replace('NULL + ', ''));
  } else if (name === 'PUSH_NULL') stack.push('NULL');
  else if (name === 'LOAD_METHOD') stack.push('NULL', `${pop(1)[0]}.${text}`);
  else if (name === 'LOAD_ATTR') stack.push(`${pop(1)[0]}.${text}`);
  else if (name === 'LOAD_BUILD_CLASS') stack.push('__build_class__');
  else if (name === 'LOAD_CLOSURE') stack.push(`cell of ${text}`);
  else if (name === 'LOAD_ASSERTION_ERROR') stack.push('AssertionError');
  else if (name.startsWith('LOAD_')) stack.push(text);
  else if (name === 'STORE_SUBSCR') pop(3);
  else if (name === 'STORE_ATTR' || name === 'DELETE_SUBSCR') pop(2);
  else if (name.startsWith('STORE_') || name === 'POP_TOP' || name === 'RETURN_VALUE' ||
    name === 'DELETE_ATTR' || name === 'END_ASYNC_FOR' || name === 'PRINT_EXPR' ||
    name.startsWith('POP_JUMP')) pop(1);
  else if (name === 'BINARY_OP' || name === 'COMPARE_OP' || name === 'IS_OP' ||
    name === 'CONTAINS_OP') {
    const [left, right] = pop(2), negated = argument === 1 ? 'not ' : '';
    const operator = name === 'IS_OP' ? `is ${negated}`.trim()
      : name === 'CONTAINS_OP' ? `${negated}in` : text;
    stack.push(`${left} ${operator} ${right}`);
  } else if (name === 'BINARY_SUBSCR') {
    const [container, index] = pop(2);
    stack.push(`${container}[${index}]`);
  } else if (name.startsWith('UNARY_')) {
    const sign = { NEGATIVE: '-', NOT: 'not ', INVERT: '~', POSITIVE: '+' }[name.slice(6)] ?? '';
    stack.push(sign + pop(1)[0]);
  } else if (name === 'CALL') called(stack, argument);
  else if (name === 'BUILD_SLICE') stack.push(pop(argument).join(':'));
  else if (name.startsWith('BUILD_')) {
    const kind = name.slice(6), pair = PAIRS[kind];
    if (!pair) return false;
    const items = pop(kind === 'MAP' ? argument * 2 : argument);
    const parts = kind !== 'MAP' ? items
      : items.flatMap((item, i) => i % 2 ? [] : [`${item}: ${items[i + 1]}`]);
    stack.push(pair[0] + parts.join(kind === 'STRING' ? '' : ', ') + pair[1]);
  } else if (name === 'LIST_APPEND' || name === 'SET_ADD' || name === 'LIST_EXTEND' ||
    name === 'SET_UPDATE' || name === 'DICT_UPDATE' || name === 'DICT_MERGE') pop(1);
  else if (name === 'MAP_ADD') pop(2);
  else if (name === 'FORMAT_VALUE') stack.push(`{${pop(1)[0]}}`);
  else if (name === 'GET_ITER') stack.push(`iterator of ${pop(1)[0]}`);
  else if (name === 'FOR_ITER') stack.push(`next of ${stack.at(-1) ?? 'the iterator'}`);
  else if (name === 'COPY') stack.push(stack.at(-argument) ?? '?');
  else if (name === 'SWAP') {
    const other = stack.length - argument, top = stack.length - 1;
    if (other < 0) return false;
    [stack[other], stack[top]] = [stack[top], stack[other]];
  } else if (name === 'UNPACK_SEQUENCE') {
    const [whole] = pop(1);
    for (let i = argument - 1; i >= 0; i--) stack.push(`${whole}[${i}]`);
  } else if (name === 'MAKE_FUNCTION') {
    const [code] = pop(1);
    for (const flag of [1, 2, 4, 8]) if (argument & flag) pop(1);
    stack.push(`function of ${code.replace(/^<code object (\S+) .*/, '$1')}`);
  } else if (name === 'IMPORT_NAME') {
    pop(2);
    stack.push(`module ${text}`);
  } else if (name === 'IMPORT_FROM') stack.push(`${stack.at(-1)}.${text}`);
  else if (name.startsWith('JUMP_IF')) return true;
  else return false;
  return true;
}

// The stack after each of some instructions that follow each other.
export function stacksAfter(instructions: Instruction[]): Stack[] {
  let stack: Stack = [];
  return instructions.map((instruction) => {
    if (stack === DEPTH_UNKNOWN) return DEPTH_UNKNOWN;
    const next: string[] = [...stack];
    stack = step(next, instruction) ? next : DEPTH_UNKNOWN;
    return stack;
  });
}
