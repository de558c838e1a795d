// What happens to the graph of blocks between writing and laying out.

#ifndef COMPILE_FLOW_H
#define COMPILE_FLOW_H

#include "compile/unit.h"

// Simplifies the unit's code, which begins with `entry`; its constants may grow.
void flow_optimise(Compiler *compiler, Unit *unit, Block *entry);
// Notes which blocks exit and which fall through, passes jumps over empty blocks, and
// replaces jumps to short exits.
void flow_prepare(Compiler *compiler, Unit *unit);
// Drops the NOPs that no line needs.
void flow_clean(Block *entry);

bool flow_is_exit_without_line(const Block *block);

// --- flow_peephole.c ---

// Simplifies what stands inside one block.
void flow_optimise_block(Compiler *compiler, Block *block, ConstantRow *constants);

// --- flow_lines.c: every exit knows its line ---

void flow_give_lines(Compiler *compiler, Unit *unit, Block *entry);

// --- flow_stack.c: depths and handlers ---

// The depth of the stack that the code needs, which holds `depth` values at its entry.
int32_t flow_measure_stack(Compiler *compiler, Block *entry, int32_t depth);
// Notes for each instruction which handler catches its exceptions, then drops what
// marked that.
void flow_set_handlers(Compiler *compiler, Block *entry);

#endif
