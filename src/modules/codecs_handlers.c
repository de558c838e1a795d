// The functions of the built-in error handlers, as codecs.lookup_error() gives them.

#include "modules/codecs.h"

#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/function.h"

#define HANDLER(name, id, text, doc)                                          \
    static Object *codecs_function_##name(Vm *vm, const Slot *arguments) {    \
        return codec_handle(vm, HANDLER_##id, arguments[0].object);           \
    }
#include "modules/codecs_handlers.def"
#undef HANDLER

static const Method handlers[] = {
#define HANDLER(name, id, text, doc) \
    {#name, codecs_function_##name, "(exc, /)", doc, METHOD_HIDES_SIGNATURE},
#include "modules/codecs_handlers.def"
#undef HANDLER
};

static const char *const handler_names[] = {
#define HANDLER(name, id, text, doc) text,
#include "modules/codecs_handlers.def"
#undef HANDLER
};

bool codecs_add_handlers(Vm *vm, Dict *dict) {
    for (size_t i = 0; i < ARRAY_COUNT(handlers); i++) {
        Object *function = builtin_new(vm, &handlers[i], NULL, NULL);
        if (function == NULL) return false;
        bool done = dict_set_c(vm, dict, handler_names[i], function);
        object_drop(vm, function);
        if (!done) return false;
    }
    return true;
}
