#include "base/served.h"

// Set before each call of such a library: it never outlives one.
static _Thread_local Vm *served_now;

void served_set(Vm *vm) {
    served_now = vm;
}

Vm *served_get(void) {
    return served_now;
}
