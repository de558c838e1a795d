// What the files of the module binascii share.

#ifndef MODULES_BINASCII_H
#define MODULES_BINASCII_H

#include "modules/modules.h"
#include "objects/bytes.h"
#include "objects/view.h"

Type *binascii_get_error(Vm *vm);

// The bytes of what holds some, or the characters of an ASCII str.
MUST_USE bool binascii_read(Vm *vm, Object *object, View *view);

Native binascii_function_a2b_qp, binascii_function_b2a_qp;

#endif
