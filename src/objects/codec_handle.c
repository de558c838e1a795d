// The built-in error handlers as programs call them: with an exception object.

#include "objects/build.h"
#include "objects/codec.h"

#include "objects/bytes.h"
#include "objects/errors_modules.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/tuple.h"

#include <string.h>

// What a UnicodeError tells, with its limits brought into the range of its object.
typedef struct Failure {
    Vm *vm;
    Object *error;            // borrows
    Object *object;           // borrows: str, or bytes when is_decoding
    int64_t start, stop, size;
    bool is_decoding, is_translating;
} Failure;

static int64_t number_of(Vm *vm, Object *error, int field) {
    int64_t number = 0;
    Object *value = exception_get_field(error, field);
    if (value != NULL && object_is_int(vm, value)) (void)int_find_value(vm, value, &number);
    return number;
}

static bool is_error(Vm *vm, Object *object, ExceptionId id) {
    return object_has_type(vm, object, exception_type(vm, id));
}

// ABSENT: it is none of the three errors.
static Found read_failure(Vm *vm, Object *error, Failure *failure) {
    failure->vm = vm;
    failure->error = error;
    failure->is_decoding = is_error(vm, error, EXCEPTION_UnicodeDecodeError);
    failure->is_translating = is_error(vm, error, EXCEPTION_UnicodeTranslateError);
    if (!failure->is_decoding && !failure->is_translating &&
        !is_error(vm, error, EXCEPTION_UnicodeEncodeError))
        return ABSENT;
    failure->object = exception_get_field(error, UNICODE_OBJECT);
    if (failure->object == NULL) return raise_found(vm, ERROR_UNICODE_FIELD_MISSING, "object");
    bool is_right = failure->is_decoding ? object_is_bytes(vm, failure->object)
                                         : object_is_str(vm, failure->object);
    if (!is_right)
        return raise_found(vm, failure->is_decoding ? ERROR_UNICODE_FIELD_BYTES
                                                    : ERROR_UNICODE_FIELD_STR, "object");
    int64_t size = failure->is_decoding ? ((Bytes *)failure->object)->count
                                        : ((Str *)failure->object)->length;
    int64_t start = number_of(vm, error, UNICODE_START), stop = number_of(vm, error, UNICODE_END);
    if (start < 0) start = 0;
    if (start >= size) start = size - 1;
    if (stop < 1) stop = 1;
    if (stop > size) stop = size;
    failure->start = start < 0 ? 0 : start;
    failure->stop = stop;
    failure->size = size;
    return FOUND;
}

// (replacement, position); consumes the replacement.
static Object *take_answer(Vm *vm, Object *replacement, int64_t position) {
    return build_tuple(vm, "Oi", replacement, position);
}

static bool is_accepted(const Failure *failure, CodecHandler handler) {
    switch (handler) {
    case HANDLER_IGNORE: case HANDLER_REPLACE: case HANDLER_BACKSLASH: return true;
    case HANDLER_XML: case HANDLER_NAME: return !failure->is_decoding && !failure->is_translating;
    default: return !failure->is_translating;
    }
}

// The encoding's name in the exception, zero-terminated, cut to the room.
static void copy_encoding(const Failure *failure, char *name, size_t room) {
    Object *encoding = exception_get_field(failure->error, UNICODE_ENCODING);
    name[0] = 0;
    if (encoding == NULL || !object_is_str(failure->vm, encoding)) return;
    const Str *text = (const Str *)encoding;
    size_t length = 0;
    for (int64_t i = 0; i < text->length && length + 1 < room; i++)
        name[length++] = (char)str_get_char(text, i);
    name[length] = 0;
}

static Found handle_decoding(const Failure *failure, CodecHandler handler, Object **answer) {
    char encoding[32];
    int64_t next;
    StrBuilder builder;
    const Bytes *bytes = (const Bytes *)failure->object;
    copy_encoding(failure, encoding, sizeof encoding);
    str_builder_start(failure->vm, &builder);
    Found found = codec_decode_by(handler, &builder, encoding, bytes->data, bytes->count,
                                  failure->start, failure->stop, &next);
    if (found == FOUND) *answer = take_answer(failure->vm, str_builder_finish(&builder), next);
    else str_builder_drop(&builder);
    return found;
}

static Found handle_encoding(const Failure *failure, CodecHandler handler, Object **answer) {
    char encoding[32];
    int64_t next;
    bool is_bytes;
    StrBuilder builder;
    copy_encoding(failure, encoding, sizeof encoding);
    str_builder_start(failure->vm, &builder);
    Found found = codec_encode_by(handler, &builder, encoding, (const Str *)failure->object,
                                  failure->start, failure->stop, &is_bytes, &next);
    if (found != FOUND) {
        str_builder_drop(&builder);
        return found;
    }
    Object *made;
    if (!is_bytes) {
        made = str_builder_finish(&builder);
    } else {
        made = builder.failed ? NULL : bytes_new(failure->vm, builder.chars, builder.length);
        str_builder_drop(&builder);
    }
    *answer = take_answer(failure->vm, made, next);
    return FOUND;
}

// replace for a translation, which has room for what no codec may lack.
static Object *mark_translation(const Failure *failure) {
    StrBuilder builder;
    str_builder_start(failure->vm, &builder);
    str_builder_add_fill(&builder, 0xfffd, failure->stop - failure->start);
    return take_answer(failure->vm, str_builder_finish(&builder), failure->stop);
}

static Object *raise_again(Vm *vm, Object *error) {
    raise_exception(vm, error);
    return NULL;
}

Object *codec_handle(Vm *vm, CodecHandler handler, Object *error) {
    Failure failure;
    Object *answer = NULL;
    if (handler == HANDLER_STRICT) {
        if (!object_has_type(vm, error, exception_type(vm, EXCEPTION_BaseException)))
            return raise(vm, ERROR_HANDLER_NO_EXCEPTION);
        return raise_again(vm, error);
    }
    Found found = read_failure(vm, error, &failure);
    if (found == RAISED) return NULL;
    if (found == ABSENT || !is_accepted(&failure, handler))
        return raise(vm, ERROR_HANDLER_CANNOT_OBJECT, error);
    if (handler == HANDLER_IGNORE)
        return take_answer(vm, object_share(&vm->objects->empty_str->base), failure.stop);
    if (handler == HANDLER_REPLACE && failure.is_translating) return mark_translation(&failure);
    found = failure.is_decoding ? handle_decoding(&failure, handler, &answer)
                                : handle_encoding(&failure, handler, &answer);
    return found == ABSENT ? raise_again(vm, error) : answer;
}
