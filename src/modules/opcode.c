// The module _opcode: effects of instructions on the stack.

#include "compile/opcodes.h"
#include "modules/argument.h"
#include "modules/modules.h"
#include "objects/int.h"

enum {
    LOWEST = -10,          // the compiler's own instructions have negative numbers in CPython
    LOWEST_GUARD = -4,     // -1 … -4: SETUP_FINALLY and those behind it
};

// Our number of an instruction; -1: there is none.
static int find_opcode(int number) {
    if (number < LOWEST || number >= OPCODE_COUNT) return -1;
    if (number >= LOWEST_GUARD && number < 0) return OP_SETUP_FINALLY - 1 - number;
    if (number < 0) return OP_JUMP + LOWEST_GUARD - 1 - number;
    return opcode_info(number)->name == NULL ? -1 : number;
}

static bool take_argument(Vm *vm, int number, Object *object, int64_t *argument) {
    bool is_given = object != NULL && object != vm->objects->none;
    *argument = 0;
    if (number < OPCODE_HAS_ARGUMENT)
        return !is_given || raise_false(vm, ERROR_OPCODE_NO_ARGUMENT);
    if (!is_given) return raise_false(vm, ERROR_OPCODE_ARGUMENT);
    return argument_int64(vm, object, argument);
}

static Object *opcode_function_stack_effect(Vm *vm, const Slot *arguments) {
    int number;
    int64_t argument;
    const Objects *objects = vm->objects;
    const Object *jump = arguments[2].object;
    if (!argument_int(vm, arguments[0].object, &number) ||
        !take_argument(vm, number, arguments[1].object, &argument)) return NULL;
    bool asks_jump = jump != objects->false_, asks_fall = jump != objects->true_;
    if (jump != NULL && asks_jump && asks_fall && jump != objects->none)
        return raise(vm, ERROR_OPCODE_JUMP);
    int opcode = find_opcode(number);
    if (opcode < 0) return raise(vm, ERROR_OPCODE_INVALID);
    int falling = opcode_effect(opcode, (int)argument);
    int jumping = opcode_effect_jumping(opcode, (int)argument);
    if (asks_jump && asks_fall) return int_new(vm, falling > jumping ? falling : jumping);
    return int_new(vm, asks_jump ? jumping : falling);
}

static Object *opcode_function_get_specialization_stats(Vm *vm, const Slot *arguments) {
    (void)arguments;
    return none_new(vm);
}

static const Method functions[] = {
    FUNCTION(opcode, stack_effect, "(opcode, oparg=None, /, *, jump=None)",
             "Tell by how much an instruction makes the stack higher."),
    FUNCTION(opcode, get_specialization_stats, "()",
             "None: nothing is counted about specialised instructions."),
    {0},
};

bool opcode_module_start(Vm *vm, Module *module) {
    return module_add_functions(vm, module, functions) &&
           module_set_doc(vm, module, "What the library's opcode and dis ask the compiler.");
}
