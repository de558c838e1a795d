// The table of steps.

#include "runtime/steps.h"

#include "compile/opcodes.h"

#define STEP(opcode, inputs) [OP_##opcode] = step_##opcode,
StepFunction *const steps_table[256] = {
#include "runtime/steps.def"
};
#undef STEP

bool steps_raise_again(Vm *vm, int opcode, int argument) {
    if (opcode == OP_RERAISE) return true;
    return opcode == OP_RAISE_VARARGS && argument == 0 &&
           vm->objects->raised.object == runtime_get_handled(vm);
}

int steps_inputs(int opcode, int arg) {
    (void)arg;
    switch (opcode) {
#define STEP(opcode, inputs) case OP_##opcode: return inputs;
#include "runtime/steps.def"
#undef STEP
    default: return -1;
    }
}
