// Writing instructions into the current block of the unit.

#ifndef COMPILE_EMIT_H
#define COMPILE_EMIT_H

#include "compile/unit.h"

// A new block, not yet in the code. NULL: failed; all functions here accept that.
Block *emit_block_new(Compiler *compiler);
// Continues the code with that block.
void emit_block(Compiler *compiler, Block *block);

// An instruction without argument at the unit's span, or at no place.
void emit_op(Compiler *compiler, Opcode opcode);
void emit_op_nowhere(Compiler *compiler, Opcode opcode);
void emit_arg(Compiler *compiler, Opcode opcode, int32_t argument);
void emit_arg_nowhere(Compiler *compiler, Opcode opcode, int32_t argument);
void emit_jump(Compiler *compiler, Opcode opcode, Block *target);
void emit_jump_nowhere(Compiler *compiler, Opcode opcode, Block *target);

// LOAD_CONST of an object of the table of constants, borrowed.
void emit_constant(Compiler *compiler, Object *object);
void emit_none(Compiler *compiler);
// LOAD_CONST of a name, as it is spelled.
void emit_name_constant(Compiler *compiler, Name *name);
// LOAD_CONST of a small int.
void emit_int(Compiler *compiler, int64_t value);

// An instruction whose argument is a name of co_names, as it is or mangled.
void emit_with_name(Compiler *compiler, Opcode opcode, Name *name);
void emit_with_identifier(Compiler *compiler, Opcode opcode, const Identifier *identifier);

// Loads, binds or unbinds a variable by the instruction that its scope asks for.
void emit_variable(Compiler *compiler, Name *name, ExprContext context);
void emit_identifier(Compiler *compiler, const Identifier *identifier, ExprContext context);

// PRECALL and CALL.
void emit_call(Compiler *compiler, int32_t argument_count);
// BINARY_OP, or its in-place form.
void emit_binary(Compiler *compiler, Operator op);
void emit_binary_in_place(Compiler *compiler, Operator op);
void emit_compare(Compiler *compiler, CompareOperator op);

// Steps through an awaitable until it is done: for await, async with, async for.
void emit_await(Compiler *compiler, int32_t resume_argument);

// Adds an instruction to a block, wherever that stands (flow.c, assemble.c).
Instruction *block_add(Compiler *compiler, Block *block);
// The last instruction, or NULL.
ALWAYS_INLINE Instruction *block_last(Block *block) {
    return block->count == 0 ? NULL : &block->code[block->count - 1];
}

#endif
