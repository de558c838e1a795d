// Interned strings: one object a text, in the table of memory/intern.h.
//
// The table refers to its strings without counting them: one that nobody else
// refers to dies and leaves the table (str_intern_forget).

#include <string.h>

#include "base/chars.h"
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

typedef struct AsciiText {
    const char *bytes;
    size_t count;
} AsciiText;

static bool is_same_ascii(const Object *entry, const void *key) {
    const Str *str = (const Str *)(const void *)entry;
    const AsciiText *text = key;
    return str->width == 1 && (size_t)str->length == text->count &&
           memcmp(str->data, text->bytes, text->count) == 0;
}

Str *str_new_interned(Vm *vm, const char *utf8, size_t bytes) {
    // A text that is known already needs no object of its own.
    if (bytes > 1 && chars_is_ascii((const uint8_t *)utf8, (int64_t)bytes)) {
        AsciiText text = {utf8, bytes};
        int64_t hash = hash_bytes(&vm->objects->hash_key, utf8, bytes);
        Object *known = intern_find(vm, hash, is_same_ascii, &text);
        if (known != NULL) return (Str *)object_share(known);
    }
    Object *str = str_new(vm, utf8, bytes);
    return str == NULL ? NULL : (Str *)str_intern(vm, str);
}
