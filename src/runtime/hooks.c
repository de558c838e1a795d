// Looking into the running frame for the object layer.

#include "runtime/hooks.h"

#include "objects/bytes.h"
#include "objects/cell.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "runtime/runtime.h"

Dict *hooks_find_globals(Vm *vm) {
    const Frame *frame = runtime_of(vm)->frame;
    return frame != NULL ? frame->globals : NULL;
}

// The first argument, out of its cell when inner functions use it; NULL: deleted.
static Object *frame_first_argument(const Frame *frame) {
    Object *first = frame->window[0].object;
    const Bytes *kinds = (const Bytes *)frame->code->local_kinds.object;
    if (first != NULL && (kinds->data[0] & LOCAL_IS_CELL) != 0 && first->kind == KIND_CELL)
        first = ((const Cell *)first)->value.object;
    return first;
}

static bool frame_find_class(Vm *vm, const Frame *frame, Type **type) {
    const Code *code = frame->code;
    const Tuple *names = (const Tuple *)code->local_names.object;
    for (int64_t i = code->local_count - code->free_count; i < code->local_count; i++) {
        if (!str_is_equal((Str *)names->items[i].object, vm->objects->names.dunder_class)) continue;
        const Object *cell = frame->window[i].object;
        if (cell == NULL || cell->kind != KIND_CELL)
            return raise_false(vm, ERROR_SUPER_BAD_CELL);
        Object *class = ((const Cell *)cell)->value.object;
        if (class == NULL) return raise_false(vm, ERROR_SUPER_EMPTY_CELL);
        if (!object_is_flagged(vm, class, TYPE_IS_TYPE))
            return raise_false(vm, ERROR_SUPER_NOT_A_TYPE, class);
        *type = (Type *)class;
        return true;
    }
    return raise_false(vm, ERROR_SUPER_NO_CELL);
}

bool hooks_find_super(Vm *vm, Type **type, Object **object) {
    const Frame *frame = runtime_of(vm)->frame;
    if (frame == NULL) return raise_false(vm, ERROR_SUPER_NO_FRAME);
    if (frame->code->argument_count == 0) return raise_false(vm, ERROR_SUPER_NO_ARGUMENTS);
    *object = frame_first_argument(frame);
    if (*object == NULL) return raise_false(vm, ERROR_SUPER_DELETED);
    return frame_find_class(vm, frame, type);
}

Object *hooks_import(Vm *vm, Str *name) {
    Str *import = vm->objects->names.dunder_import;
    Dict *builtins = vm->objects->builtins;
    Object *function = builtins != NULL ? dict_get_str(vm, builtins, import) : NULL;
    if (function == NULL) return raise(vm, ERROR_LOST_BUILTIN, "__import__");
    return object_call_with(vm, function, 1, (Object *)name);
}
