// Laying out: from blocks to the bytes and tuples of a code object.

#include "compile/emit.h"
#include "compile/flow.h"
#include "compile/table.h"
#include "objects/bytes.h"
#include "objects/code.h"
#include "objects/tuple.h"

// --- variables ---

// Where cells and free variables lie in the frame: by number, cells first. A parameter
// that is a cell keeps the parameter's place.
static int32_t *variable_places(Compiler *compiler, const Unit *unit) {
    int32_t cells = unit->cells.count, count = cells + unit->frees.count;
    int32_t *places = compiler_allocate(compiler, (size_t)(count + 1) * sizeof *places);
    if (places == NULL) return NULL;
    int32_t next = unit->locals.count;
    for (int32_t i = 0; i < count; i++) {
        int32_t local = i < cells ? name_map_find(&unit->locals, unit->cells.names[i]) : -1;
        places[i] = local >= 0 ? local : next++;
    }
    return places;
}

static void set_variable_places(Block *entry, const int32_t *places) {
    for (Block *block = entry; block != NULL; block = block->next)
        for (int32_t i = 0; i < block->count; i++)
            if (opcode_info(block->code[i].opcode)->operand == OPERAND_FREE)
                block->code[i].argument = places[block->code[i].argument];
}

static int32_t code_flags(const Compiler *compiler, const Unit *unit) {
    const Scope *scope = unit->scope;
    int32_t flags = (int32_t)(compiler->flags & COMPILE_FUTURES);
    if (scope->kind == SCOPE_FUNCTION) {
        flags |= CODE_NEWLOCALS | CODE_OPTIMIZED;
        if (scope->is_nested) flags |= CODE_NESTED;
        if (scope->is_generator && scope->is_coroutine) flags |= CODE_ASYNC_GENERATOR;
        else if (scope->is_generator) flags |= CODE_GENERATOR;
        else if (scope->is_coroutine) flags |= CODE_COROUTINE;
        if (scope->has_varargs) flags |= CODE_VARARGS;
        if (scope->has_varkeywords) flags |= CODE_VARKEYWORDS;
    } else if (scope->kind == SCOPE_MODULE && (compiler->flags & COMPILE_TOP_LEVEL_AWAIT) &&
               scope->is_coroutine && !scope->is_generator) {
        flags |= CODE_COROUTINE;
    }
    return flags;
}

static bool is_generator(int32_t flags) {
    return (flags & (CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GENERATOR)) != 0;
}

// Puts before all else: the closure's cells, new cells, and a generator's return.
static void insert_prefix(Compiler *compiler, const Unit *unit, Block *entry,
                          const int32_t *places, int32_t flags) {
    int32_t cells = unit->cells.count, count = cells;
    if (unit->frees.count > 0) count++;
    if (is_generator(flags)) count += 2;
    if (count == 0) return;
    for (int32_t i = 0; i < count; i++)
        if (block_add(compiler, entry) == NULL) return;
    Instruction *code = entry->code;
    for (int32_t i = entry->count - 1; i >= count; i--) code[i] = code[i - count];
    Instruction *next = code;
    Span nowhere = span_nowhere();
    if (unit->frees.count > 0)
        *next++ = (Instruction){OP_COPY_FREE_VARS, unit->frees.count, NULL, NULL, nowhere};
    // Cells in the order of their places: parameters come first.
    for (int32_t i = 0; i < unit->locals.count; i++)
        for (int32_t j = 0; j < cells; j++)
            if (places[j] == i)
                *next++ = (Instruction){OP_MAKE_CELL, j, NULL, NULL, nowhere};
    for (int32_t j = 0; j < cells; j++)
        if (places[j] >= unit->locals.count)
            *next++ = (Instruction){OP_MAKE_CELL, j, NULL, NULL, nowhere};
    if (is_generator(flags)) {
        Span line = {unit->first_line, -1, -1, -1};
        *next++ = (Instruction){OP_RETURN_GENERATOR, 0, NULL, NULL, line};
        *next++ = (Instruction){OP_POP_TOP, 0, NULL, NULL, nowhere};
    }
}

// --- jumps ---

static Opcode directed(Opcode opcode, bool is_forward) {
    switch (opcode) {
    case OP_JUMP: return is_forward ? OP_JUMP_FORWARD : OP_JUMP_BACKWARD;
    case OP_JUMP_NO_INTERRUPT:
        return is_forward ? OP_JUMP_FORWARD : OP_JUMP_BACKWARD_NO_INTERRUPT;
    case OP_POP_JUMP_IF_FALSE:
        return is_forward ? OP_POP_JUMP_FORWARD_IF_FALSE : OP_POP_JUMP_BACKWARD_IF_FALSE;
    case OP_POP_JUMP_IF_TRUE:
        return is_forward ? OP_POP_JUMP_FORWARD_IF_TRUE : OP_POP_JUMP_BACKWARD_IF_TRUE;
    case OP_POP_JUMP_IF_NONE:
        return is_forward ? OP_POP_JUMP_FORWARD_IF_NONE : OP_POP_JUMP_BACKWARD_IF_NONE;
    case OP_POP_JUMP_IF_NOT_NONE:
        return is_forward ? OP_POP_JUMP_FORWARD_IF_NOT_NONE : OP_POP_JUMP_BACKWARD_IF_NOT_NONE;
    default: return opcode;
    }
}

static void direct_jumps(Block *entry) {
    for (Block *block = entry; block != NULL; block = block->next) block->is_visited = false;
    for (Block *block = entry; block != NULL; block = block->next) {
        block->is_visited = true;
        Instruction *last = block_last(block);
        if (last == NULL || !opcode_jumps(last->opcode)) continue;
        last->opcode = (int32_t)directed((Opcode)last->opcode, !last->target->is_visited);
    }
}

static int32_t instruction_units(const Instruction *instruction) {
    uint32_t argument = instruction->opcode == OP_NOP ? 0 : (uint32_t)instruction->argument;
    int32_t extended = (argument > 0xff) + (argument > 0xffff) + (argument > 0xffffff);
    return extended + 1 + opcode_info(instruction->opcode)->caches;
}

// Sets the jumps' distances by the blocks' offsets; true: some instruction has grown.
static bool set_distances(Block *entry) {
    bool has_grown = false;
    for (Block *block = entry; block != NULL; block = block->next) {
        int32_t offset = block->offset;
        for (int32_t i = 0; i < block->count; i++) {
            Instruction *instruction = &block->code[i];
            int32_t units = instruction_units(instruction);
            offset += units;
            if (!opcode_jumps(instruction->opcode)) continue;
            int32_t distance = instruction->target->offset - offset;
            instruction->argument = distance < 0 ? -distance : distance;
            if (instruction_units(instruction) != units) has_grown = true;
        }
    }
    return has_grown;
}

// Gives each block its offset and each jump its distance; gives the size in units.
static int32_t lay_out(Block *entry) {
    int32_t total;
    do {
        total = 0;
        for (Block *block = entry; block != NULL; block = block->next) {
            block->offset = total;
            for (int32_t i = 0; i < block->count; i++)
                total += instruction_units(&block->code[i]);
        }
    } while (set_distances(entry));
    return total;
}

// --- bytes ---

static uint8_t *write_instruction(uint8_t *next, const Instruction *instruction) {
    // What became a NOP may still have its argument.
    uint32_t argument = instruction->opcode == OP_NOP ? 0 : (uint32_t)instruction->argument;
    for (int shift = 24; shift > 0; shift -= 8) {
        if (argument >> shift == 0) continue;
        *next++ = OP_EXTENDED_ARG;
        *next++ = (uint8_t)(argument >> shift);
    }
    *next++ = (uint8_t)instruction->opcode;
    *next++ = (uint8_t)argument;
    for (int32_t i = 0; i < opcode_info(instruction->opcode)->caches; i++) {
        *next++ = OP_CACHE;
        *next++ = 0;
    }
    return next;
}

static Object *new_bytecode(Compiler *compiler, Block *entry, int32_t units) {
    uint8_t *bytes = compiler_allocate(compiler, (size_t)units * 2 + 1);
    if (bytes == NULL) return NULL;
    uint8_t *next = bytes;
    for (Block *block = entry; block != NULL; block = block->next)
        for (int32_t i = 0; i < block->count; i++)
            next = write_instruction(next, &block->code[i]);
    CHECK(next == bytes + (size_t)units * 2);
    return bytes_new_apart(compiler->vm, bytes, (int64_t)units * 2);
}

static Object *new_line_table(Compiler *compiler, Block *entry, int32_t first_line) {
    ByteRow row = {0};
    int32_t line = first_line;
    for (Block *block = entry; block != NULL; block = block->next)
        for (int32_t i = 0; i < block->count; i++)
            table_add_location(compiler, &row, block->code[i].span,
                               instruction_units(&block->code[i]), &line);
    return table_new_bytes(compiler, &row);
}

static Object *new_exception_table(Compiler *compiler, Block *entry) {
    ByteRow row = {0};
    const Block *handler = NULL;
    int32_t start = 0, offset = 0;
    for (Block *block = entry; block != NULL; block = block->next) {
        offset = block->offset;
        for (int32_t i = 0; i < block->count; i++) {
            const Instruction *instruction = &block->code[i];
            if (instruction->handler != handler) {
                if (handler != NULL) table_add_handler(compiler, &row, start, offset, handler);
                start = offset;
                handler = instruction->handler;
            }
            offset += instruction_units(instruction);
        }
    }
    if (handler != NULL) table_add_handler(compiler, &row, start, offset, handler);
    return table_new_bytes(compiler, &row);
}

// --- tuples ---

static Object *new_names(Compiler *compiler, const NameMap *map) {
    Tuple *tuple = tuple_new(compiler->vm, map->count);
    for (int32_t i = 0; tuple != NULL && i < map->count; i++) {
        Object *name = name_str(compiler, map->names[i]);
        slot_fill(compiler->vm, &tuple->base, &tuple->items[i], object_share_or_null(name));
    }
    if (tuple != NULL) tuple_finish(compiler->vm, tuple);
    return (Object *)tuple;
}

static int32_t constants_used(Block *entry) {
    // The first constant may be the docstring, and stays.
    int32_t last = 0;
    for (Block *block = entry; block != NULL; block = block->next)
        for (int32_t i = 0; i < block->count; i++) {
            const Instruction *instruction = &block->code[i];
            if (opcode_info(instruction->opcode)->operand == OPERAND_CONSTANT &&
                instruction->argument > last)
                last = instruction->argument;
        }
    return last + 1;
}

static Object *new_constants(Compiler *compiler, const ConstantRow *constants, int32_t count) {
    Tuple *tuple = tuple_new(compiler->vm, count);
    for (int32_t i = 0; tuple != NULL && i < count; i++)
        slot_fill(compiler->vm, &tuple->base, &tuple->items[i],
                  object_share(constants->objects[i]));
    if (tuple != NULL) tuple_finish(compiler->vm, tuple);
    return (Object *)tuple;
}

// The names of all variables in the order of their places, and what each is.
static bool make_variables(Compiler *compiler, const Unit *unit, const int32_t *places,
                           CodeParts *parts) {
    Vm *vm = compiler->vm;
    int32_t locals = unit->locals.count, cells = unit->cells.count;
    int32_t count = locals;
    for (int32_t i = 0; i < cells + unit->frees.count; i++)
        if (places[i] >= count) count = places[i] + 1;
    uint8_t *kinds = compiler_allocate(compiler, (size_t)count + 1);
    Name **names = compiler_allocate(compiler, (size_t)(count + 1) * sizeof *names);
    if (kinds == NULL || names == NULL) return false;
    for (int32_t i = 0; i < locals; i++) {
        kinds[i] = LOCAL_IS_LOCAL;
        names[i] = unit->locals.names[i];
    }
    for (int32_t i = 0; i < cells; i++) {
        kinds[places[i]] |= LOCAL_IS_CELL;
        names[places[i]] = unit->cells.names[i];
    }
    for (int32_t i = 0; i < unit->frees.count; i++) {
        kinds[places[cells + i]] = LOCAL_IS_FREE;
        names[places[cells + i]] = unit->frees.names[i];
    }
    NameMap all = {.names = names, .count = count};
    parts->local_names = new_names(compiler, &all);
    parts->local_kinds = bytes_new_apart(vm, kinds, count);
    return parts->local_names != NULL && parts->local_kinds != NULL;
}

// --- the code object ---

// The one object that stands for all of its value in this compilation: code objects
// share tuples and tables that are equal. Consumes; NULL: failed.
static Object *merge_take(Compiler *compiler, Object *object) {
    return object_share_or_null(constant_merge(compiler, object));
}

static Code *make_code(Compiler *compiler, const Unit *unit, CodeParts *parts) {
    Vm *vm = compiler->vm;
    parts->name = name_str(compiler, unit->name);
    parts->qualname = unit->qualname;
    parts->filename = (Object *)compiler->filename;
    parts->names = merge_take(compiler, new_names(compiler, &unit->names));
    parts->constants = merge_take(compiler, parts->constants);
    parts->local_names = merge_take(compiler, parts->local_names);
    parts->line_table = merge_take(compiler, parts->line_table);
    parts->exception_table = merge_take(compiler, parts->exception_table);
    parts->argument_count = unit->positional_only_count + unit->argument_count;
    parts->positional_only_count = unit->positional_only_count;
    parts->keyword_only_count = unit->keyword_only_count;
    parts->first_line = unit->first_line;
    Code *code = NULL;
    bool is_complete = parts->bytecode != NULL && parts->constants != NULL &&
                       parts->names != NULL && parts->local_names != NULL &&
                       parts->local_kinds != NULL && parts->line_table != NULL &&
                       parts->exception_table != NULL && !compiler->failed;
    if (is_complete) code = code_new(vm, parts);
    if (code == NULL) compiler_fail(compiler);
    Object *owned[] = {parts->bytecode, parts->constants, parts->names, parts->local_names,
                       parts->local_kinds, parts->line_table, parts->exception_table};
    for (size_t i = 0; i < ARRAY_COUNT(owned); i++) object_drop_or_null(vm, owned[i]);
    return code;
}

Code *unit_assemble(Compiler *compiler, Unit *unit) {
    Block *entry = unit->newest;
    while (entry->made_before != NULL) entry = entry->made_before;
    flow_prepare(compiler, unit);
    int32_t *places = variable_places(compiler, unit);
    if (places == NULL) return NULL;
    int32_t flags = code_flags(compiler, unit);
    insert_prefix(compiler, unit, entry, places, flags);
    set_variable_places(entry, places);
    flow_optimise(compiler, unit, entry);
    if (compiler->failed) return NULL;
    int32_t constant_count = constants_used(entry);
    if (constant_count > unit->constants.count) constant_count = unit->constants.count;
    flow_give_lines(compiler, unit, entry);
    CodeParts parts = {.flags = flags};
    parts.stack_size = flow_measure_stack(compiler, entry, is_generator(flags));
    flow_set_handlers(compiler, entry);
    if (compiler->failed) return NULL;
    direct_jumps(entry);
    int32_t units = lay_out(entry);
    parts.bytecode = new_bytecode(compiler, entry, units);
    parts.line_table = new_line_table(compiler, entry, unit->first_line);
    parts.exception_table = new_exception_table(compiler, entry);
    parts.constants = new_constants(compiler, &unit->constants, constant_count);
    if (!make_variables(compiler, unit, places, &parts)) compiler_fail(compiler);
    return make_code(compiler, unit, &parts);
}
