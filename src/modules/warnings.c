#include "modules/warnings.h"

#include "modules/stream.h"
#include "objects/str.h"

Found warnings_of_syntax(Vm *vm, void *context, const char *message, Str *filename, int line) {
    (void)context;
    Stream *stream = stream_get_standard(vm, "stderr");
    if (stream == NULL) return FOUND;
    Object *text = str_new_format(vm, "%U:%d: SyntaxWarning: %s\n", filename, line, message);
    if (text == NULL) return RAISED;
    bool done = stream_write(vm, stream, (Str *)text);
    object_drop(vm, text);
    return done ? FOUND : RAISED;
}
