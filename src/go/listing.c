#include "go/listing.h"

#include <string.h>

#include "go/operations.h"

static const struct {
    const char *name, *letters;
} rows[] = {
#define OP(id, operands, meaning) {#id, operands},
#include "go/ops.def"
#undef OP
};

bool go_function_is_own(const GoProgram *program, const GoFunction *function) {
    return function->scope != NULL && function->body != NULL && function->entity != NULL &&
           function->entity->package == program->machine.main_package;
}

GoPlace go_function_place(const GoFunction *function) {
    return function->scope->node->place;
}

void listing_add_names(GoProgram *program, TextBuffer *text, const GoFunction *function) {
    GoPosition position = go_compile_position(&program->compile, go_function_place(function));
    text_add_format(text, "func %s, line %u: a frame of %d bytes\n", function->name, position.line,
                    function->frame_size);
    for (int i = 0; i < function->variable_count; i++) {
        const GoVariable *variable = &function->variables[i];
        GoPosition place = go_compile_position(&program->compile, variable->place);
        text_add_format(text, "  %-12s %-14s %4lld bytes at %+d, line %u", variable->name,
                        go_type_runtime_text(&program->compile, variable->type),
                        (long long)go_type_size(variable->type), variable->offset, place.line);
        if (variable->is_parameter) text_add_c(text, ", parameter or result");
        if (variable->is_boxed) text_add_format(text, ", escapes to the heap: %s", variable->why);
        text_add_char(text, '\n');
    }
}

// --- instructions ---

static void add_register(TextBuffer *text, const GoFunction *function, int32_t index, int32_t at) {
    for (int i = function->variable_count - 1; i >= 0; i--) {
        const GoVariable *variable = &function->variables[i];
        int64_t size = variable->is_boxed ? 8 : go_machine_size(variable->type);
        if (variable->from > index || at < variable->offset || at >= variable->offset + size)
            continue;
        if (at == variable->offset) text_add_format(text, variable->is_boxed ? "&%s" : "%s",
                                                    variable->name);
        else text_add_format(text, "%s+%d", variable->name, at - variable->offset);
        return;
    }
    text_add_format(text, "[%d]", at);
}

static void add_pointer(GoProgram *program, TextBuffer *text, const GoCode *code) {
    const void *pointer = code->pointer;
    switch (code->op) {
    case GO_OP_CALL: text_add_c(text, ((const GoFunction *)pointer)->name); return;
    case GO_OP_CONSTANT16: text_add_c(text, "constant"); return;
    case GO_OP_NEW: case GO_OP_MAKE_SLICE: case GO_OP_MAKE_MAP: case GO_OP_MAKE_CHANNEL:
        go_type_add_text(text, (GoType *)(uintptr_t)pointer, GO_TEXT_RUNTIME);
        return;
    case GO_OP_PRINT:
        if (pointer != NULL) go_type_add_text(text, (GoType *)(uintptr_t)pointer, GO_TEXT_RUNTIME);
        return;
    default: text_add_c(text, "native"); return;
    }
    (void)program;
}

static void add_operand(GoProgram *program, TextBuffer *text, const GoFunction *function,
                        int32_t index, char letter, int32_t value) {
    const GoCode *code = &function->code[index];
    switch (letter) {
    case 'd': case 'D': case 'r': case 'R': add_register(text, function, index, value); return;
    case 'i': text_add_format(text, "%d", value); return;
    case 'j': case 'J': text_add_format(text, "->%d", value); return;
    case 'w': text_add_format(text, "%lld", (long long)code->wide); return;
    case 'p': add_pointer(program, text, code); return;
    default: return;
    }
}

static void add_instruction(GoProgram *program, TextBuffer *text, const GoFunction *function,
                            int32_t index) {
    const GoCode *code = &function->code[index];
    const char *letters = rows[code->op].letters;
    int32_t values[] = {code->a, code->b, code->c};
    text_add_format(text, "%6d %-20s", index, rows[code->op].name);
    bool is_first = true;
    for (int i = 0; letters[i] != '\0' && i < 3; i++) {
        char letter = letters[i];
        if (letter == '_' || letter == '+' || letter == 'n') continue;
        text_add_c(text, is_first ? " " : ", ");
        is_first = false;
        add_operand(program, text, function, index, letter, values[i]);
        if (letter == 'w' || letter == 'p') break;
    }
    text_add_char(text, '\n');
}

static int words_behind(int op) {
    int count = 0;
    for (const char *at = rows[op].letters; *at != '\0'; at++) count += *at == '+';
    if (op == GO_OP_ASSERT || op == GO_OP_ASSERT_INTERFACE) count = 2;
    if (op == GO_OP_MAP_GET || op == GO_OP_DEFER || op == GO_OP_GO || op == GO_OP_NEXT_RUNE ||
        op == GO_OP_MAKE_CHANNEL) count = 1;
    return count;
}

static void add_code(GoProgram *program, TextBuffer *text, const GoFunction *function) {
    uint32_t line = 0;
    for (int32_t i = 0; i < function->code_count; i++) {
        GoPosition position = go_compile_position(&program->compile, function->places[i]);
        if (function->code[i].op == GO_OP_STATEMENT) continue;
        if (position.line != line) text_add_format(text, "%5u", position.line);
        else text_add_c(text, "     ");
        line = position.line;
        add_instruction(program, text, function, i);
        i += words_behind(function->code[i].op);
    }
}

void listing_write(GoProgram *program, const GoOrder *order) {
    TextBuffer text = {0};
    for (int i = 0; i < program->machine.all_functions.count; i++) {
        GoFunction *function = program->machine.all_functions.items[i];
        if (!go_function_is_own(program, function)) continue;
        go_function_ensure(&program->machine, function);
        if (text.size > 0) text_add_char(&text, '\n');
        listing_add_names(program, &text, function);
        add_code(program, &text, function);
    }
    if (text.size > 0) order->write(order->context, text.bytes, text.size);
    text_done(&text);
}
