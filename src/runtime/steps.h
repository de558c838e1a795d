// One step of stack code for each opcode that needs no register of its own choice.
//
// `top` points past the topmost temporary. A step replaces its inputs by its outputs,
// in place, and gives true. When it raises it gives false: inputs that it has consumed
// are empty, the others still there (the unwinder drops them).

#ifndef RUNTIME_STEPS_H
#define RUNTIME_STEPS_H

#include "runtime/runtime.h"

typedef bool StepFunction(Vm *vm, Frame *frame, Slot *top, int argument);

#define STEP(opcode, inputs) StepFunction step_##opcode;
#include "runtime/steps.def"
#undef STEP

// By opcode; NULL where the loops do it themselves.
extern StepFunction *const steps_table[256];

// Whether the step that failed only raised again what is being handled, so that the frame is
// in the traceback already.
bool steps_raise_again(Vm *vm, int opcode, int argument);

// What messages about the arguments of a call say of the callee: "module.name()". NULL: raised.
MUST_USE Object *steps_name_callee(Vm *vm, Object *callee);

// How many entries from the top the step of this opcode wants real; -1: no step.
int steps_inputs(int opcode, int arg);

#endif
