// Telling an observer what the watched loop does: see Observer in runtime.h.

#ifndef RUNTIME_OBSERVE_H
#define RUNTIME_OBSERVE_H

#include "runtime/runtime.h"

void observe_line(Vm *vm, Frame *frame);
void observe_bound(Vm *vm, Frame *frame, int index, Object *old, Object *new);
void observe_call(Vm *vm, Frame *frame);
void observe_return(Vm *vm, Frame *frame, Object *value);
void observe_yield(Vm *vm, Frame *frame, Object *value);
void observe_compare(Vm *vm, Object *left, Object *right, int is_identity, Object *result);

#endif
