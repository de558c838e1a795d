// The module marshal.

#include "modules/marshal.h"

#include "modules/modules.h"
#include "objects/bytes.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "objects/view.h"

#define MARSHAL(name) static Object *marshal_function_##name(Vm *vm, const Slot *arguments)

static bool take_version(Vm *vm, Object *object, int *version) {
    int64_t value = MARSHAL_VERSION;
    if (object != NULL && !sequence_int(vm, object, &value)) return false;
    *version = (int)value;
    return true;
}

MARSHAL(dumps) {
    int version;
    if (!take_version(vm, arguments[1].object, &version)) return NULL;
    return marshal_dump(vm, arguments[0].object, version);
}

static Object *call_method(Vm *vm, Object *object, const char *method, Object *argument) {
    Str *name = str_new_interned(vm, method, __builtin_strlen(method));
    if (name == NULL) return NULL;
    Object *value = object_call_method(vm, object, name, 1, argument);
    object_drop(vm, &name->base);
    return value;
}

MARSHAL(dump) {
    int version;
    if (!take_version(vm, arguments[2].object, &version)) return NULL;
    Object *bytes = marshal_dump(vm, arguments[0].object, version);
    if (bytes == NULL) return NULL;
    Object *written = call_method(vm, arguments[1].object, "write", bytes);
    object_drop(vm, bytes);
    return written;
}

MARSHAL(loads) {
    View view = {0};
    if (!view_acquire(vm, arguments[0].object, &view, VIEW_READ)) return NULL;
    Object *value = marshal_load(vm, view.data, view.bytes);
    view_release(vm, &view);
    return value;
}

MARSHAL(load) {
    Object *file = arguments[0].object, *zero = int_new(vm, 0);
    if (zero == NULL) return NULL;
    Object *nothing = call_method(vm, file, "read", zero);
    object_drop(vm, zero);
    if (nothing == NULL) return NULL;
    bool is_binary = object_is_bytes(vm, nothing);
    if (!is_binary) raise(vm, ERROR_MARSHAL_READ_TYPE, nothing);
    object_drop(vm, nothing);
    return is_binary ? marshal_load_from(vm, file) : NULL;
}

static const Method functions[] = {
    FUNCTION(marshal, dump, "(value, file, version=version, /)",
             "Write a value to a binary file that is open for writing."),
    FUNCTION(marshal, load, "(file, /)", "Read a value from a binary file."),
    FUNCTION(marshal, dumps, "(value, version=version, /)", "The bytes that dump() would write."),
    FUNCTION(marshal, loads, "(bytes, /)", "The value that bytes begin with; more are ignored."),
    {0},
};

bool marshal_module_start(Vm *vm, Module *module) {
    static const char doc[] = "Values as bytes, in the form of this version's .pyc files.";
    return module_take_set(vm, module, "__doc__", str_new_c(vm, doc)) &&
           module_add_functions(vm, module, functions) &&
           module_take_set(vm, module, "version", int_new(vm, MARSHAL_VERSION));
}
