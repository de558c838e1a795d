#include "modules/error_class.h"

#include "objects/codec.h"
#include "objects/dict.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/tuple.h"

#include <string.h>

static bool set_text(Vm *vm, Dict *namespace, const char *name, const char *text, size_t length) {
    Object *value = text == NULL ? NULL : str_new(vm, text, length);
    bool done = text == NULL || (value != NULL && dict_set_c(vm, namespace, name, value));
    object_drop_or_null(vm, value);
    return done;
}

Object *error_class_new_with(Vm *vm, const char *full_name, Tuple *bases, const char *doc) {
    const char *dot = strrchr(full_name, '.');
    Dict *namespace = dict_new(vm);
    Str *name = namespace == NULL ? NULL : str_new_interned(vm, dot + 1, strlen(dot + 1));
    Object *made = NULL;
    if (name != NULL &&
        set_text(vm, namespace, "__module__", full_name, (size_t)(dot - full_name)) &&
        set_text(vm, namespace, "__doc__", doc, doc == NULL ? 0 : strlen(doc)))
        made = type_new_class(vm, type_of_kind(vm, KIND_TYPE), name, bases, namespace,
                              &(Arguments){0});
    object_drop_or_null(vm, (Object *)namespace);
    object_drop_or_null(vm, (Object *)name);
    return made;
}

Object *error_class_new(Vm *vm, const char *full_name, Type *base, const char *doc) {
    Tuple *bases = tuple_pack(vm, 1, base);
    Object *made = bases == NULL ? NULL : error_class_new_with(vm, full_name, bases, doc);
    object_drop_or_null(vm, (Object *)bases);
    return made;
}

bool error_class_add(Vm *vm, Module *module, Slot *kept, const char *full_name, Type *base,
                     const char *doc) {
    if (kept->object == NULL) {
        Object *made = error_class_new(vm, full_name, base, doc);
        if (made == NULL) return false;
        slot_fill(vm, NULL, kept, made);
    }
    return module_set(vm, module, strrchr(full_name, '.') + 1, kept->object);
}

Object *error_class_raise(Vm *vm, Object *class, int number, const char *text) {
    if (text == NULL) text = strerror(number);
    Object *errno_value = int_new(vm, number);
    Object *message = errno_value == NULL ? NULL : codec_decode_system(vm, text, strlen(text));
    Object *error = message == NULL ? NULL : object_call_two(vm, class, errno_value, message);
    object_drop_or_null(vm, errno_value);
    object_drop_or_null(vm, message);
    if (error == NULL) return NULL;
    (void)raise_exception(vm, error);
    object_drop(vm, error);
    return NULL;
}
