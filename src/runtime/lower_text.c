// A line an instruction: its index in words, the offset of the bytecode it comes from, its
// name and its operands: locals by name, temporaries as t0, t1, …, constants by value.

#include "runtime/lower_text.h"

#include <stdio.h>

#include "objects/operations.h"
#include "objects/tuple.h"
#include "runtime/lower.h"
#include "runtime/regops.h"

typedef struct Listing {
    Vm *vm;
    const Code *code;
    const Lowered *lowered;
    StrBuilder *out;
} Listing;

static void add_number(Listing *listing, const char *format, int number) {
    char text[64];
    snprintf(text, sizeof text, format, number);
    str_builder_add_c(listing->out, text);
}

static void add_item(Listing *listing, const Slot *names, int index) {
    const Tuple *tuple = (const Tuple *)names->object;
    if (index >= 0 && index < tuple->count)
        str_builder_add(listing->out, (const Str *)tuple->items[index].object);
    else add_number(listing, "%d", index);
}

static bool add_constant(Listing *listing, int operand) {
    Object *repr = object_repr(listing->vm, listing->lowered->constants_end[operand].object);
    if (repr == NULL) return false;
    str_builder_add(listing->out, (const Str *)repr);
    object_drop(listing->vm, repr);
    return true;
}

static void add_register(Listing *listing, int operand) {
    if (operand < listing->code->local_count)
        add_item(listing, &listing->code->local_names, operand);
    else add_number(listing, "t%d", operand - listing->code->local_count);
}

// One operand; `kind` is its letter in regops.def. Places of jumps are indices in words.
static bool add_operand(Listing *listing, const Instruction *op, char kind, int place) {
    const int operands[] = {op->a, op->b, op->c};
    int operand = operands[place], index = (int)(op - listing->lowered->ops);
    switch (kind) {
    case 'w':
        if (place == 2 && operand == -1) str_builder_add_c(listing->out, "_");
        else add_register(listing, operand);
        return true;
    case 'r':
        if (operand < 0) return add_constant(listing, operand);
        add_register(listing, operand);
        return true;
    case 't': case 'l': add_register(listing, operand); return true;
    case 'n': add_item(listing, &listing->code->names, operand); return true;
    case 'j': add_number(listing, "to %d", index + operand); return true;
    case 'J': add_number(listing, "to %d", index + op->target); return true;
    case 'K': return add_constant(listing, -1 - op->target);
    default: add_number(listing, "%d", operand); return true;
    }
}

static bool add_operands(Listing *listing, const Instruction *op, const RegOpInfo *info) {
    const char *before = " ";
    for (int i = 0; i < 3; i++) {
        if (info->operands[i] == '_') continue;
        str_builder_add_c(listing->out, before);
        if (!add_operand(listing, op, info->operands[i], i)) return false;
        before = ", ";
    }
    return true;
}

// What the word behind an instruction tells of it.
static bool add_second_word(Listing *listing, const Instruction *op, RegOp plain) {
    switch (plain) {
    case REG_FOR_ITERATOR: case REG_SEND:
        add_number(listing, ", to %d", (int)(op - listing->lowered->ops) + op[1].target);
        return true;
    case REG_CALL_KEYWORDS:
        str_builder_add_c(listing->out, ", ");
        return add_constant(listing, -1 - op[1].target);
    case REG_STEP: add_number(listing, ", %d", op[1].target); return true;
    default: return true;
    }
}

bool lower_text_write(Vm *vm, Code *code, StrBuilder *out) {
    const Lowered *lowered = lower_code(vm, code);
    if (lowered == NULL) return false;
    Listing listing = {vm, code, lowered, out};
    str_builder_add_c(out, "Registers:\n");
    for (int i = 0; i < lowered->op_count;) {
        const Instruction *op = &lowered->ops[i];
        const RegOpInfo *info = &regops_info[regops_info[op->op].plain];
        char text[96];
        snprintf(text, sizeof text, "%6d %6d %-22s", i, lowered->origins[i].offset,
                 regops_info[op->op].name);
        str_builder_add_c(out, text);
        if (!add_operands(&listing, op, info) ||
            !add_second_word(&listing, op, (RegOp)regops_info[op->op].plain)) return false;
        str_builder_add_c(out, "\n");
        i += info->words;
    }
    return true;
}
