// Interned strings: one object a text, in the table of memory/intern.h.
//
// The table refers to its strings without counting them: one that nobody else
// refers to dies and leaves the table (str_intern_forget).

#include "memory/intern.h"
#include "objects/str.h"

static bool is_same_text(const Object *entry, const void *key) {
    return str_is_equal_slow((const Str *)(const void *)entry, key);
}

Object *str_intern(Vm *vm, Object *object) {
    Str *str = (Str *)object;
    if (str->is_interned || object->kind != KIND_STR) return object;
    int64_t hash = str_get_hash(vm, str);
    Object *known = intern_find(vm, hash, is_same_text, str);
    if (known != NULL) {
        object_share(known);
        object_drop(vm, object);
        return known;
    }
    if (intern_add(vm, object, hash)) str->is_interned = true;
    else raised_clear(vm);
    return object;
}

void str_intern_forget(Vm *vm, Str *str) {
    str->is_interned = false;
    intern_remove(vm, &str->base, str_get_hash(vm, str));
}

Str *str_new_interned(Vm *vm, const char *utf8, size_t bytes) {
    Object *str = str_new(vm, utf8, bytes);
    return str == NULL ? NULL : (Str *)str_intern(vm, str);
}
