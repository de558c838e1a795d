#include "objects/raise.h"

#include "objects/errors_modules.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/tuple.h"

#include <stdarg.h>
#include <string.h>

typedef struct ErrorRow {
    ExceptionId type;
    const char *format;
} ErrorRow;

#define ERROR(id, exception, format) {EXCEPTION_##exception, format},
static const ErrorRow error_rows[] = {
#include "objects/errors.def"
}, module_error_rows[] = {
#include "objects/errors_modules.def"
};
#undef ERROR

static const ErrorRow *error_row(ErrorId id) {
    return id < ERROR_COUNT ? &error_rows[id] : &module_error_rows[id - ERROR_MODULES_BEGIN - 1];
}

Type *exception_type(Vm *vm, ExceptionId id) {
    return type_of_kind(vm, KIND_EXCEPTION + (uint32_t)id);
}

// --- the exception on its way ---

void raised_restore(Vm *vm, Object *exception) {
    CHECK_HOT(exception == NULL || object_is_exception(vm, exception));
    slot_take(vm, NULL, &vm->objects->raised, exception);
}

Object *raised_take(Vm *vm) {
    return slot_detach(vm, NULL, &vm->objects->raised);
}

void raised_clear(Vm *vm) {
    if (raised(vm)) slot_clear(vm, NULL, &vm->objects->raised);
}

bool raised_is(Vm *vm, const Type *type) {
    const Object *exception = vm->objects->raised.object;
    return exception != NULL && type_is_subtype(object_type(vm, exception), type);
}

bool raised_clear_if(Vm *vm, const Type *type) {
    if (!raised_is(vm, type)) return false;
    raised_clear(vm);
    return true;
}

void raised_report_unraisable(Vm *vm, const char *where, Object *object) {
    Object *exception = raised_take(vm);
    if (exception == NULL) return;
    if (vm->objects->unraisable_hook != NULL)
        vm->objects->unraisable_hook(vm, exception, where, object);
    // The report may raise in its turn: nobody is left to tell.
    raised_clear(vm);
    object_drop(vm, exception);
}

// --- raising ---

// Puts a new exception on its way; consumes it, NULL means that making it raised.
static Object *raise_take(Vm *vm, Object *exception) {
    if (exception == NULL) return NULL;
    if (vm->objects->handled_hook != NULL) {
        Object *handled = vm->objects->handled_hook(vm);
        if (handled != NULL) exception_add_context(vm, exception, handled);
    }
    raised_restore(vm, exception);
    return NULL;
}

Object *raise_exception(Vm *vm, Object *exception) {
    return raise_take(vm, object_share(exception));
}

Object *raise_argument(Vm *vm, Type *type, Object *argument) {
    Tuple *args = tuple_pack(vm, 1, argument);
    if (args == NULL) return NULL;
    Object *exception = exception_new(vm, type, args);
    object_drop(vm, &args->base);
    return raise_take(vm, exception);
}

static Object *raise_list(Vm *vm, Type *type, const char *format, va_list *list) {
    Object *text = str_new_format_list(vm, format, list);
    if (text == NULL) return NULL;
    raise_argument(vm, type, text);
    object_drop(vm, text);
    return NULL;
}

static void raise_row(Vm *vm, const ErrorRow *row, va_list *list) {
    raise_list(vm, exception_type(vm, row->type), row->format, list);
}

Object *raise(Vm *vm, ErrorId id, ...) {
    va_list list;
    va_start(list, id);
    raise_row(vm, error_row(id), &list);
    va_end(list);
    return NULL;
}

bool raise_false(Vm *vm, ErrorId id, ...) {
    va_list list;
    va_start(list, id);
    raise_row(vm, error_row(id), &list);
    va_end(list);
    return false;
}

Found raise_found(Vm *vm, ErrorId id, ...) {
    va_list list;
    va_start(list, id);
    raise_row(vm, error_row(id), &list);
    va_end(list);
    return RAISED;
}

Object *raise_plain(Vm *vm, Type *type) {
    Object *exception = object_call_with(vm, &type->base, 0);
    if (exception == NULL) return NULL;
    raise_exception(vm, exception);
    object_drop(vm, exception);
    return NULL;
}

Object *raise_text(Vm *vm, Type *type, const char *format, ...) {
    va_list list;
    if (format == NULL) {   // an exception without arguments
        Object *exception = exception_new(vm, type, vm->objects->empty_tuple);
        return raise_take(vm, exception);
    }
    va_start(list, format);
    raise_list(vm, type, format, &list);
    va_end(list);
    return NULL;
}

Object *raise_os_error(Vm *vm, int error_number, Object *file_name) {
    Object *number = int_new(vm, error_number);
    if (number == NULL) return NULL;
    Object *text = str_new_c(vm, error_number != 0 ? strerror(error_number) : "Error");
    if (text == NULL) {
        object_drop(vm, number);
        return NULL;
    }
    Tuple *args = file_name == NULL ? tuple_pack(vm, 2, number, text)
                                    : tuple_pack(vm, 3, number, text, file_name);
    object_drop(vm, number);
    object_drop(vm, text);
    if (args == NULL) return NULL;
    Object *exception = exception_new(vm, exception_type(vm, EXCEPTION_OSError), args);
    object_drop(vm, &args->base);
    return raise_take(vm, exception);
}

Object *raise_memory_error(Vm *vm) {
    Objects *objects = vm->objects;
    // Most failures are of one huge request: a small new instance can still be had.
    // When it can't, the allocation fails in its turn and comes here again.
    if (objects == NULL || objects->is_raising_memory_error) return NULL;
    objects->is_raising_memory_error = true;
    Object *exception = exception_new_empty(vm, EXCEPTION_MemoryError);
    objects->is_raising_memory_error = false;
    if (exception == NULL) {
        exception = object_share(objects->memory_error);
        exception_reset(vm, exception);
    }
    return raise_take(vm, exception);
}

bool raise_warning_at(Vm *vm, ExceptionId category, Object *text, int stack_level,
                      Object *source) {
    if (vm->objects->warning_hook == NULL) return true;
    return vm->objects->warning_hook(vm, exception_type(vm, category), text, stack_level, source);
}

bool raise_warning_text(Vm *vm, ExceptionId category, Object *text) {
    return raise_warning_at(vm, category, text, 1, NULL);
}

bool raise_warning(Vm *vm, ExceptionId category, const char *text) {
    Object *message = str_new_c(vm, text);
    if (message == NULL) return false;
    bool done = raise_warning_text(vm, category, message);
    object_drop(vm, message);
    return done;
}
