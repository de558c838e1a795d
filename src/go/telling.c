// The loop tells before each instruction where it stands. What the instruction before it wrote
// into a variable's registers is told then; what goes into blocks comes through block_write.
// Only functions of the program's own are told of.

#include "go/telling.h"

#include <string.h>

#include "go/format.h"
#include "go/listing.h"

#define STACK_BASE 0xd000000000u
#define TYPES_BASE 0x480000u
#define FUNCTIONS_BASE 0x400000u

enum { BYTES_SHOWN = 64 };

typedef struct Telling {
    GoProgram *program;
    const GoOrder *order;
    TextBuffer text;
    int64_t step;
    // the instruction that is running, of the program's own
    GoRoutine *routine;
    const GoFunction *function;
    const GoCode *pc;
    int32_t depth;
    uint32_t line;
    size_t output;           // of the program's output, what has been told
    bool is_headed;          // the statement's line has been shown
} Telling;

static const char *const letters[] = {
#define OP(id, operands, meaning) operands,
#include "go/ops.def"
#undef OP
};

static void flush(Telling *telling) {
    if (telling->text.size == 0) return;
    telling->order->write(telling->order->context, telling->text.bytes, telling->text.size);
    telling->text.size = 0;
}

static bool is_json(const Telling *telling) {
    return telling->order->verb == GO_VERB_JSON;
}

static void begin_sentence(Telling *telling);

// --- events ---

typedef struct Write {
    const char *name;        // what was written: x, x.f, *0xc…
    GoType *type;
    uint64_t address;
    const char *bytes;
    int64_t size;
    bool is_heap;
} Write;

// A word as the program would see it: addresses counted from fixed places.
static uint64_t shown_word(Telling *telling, uint64_t word) {
    const GoMachine *machine = &telling->program->machine;
    const GoTypes *types = telling->program->compile.types;
    uint64_t logical = block_logical(&machine->heap, (const void *)(uintptr_t)word);
    if (logical != word) return logical;
    if (word < 1 << 20) return word;
    for (int i = 0; i < GO_BASIC_COUNT; i++)
        if ((uintptr_t)&types->basic[i] == word) return TYPES_BASE + 64 * (uint64_t)i;
    for (uint32_t i = 0; i < types->table_capacity; i++)
        if ((uintptr_t)types->table[i] == word)
            return TYPES_BASE + 64 * (uint64_t)(GO_BASIC_COUNT + types->table[i]->number);
    for (int i = 0; i < machine->all_functions.count; i++)
        if ((uintptr_t)machine->all_functions.items[i] == word)
            return FUNCTIONS_BASE + 64 * (uint64_t)i;
    return word;
}

static void add_bytes(Telling *telling, TextBuffer *text, const Write *write) {
    for (int64_t i = 0; i < write->size && i < BYTES_SHOWN; i++) {
        uint64_t word = (uint8_t)write->bytes[i];
        if (write->size - i / 8 * 8 >= 8) {
            memcpy(&word, write->bytes + i / 8 * 8, 8);
            word = shown_word(telling, word) >> (i % 8 * 8) & 0xff;
        }
        text_add_format(text, "%s%02x", i > 0 ? " " : "", (uint8_t)word);
    }
    if (write->size > BYTES_SHOWN) text_add_c(text, " …");
}

static void add_value(Telling *telling, TextBuffer *text, GoType *type, const char *memory) {
    if (type == NULL) return;
    format_value(&telling->program->machine, text, type, memory);
}

static void begin_event(Telling *telling, const char *event) {
    text_add_format(&telling->text, "{\"step\": %lld, \"event\": \"%s\", \"line\": %u",
                    (long long)++telling->step, event, telling->line);
    if (telling->function == NULL) return;
    text_add_c(&telling->text, ", \"function\": ");
    text_add_json(&telling->text, telling->function->name, strlen(telling->function->name));
}

static void add_text_field(Telling *telling, const char *field, const char *bytes, size_t size) {
    text_add_format(&telling->text, ", \"%s\": ", field);
    text_add_json(&telling->text, bytes, size);
}

static void tell_write_json(Telling *telling, const Write *write, const TextBuffer *value) {
    TextBuffer bytes = {0};
    add_bytes(telling, &bytes, write);
    begin_event(telling, "write");
    add_text_field(telling, "name", write->name, strlen(write->name));
    if (write->type != NULL) {
        const char *type = go_type_runtime_text(&telling->program->compile, write->type);
        add_text_field(telling, "type", type, strlen(type));
    }
    text_add_format(&telling->text, ", \"address\": \"%#llx\", \"size\": %lld, \"heap\": %s",
                    (unsigned long long)write->address, (long long)write->size,
                    write->is_heap ? "true" : "false");
    add_text_field(telling, "bytes", bytes.size > 0 ? bytes.bytes : "", bytes.size);
    if (value->size > 0) add_text_field(telling, "value", value->bytes, value->size);
    text_add_c(&telling->text, "}\n");
    text_done(&bytes);
}

static void tell_write(Telling *telling, const Write *write) {
    TextBuffer value = {0};
    add_value(telling, &value, write->type, write->bytes);
    if (is_json(telling)) {
        tell_write_json(telling, write, &value);
    } else {
        begin_sentence(telling);
        text_add_c(&telling->text, "Wrote ");
        add_bytes(telling, &telling->text, write);
        if (value.size > 0)
            text_add_format(&telling->text, " (%.*s)", (int)value.size, value.bytes);
        text_add_format(&telling->text, " into %s", write->name);
        if (write->type != NULL)
            text_add_format(&telling->text, ", %s of %lld byte%s",
                            go_type_runtime_text(&telling->program->compile, write->type),
                            (long long)write->size, write->size == 1 ? "" : "s");
        text_add_format(&telling->text, " at %#llx (%s).\n", (unsigned long long)write->address,
                        write->is_heap ? "heap" : "stack");
    }
    text_done(&value);
    flush(telling);
}

// In words, what a statement did stands below its line.
static void begin_sentence(Telling *telling) {
    if (!telling->is_headed) {
        const GoSource *source = &telling->program->compile.sources[0];
        const char *start = "", *end = start;
        if (telling->line > 0 && telling->line <= source->line_count) {
            start = end = source->bytes + source->lines[telling->line - 1];
            while (*end != '\n' && *end != '\0') end++;
            while (*start == ' ' || *start == '\t') start++;
        }
        text_add_format(&telling->text, "\nline %u: %.*s\n", telling->line, (int)(end - start),
                        start);
        telling->is_headed = true;
    }
    text_add_c(&telling->text, "    ");
}

// --- registers ---

static bool is_alive(const GoVariable *variable, int64_t index) {
    return index >= variable->from;
}

static const GoVariable *variable_at(const GoFunction *function, int64_t index, int32_t offset) {
    for (int i = function->variable_count - 1; i >= 0; i--) {
        const GoVariable *variable = &function->variables[i];
        if (variable->is_boxed || !is_alive(variable, index)) continue;
        if (offset >= variable->offset &&
            offset < variable->offset + go_machine_size(variable->type)) return variable;
    }
    return NULL;
}

static uint64_t stack_address(const GoRoutine *routine, const char *registers, int32_t offset) {
    return STACK_BASE + ((uint64_t)routine->number << 32) +
           (uint64_t)(registers - routine->stack) + (uint64_t)offset;
}

// What the last instruction wrote into a variable's registers.
static void tell_register(Telling *telling, const char *registers) {
    const GoCode *code = telling->pc;
    bool is_put = code->op >= GO_OP_PUT8 && code->op <= GO_OP_PUT32;
    char letter = letters[code->op][0];
    if (letter != 'd' && letter != 'D' && !is_put) return;
    if (code->op == GO_OP_NEW || code->op == GO_OP_ADDRESS_FRAME) return;
    const GoVariable *variable = variable_at(telling->function,
                                             code - telling->function->code + 1, code->a);
    if (variable == NULL) return;
    Write write = {.name = variable->name, .type = variable->type,
                   .address = stack_address(telling->routine, registers, variable->offset),
                   .bytes = registers + variable->offset, .size = go_type_size(variable->type)};
    tell_write(telling, &write);
}

// --- blocks ---

// The variable of a frame on the stack whose block begins there.
static const GoVariable *boxed_variable(const Telling *telling, const char *start) {
    const GoRoutine *routine = telling->program->machine.current;
    for (int32_t i = routine->frame_count - 1; i >= 0; i--) {
        const GoFrame *frame = &routine->frames[i];
        const GoFunction *function = frame->function;
        for (int j = 0; j < function->variable_count; j++) {
            const GoVariable *variable = &function->variables[j];
            if (variable->is_boxed &&
                *(const char *const *)(routine->stack + frame->base + variable->offset) == start)
                return variable;
        }
    }
    return NULL;
}

static const GoEntity *package_variable(const Telling *telling, const char *address) {
    const GoMachine *machine = &telling->program->machine;
    int64_t offset = address - machine->globals;
    if (offset < 0 || offset >= machine->globals_size) return NULL;
    const GoPackage *package = machine->main_package;
    for (int i = 0; i < package->entities.count; i++) {
        const GoEntity *entity = package->entities.items[i];
        if (entity->kind == GO_ENTITY_VAR && offset >= entity->offset &&
            offset < entity->offset + go_type_size(entity->type)) return entity;
    }
    return NULL;
}

static GoType *part_type(GoType *type, int64_t offset, int64_t size, TextBuffer *name) {
    GoType *under = go_type_underlying(type);
    if (offset == 0 && go_type_size(type) == size) return type;
    if (under->kind == GO_KIND_STRUCT) {
        for (int i = under->count - 1; i >= 0; i--) {
            if (under->fields[i].offset > offset) continue;
            text_add_format(name, ".%s", under->fields[i].name);
            return part_type(under->fields[i].type, offset - under->fields[i].offset, size, name);
        }
    }
    int64_t element = under->kind == GO_KIND_ARRAY ? go_type_size(under->element) : 0;
    if (element > 0) {
        text_add_format(name, "[%lld]", (long long)(offset / element));
        return part_type(under->element, offset % element, size, name);
    }
    return NULL;
}

static void watch_write(void *context, char *to, const void *from, size_t size) {
    Telling *telling = context;
    if (telling->function == NULL || size == 0) return;
    GoHeap *heap = &telling->program->machine.heap;
    TextBuffer name = {0};
    Write write = {.address = block_logical(heap, to), .bytes = from, .size = (int64_t)size,
                   .is_heap = true};
    const GoEntity *entity = package_variable(telling, to);
    char *start = NULL;
    int64_t block_size = 0;
    if (entity != NULL) {
        text_add_c(&name, entity->name);
        int64_t offset = to - telling->program->machine.globals - entity->offset;
        write.type = part_type(entity->type, offset, write.size, &name);
    } else if (block_find(heap, to, &start, &block_size)) {
        const GoVariable *variable = boxed_variable(telling, start);
        if (variable != NULL) {
            text_add_c(&name, variable->name);
            write.type = part_type(variable->type, to - start, write.size, &name);
        } else {
            text_add_format(&name, "the block at %#llx",
                            (unsigned long long)block_logical(heap, start));
            if (to > start) text_add_format(&name, ", byte %lld", (long long)(to - start));
        }
    }
    text_add_char(&name, '\0');
    write.name = name.bytes;
    tell_write(telling, &write);
    text_done(&name);
}

// --- calls and output ---

static void tell_call(Telling *telling, const GoFunction *function, const char *registers) {
    TextBuffer parameters = {0};
    int32_t results = function->result_size;
    for (int i = 0; i < function->variable_count; i++) {
        const GoVariable *variable = &function->variables[i];
        if (!variable->is_parameter || variable->is_boxed || variable->offset < results) continue;
        text_add_format(&parameters, "%s%s = ", parameters.size > 0 ? ", " : "", variable->name);
        add_value(telling, &parameters, variable->type, registers + variable->offset);
    }
    if (is_json(telling)) {
        begin_event(telling, "call");
        add_text_field(telling, "called", function->name, strlen(function->name));
        add_text_field(telling, "parameters", parameters.size > 0 ? parameters.bytes : "",
                       parameters.size);
        text_add_c(&telling->text, "}\n");
    } else if (parameters.size > 0) {
        begin_sentence(telling);
        text_add_format(&telling->text, "Called %s; copied into its frame: %.*s.\n",
                        function->name, (int)parameters.size, parameters.bytes);
    } else {
        begin_sentence(telling);
        text_add_format(&telling->text, "Called %s.\n", function->name);
    }
    text_done(&parameters);
}

static void tell_output(Telling *telling) {
    TextBuffer *output = &telling->program->machine.output;
    if (output->size <= telling->output) {
        telling->output = output->size;
        return;
    }
    const char *bytes = output->bytes + telling->output;
    size_t size = output->size - telling->output;
    if (is_json(telling)) {
        begin_event(telling, "output");
        add_text_field(telling, "text", bytes, size);
        text_add_c(&telling->text, "}\n");
    } else {
        begin_sentence(telling);
        text_add_c(&telling->text, "Wrote to the standard output: ");
        text_add_json(&telling->text, bytes, size);
        text_add_c(&telling->text, ".\n");
    }
    output->size = telling->output = 0;
    flush(telling);
}

static void watch_step(GoMachine *machine, GoRoutine *routine, GoFunction *function,
                       const GoCode *pc, char *registers) {
    Telling *telling = machine->watcher;
    if (telling->function != NULL && telling->routine == routine &&
        telling->depth == routine->frame_count) tell_register(telling, registers);
    if (telling->function != NULL) tell_output(telling);
    telling->function = NULL;
    if (!go_function_is_own(telling->program, function) || !function->is_lowered) return;
    int64_t index = pc - function->code;
    GoPosition position = go_compile_position(machine->compile, function->places[index]);
    if (index == 0) {
        if (telling->line == 0) telling->line = position.line;
        tell_call(telling, function, registers);
    }
    if (pc->op == GO_OP_STATEMENT || telling->line != position.line) telling->is_headed = false;
    telling->line = position.line;
    telling->routine = routine;
    telling->function = function;
    telling->pc = pc;
    telling->depth = routine->frame_count;
}

// The compiler's table of names, before anything runs.
static void tell_names(Telling *telling) {
    GoProgram *program = telling->program;
    for (int i = 0; i < program->machine.all_functions.count; i++) {
        GoFunction *function = program->machine.all_functions.items[i];
        if (!go_function_is_own(program, function)) continue;
        go_function_ensure(&program->machine, function);
        if (!is_json(telling)) {
            listing_add_names(program, &telling->text, function);
            continue;
        }
        for (int j = 0; j < function->variable_count; j++) {
            const GoVariable *variable = &function->variables[j];
            const char *type = go_type_runtime_text(&program->compile, variable->type);
            telling->line = go_compile_position(&program->compile, variable->place).line;
            telling->function = function;
            begin_event(telling, "symbol");
            add_text_field(telling, "name", variable->name, strlen(variable->name));
            add_text_field(telling, "type", type, strlen(type));
            text_add_format(&telling->text, ", \"size\": %lld, \"offset\": %d, \"escapes\": %s",
                            (long long)go_type_size(variable->type), variable->offset,
                            variable->is_boxed ? "true" : "false");
            if (variable->is_boxed) add_text_field(telling, "why", variable->why,
                                                   strlen(variable->why));
            text_add_c(&telling->text, "}\n");
        }
    }
    telling->function = NULL;
    if (!is_json(telling)) text_add_char(&telling->text, '\n');
    flush(telling);
}

int telling_run(GoProgram *program, const GoOrder *order) {
    Telling telling = {.program = program, .order = order};
    tell_names(&telling);
    program->machine.watcher = &telling;
    program->machine.watch_step = watch_step;
    program->machine.heap.watch = (GoWatch){&telling, watch_write};
    int status = go_machine_run(&program->machine, program->start);
    program->machine.heap.watch = (GoWatch){NULL, NULL};
    flush(&telling);
    text_done(&telling.text);
    return status;
}
