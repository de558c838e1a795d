#include "objects/path.h"

#include "objects/bytes.h"
#include "objects/codec.h"
#include "objects/view.h"

#include <string.h>

Object *path_load(Vm *vm, Object *object) {
    Object *method;
    if (object_is_str(vm, object) || object_is_bytes(vm, object)) return object_share(object);
    Found found = object_find_special(vm, object, vm->objects->names.dunder_fspath, &method);
    if (found == ABSENT) return raise(vm, ERROR_NO_PATH, object);
    if (found == RAISED) return NULL;
    Object *path = object_call_with(vm, method, 0);
    object_drop(vm, method);
    if (path == NULL || object_is_str(vm, path) || object_is_bytes(vm, path)) return path;
    raise(vm, ERROR_FSPATH_RESULT, object, path);
    object_drop(vm, path);
    return NULL;
}

Bytes *path_load_bytes(Vm *vm, Object *object) {
    Object *path = path_load(vm, object);
    if (path != NULL && object_is_str(vm, path)) {
        Object *bytes = codec_encode_system(vm, (Str *)path);
        object_drop(vm, path);
        path = bytes;
    }
    Bytes *bytes = (Bytes *)path;
    if (bytes == NULL || memchr(bytes->data, 0, (size_t)bytes->count) == NULL) return bytes;
    object_drop(vm, path);
    raise(vm, ERROR_EMBEDDED_NULL_BYTE);
    return NULL;
}

// Other objects with bytes are taken as well, but not gladly.
static Object *text_of_view(Vm *vm, Object *object) {
    View view = {0};
    if (!object_is_bytes(vm, object)) {
        Object *text = str_new_format(vm, "path should be string, bytes, or os.PathLike, not "
                                          "%.200T", object);
        bool done = text != NULL && raise_warning_text(vm, EXCEPTION_DeprecationWarning, text);
        object_drop_or_null(vm, text);
        if (!done) return NULL;
    }
    if (!view_acquire(vm, object, &view, VIEW_READ)) return NULL;
    Object *text = codec_decode_system(vm, (const char *)view.data, (size_t)view.bytes);
    view_release(vm, &view);
    return text;
}

Str *path_load_text(Vm *vm, Object *object) {
    Object *path = object_has_view(vm, object) ? object_share(object) : path_load(vm, object);
    if (path == NULL) return NULL;
    Object *text = object_is_str(vm, path) ? object_share(path) : text_of_view(vm, path);
    object_drop(vm, path);
    if (text == NULL || chars_find_char(str_get_chars((Str *)text), 0) < 0) return (Str *)text;
    object_drop(vm, text);
    raise(vm, ERROR_EMBEDDED_NULL);
    return NULL;
}
