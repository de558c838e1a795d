// The listing of a code object.

#include "compile/dis.h"

bool dis_write(Vm *vm, const Code *code, StrBuilder *out) {
    (void)vm;
    (void)code;
    (void)out;
    return true;
}
