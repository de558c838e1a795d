// Writing instructions into the current block of the unit.

#include "compile/emit.h"

#include "objects/int.h"

Block *emit_block_new(Compiler *compiler) {
    if (compiler->failed) return NULL;
    Block *block = compiler_allocate(compiler, sizeof *block);
    if (block == NULL) return NULL;
    block->depth = -1;
    block->made_before = compiler->unit->newest;
    compiler->unit->newest = block;
    return block;
}

void emit_block(Compiler *compiler, Block *block) {
    if (compiler->failed) return;
    compiler->unit->current->next = block;
    compiler->unit->current = block;
}

Instruction *block_add(Compiler *compiler, Block *block) {
    Instruction *code = compiler_grow(compiler, block->code, block->count, &block->capacity,
                                      sizeof *code);
    if (code == NULL) return NULL;
    block->code = code;
    return &code[block->count++];
}

static void emit(Compiler *compiler, Opcode opcode, int32_t argument, Block *target, Span span) {
    if (compiler->failed) return;
    Block *block = compiler->unit->current;
    if (block->count > 0) {
        int last = block->code[block->count - 1].opcode;
        // What stands behind a jump or an exit begins a block of its own.
        if (opcode_jumps(last) || opcode_exits(last)) {
            block = emit_block_new(compiler);
            if (block == NULL) return;
            emit_block(compiler, block);
        }
    }
    Instruction *instruction = block_add(compiler, block);
    if (instruction == NULL) return;
    *instruction = (Instruction){(int32_t)opcode, argument, target, NULL, span};
}

void emit_op(Compiler *compiler, Opcode opcode) {
    emit(compiler, opcode, 0, NULL, compiler->unit->span);
}

void emit_op_nowhere(Compiler *compiler, Opcode opcode) {
    emit(compiler, opcode, 0, NULL, span_nowhere());
}

void emit_arg(Compiler *compiler, Opcode opcode, int32_t argument) {
    emit(compiler, opcode, argument, NULL, compiler->unit->span);
}

void emit_arg_nowhere(Compiler *compiler, Opcode opcode, int32_t argument) {
    emit(compiler, opcode, argument, NULL, span_nowhere());
}

void emit_jump(Compiler *compiler, Opcode opcode, Block *target) {
    emit(compiler, opcode, 0, target, compiler->unit->span);
}

void emit_jump_nowhere(Compiler *compiler, Opcode opcode, Block *target) {
    emit(compiler, opcode, 0, target, span_nowhere());
}

void emit_constant(Compiler *compiler, Object *object) {
    if (compiler->failed) return;
    int32_t number = constant_row_add(compiler, &compiler->unit->constants, object);
    emit_arg(compiler, OP_LOAD_CONST, number);
}

void emit_none(Compiler *compiler) {
    emit_constant(compiler, compiler->vm->objects->none);
}

void emit_name_constant(Compiler *compiler, Name *name) {
    Object *str = name_str(compiler, name);
    if (str != NULL) emit_constant(compiler, constant_merge(compiler, object_share(str)));
}

void emit_int(Compiler *compiler, int64_t value) {
    emit_constant(compiler, constant_merge(compiler, int_new(compiler->vm, value)));
}

void emit_with_name(Compiler *compiler, Opcode opcode, Name *name) {
    emit_arg(compiler, opcode, name_map_add(compiler, &compiler->unit->names, name));
}

void emit_with_identifier(Compiler *compiler, Opcode opcode, const Identifier *identifier) {
    emit_with_name(compiler, opcode, unit_mangle(compiler, identifier));
}

// The instructions of one sort of variable, by context.
typedef struct Access {
    Opcode by_context[CONTEXT_Del + 1];
} Access;

static const Access name_access = {{OP_LOAD_NAME, OP_STORE_NAME, OP_DELETE_NAME}};
static const Access global_access = {{OP_LOAD_GLOBAL, OP_STORE_GLOBAL, OP_DELETE_GLOBAL}};
static const Access fast_access = {{OP_LOAD_FAST, OP_STORE_FAST, OP_DELETE_FAST}};
static const Access cell_access = {{OP_LOAD_DEREF, OP_STORE_DEREF, OP_DELETE_DEREF}};

static void emit_cell(Compiler *compiler, ExprContext context, int32_t number) {
    Opcode opcode = cell_access.by_context[context];
    if (context == CONTEXT_Load && compiler->unit->scope->kind == SCOPE_CLASS)
        opcode = OP_LOAD_CLASSDEREF;
    emit_arg(compiler, opcode, number);
}

void emit_variable(Compiler *compiler, Name *name, ExprContext context) {
    if (compiler->failed) return;
    Unit *unit = compiler->unit;
    if (name == compiler->known.debug && context != CONTEXT_Load) {
        compiler_mistake(compiler, unit->span, context == CONTEXT_Store
                         ? "cannot assign to __debug__" : "cannot delete __debug__");
        return;
    }
    name = name_mangle(compiler, unit->owner, name);
    if (name == NULL) return;
    bool is_function = unit->scope->kind == SCOPE_FUNCTION;
    const Access *access = &name_access;
    switch (scope_get_resolution(unit->scope, name)) {
    case RESOLVED_FREE:
        emit_cell(compiler, context, unit->cells.count + name_map_find(&unit->frees, name));
        return;
    case RESOLVED_CELL:
        emit_cell(compiler, context, name_map_find(&unit->cells, name));
        return;
    case RESOLVED_LOCAL:
        if (!is_function) break;
        emit_arg(compiler, fast_access.by_context[context],
                 name_map_add(compiler, &unit->locals, name));
        return;
    case RESOLVED_GLOBAL_IMPLICIT:
        if (is_function) access = &global_access;
        break;
    case RESOLVED_GLOBAL_EXPLICIT: access = &global_access; break;
    case RESOLVED_NOT: break;
    }
    Opcode opcode = access->by_context[context];
    int32_t number = name_map_add(compiler, &unit->names, name);
    // The lowest bit of LOAD_GLOBAL's argument is a flag.
    emit_arg(compiler, opcode, opcode == OP_LOAD_GLOBAL ? number * 2 : number);
}

void emit_identifier(Compiler *compiler, const Identifier *identifier, ExprContext context) {
    emit_variable(compiler, name_of(compiler, identifier), context);
}

void emit_call(Compiler *compiler, int32_t argument_count) {
    emit_arg(compiler, OP_PRECALL, argument_count);
    emit_arg(compiler, OP_CALL, argument_count);
}

static BinaryOperator binary_of(Operator op) {
    switch (op) {
    case OPERATOR_Add: return BINARY_ADD;
    case OPERATOR_Sub: return BINARY_SUBTRACT;
    case OPERATOR_Mult: return BINARY_MULTIPLY;
    case OPERATOR_MatMult: return BINARY_MATRIX_MULTIPLY;
    case OPERATOR_Div: return BINARY_TRUE_DIVIDE;
    case OPERATOR_Mod: return BINARY_REMAINDER;
    case OPERATOR_Pow: return BINARY_POWER;
    case OPERATOR_LShift: return BINARY_LEFT_SHIFT;
    case OPERATOR_RShift: return BINARY_RIGHT_SHIFT;
    case OPERATOR_BitOr: return BINARY_OR;
    case OPERATOR_BitXor: return BINARY_XOR;
    case OPERATOR_BitAnd: return BINARY_AND;
    case OPERATOR_FloorDiv: return BINARY_FLOOR_DIVIDE;
    }
    return BINARY_ADD;
}

void emit_binary(Compiler *compiler, Operator op) {
    emit_arg(compiler, OP_BINARY_OP, (int32_t)binary_of(op));
}

void emit_binary_in_place(Compiler *compiler, Operator op) {
    emit_arg(compiler, OP_BINARY_OP, (int32_t)binary_of(op) + (int32_t)BINARY_COUNT);
}

void emit_compare(Compiler *compiler, CompareOperator op) {
    switch (op) {
    case COMPARE_Eq: emit_arg(compiler, OP_COMPARE_OP, COMPARE_EQUAL); break;
    case COMPARE_NotEq: emit_arg(compiler, OP_COMPARE_OP, COMPARE_NOT_EQUAL); break;
    case COMPARE_Lt: emit_arg(compiler, OP_COMPARE_OP, COMPARE_LESS); break;
    case COMPARE_LtE: emit_arg(compiler, OP_COMPARE_OP, COMPARE_LESS_EQUAL); break;
    case COMPARE_Gt: emit_arg(compiler, OP_COMPARE_OP, COMPARE_GREATER); break;
    case COMPARE_GtE: emit_arg(compiler, OP_COMPARE_OP, COMPARE_GREATER_EQUAL); break;
    case COMPARE_Is: emit_arg(compiler, OP_IS_OP, 0); break;
    case COMPARE_IsNot: emit_arg(compiler, OP_IS_OP, 1); break;
    case COMPARE_In: emit_arg(compiler, OP_CONTAINS_OP, 0); break;
    case COMPARE_NotIn: emit_arg(compiler, OP_CONTAINS_OP, 1); break;
    }
}

void emit_await(Compiler *compiler, int32_t resume_argument) {
    Block *start = emit_block_new(compiler);
    Block *resume = emit_block_new(compiler);
    Block *done = emit_block_new(compiler);
    emit_block(compiler, start);
    emit_jump(compiler, OP_SEND, done);
    emit_block(compiler, resume);
    emit_op(compiler, OP_YIELD_VALUE);
    emit_arg(compiler, OP_RESUME, resume_argument);
    emit_jump(compiler, OP_JUMP_NO_INTERRUPT, start);
    emit_block(compiler, done);
}
