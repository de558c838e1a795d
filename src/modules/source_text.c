#include "modules/source_text.h"

#include <string.h>

#include "objects/str.h"

void source_text_done(Vm *vm, SourceText *source) {
    if (source->text != NULL) str_utf8_drop(vm, source->text, source->bytes, source->size);
    else view_release(vm, &source->view);
}

bool source_text_take(Vm *vm, Object *object, ErrorId wrong, const char *function,
                      SourceText *source) {
    *source = (SourceText){0};
    if (object_is_str(vm, object)) {
        source->text = (const Str *)object;
        source->bytes = str_utf8(vm, source->text, &source->size);
        source->parse_flags = PARSE_SOURCE_IS_TEXT;
        if (source->bytes == NULL) return false;
    } else {
        if (!object_has_view(vm, object)) return raise_false(vm, wrong, function);
        if (!view_acquire(vm, object, &source->view, VIEW_READ)) {
            raised_clear(vm);
            return raise_false(vm, wrong, function);
        }
        source->bytes = (const char *)source->view.data;
        source->size = (size_t)source->view.bytes;
    }
    if (memchr(source->bytes, 0, source->size) == NULL) return true;
    source_text_done(vm, source);
    return raise_false(vm, ERROR_SOURCE_NULLS);
}
