// What the program gets wrong: SyntaxErrors with their place, and SyntaxWarnings.

#include <stdarg.h>

#include "compile/compiler.h"
#include "compile/file_line.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/tuple.h"

// The line of the program's file; None where there is none.
static Object *mistake_new_line(Compiler *compiler, int32_t line) {
    Object *text = file_line_find(compiler->vm, compiler->filename, line, NULL);
    return text != NULL || raised(compiler->vm) ? text : none_new(compiler->vm);
}

// A new int, or None for a negative value.
static Object *mistake_new_number(Vm *vm, int64_t value) {
    return value < 0 ? none_new(vm) : int_new(vm, value);
}

static void drop_all(Vm *vm, Object **objects, int count) {
    for (int i = 0; i < count; i++) object_drop_or_null(vm, objects[i]);
}

enum { PLACE_FILENAME, PLACE_LINE, PLACE_OFFSET, PLACE_TEXT, PLACE_END_LINE, PLACE_END_OFFSET,
    PLACE_COUNT };

static bool mistake_fill_place(Compiler *compiler, Span span, Object *place[PLACE_COUNT]) {
    Vm *vm = compiler->vm;
    place[PLACE_FILENAME] = object_share((Object *)compiler->filename);
    place[PLACE_LINE] = int_new(vm, span.line);
    place[PLACE_OFFSET] = int_new(vm, span.column + 1);
    place[PLACE_TEXT] = mistake_new_line(compiler, span.line);
    place[PLACE_END_LINE] = mistake_new_number(vm, span.end_line);
    place[PLACE_END_OFFSET] = mistake_new_number(vm, span.end_column + 1);
    for (int i = 0; i < PLACE_COUNT; i++)
        if (place[i] == NULL) return false;
    return true;
}

static Object *mistake_new(Vm *vm, Object *message, Object *details) {
    Tuple *args = details == NULL ? tuple_pack(vm, 1, message)
                                  : tuple_pack(vm, 2, message, details);
    if (args == NULL) return NULL;
    Object *exception = exception_new(vm, exception_type(vm, EXCEPTION_SyntaxError), args);
    object_drop(vm, &args->base);
    return exception;
}

// The exception with its place in args, as the pass that writes code raises it.
static Object *mistake_new_detailed(Vm *vm, Object *message, Object **place) {
    Tuple *details = tuple_pack(vm, PLACE_COUNT, place[PLACE_FILENAME], place[PLACE_LINE],
                                place[PLACE_OFFSET], place[PLACE_TEXT], place[PLACE_END_LINE],
                                place[PLACE_END_OFFSET]);
    if (details == NULL) return NULL;
    Object *exception = mistake_new(vm, message, &details->base);
    object_drop(vm, &details->base);
    return exception;
}

static Object *mistake_new_plain(Vm *vm, Object *message, Object **place) {
    Object *exception = mistake_new(vm, message, NULL);
    if (exception == NULL) return NULL;
    exception_set_field(vm, exception, SYNTAX_FILENAME, place[PLACE_FILENAME]);
    exception_set_field(vm, exception, SYNTAX_LINE, place[PLACE_LINE]);
    exception_set_field(vm, exception, SYNTAX_OFFSET, place[PLACE_OFFSET]);
    exception_set_field(vm, exception, SYNTAX_TEXT, place[PLACE_TEXT]);
    exception_set_field(vm, exception, SYNTAX_END_LINE, place[PLACE_END_LINE]);
    exception_set_field(vm, exception, SYNTAX_END_OFFSET, place[PLACE_END_OFFSET]);
    return exception;
}

typedef Object *MakeMistake(Vm *vm, Object *message, Object **place);

static void mistake_raise(Compiler *compiler, Span span, MakeMistake *make, Object *message) {
    Vm *vm = compiler->vm;
    Object *place[PLACE_COUNT] = {NULL};
    if (message != NULL && mistake_fill_place(compiler, span, place)) {
        Object *exception = make(vm, message, place);
        if (exception != NULL) {
            raise_exception(vm, exception);
            object_drop(vm, exception);
        }
    }
    drop_all(vm, place, PLACE_COUNT);
    object_drop_or_null(vm, message);
    compiler_fail(compiler);
}

void compiler_mistake(Compiler *compiler, Span span, const char *format, ...) {
    if (compiler->failed) return;
    va_list list;
    va_start(list, format);
    Object *message = str_new_format_list(compiler->vm, format, (__builtin_va_list *)&list);
    va_end(list);
    mistake_raise(compiler, span, mistake_new_detailed, message);
}

void compiler_mistake_in_scope(Compiler *compiler, Span span, const char *format, ...) {
    if (compiler->failed) return;
    va_list list;
    va_start(list, format);
    Object *message = str_new_format_list(compiler->vm, format, (__builtin_va_list *)&list);
    va_end(list);
    mistake_raise(compiler, span, mistake_new_plain, message);
}

void compiler_mistake_in_future(Compiler *compiler, Span span, const char *format, ...) {
    if (compiler->failed) return;
    va_list list;
    va_start(list, format);
    Object *message = str_new_format_list(compiler->vm, format, (__builtin_va_list *)&list);
    va_end(list);
    span.end_line = span.line;
    span.end_column = -2;
    mistake_raise(compiler, span, mistake_new_plain, message);
}

void compiler_refuse(Compiler *compiler, const char *format, ...) {
    if (compiler->failed) return;
    Vm *vm = compiler->vm;
    va_list list;
    va_start(list, format);
    Object *message = str_new_format_list(vm, format, (__builtin_va_list *)&list);
    va_end(list);
    if (message != NULL)
        raise_text(vm, exception_type(vm, EXCEPTION_SystemError), "%U", message);
    object_drop_or_null(vm, message);
    compiler_fail(compiler);
}

void compiler_warn(Compiler *compiler, Span span, const char *format, ...) {
    if (compiler->failed || compiler->options->warn == NULL) return;
    Vm *vm = compiler->vm;
    va_list list;
    va_start(list, format);
    Object *message = str_new_format_list(vm, format, (__builtin_va_list *)&list);
    va_end(list);
    if (message == NULL) {
        compiler_fail(compiler);
        return;
    }
    const CompileOptions *options = compiler->options;
    size_t bytes;
    const char *text = str_utf8(vm, (Str *)message, &bytes);
    Found done = RAISED;
    if (text != NULL) {
        done = options->warn(vm, options->context, text, compiler->filename, span.line);
        str_utf8_drop(vm, (Str *)message, text, bytes);
    }
    if (done == ABSENT) {
        mistake_raise(compiler, span, mistake_new_detailed, message);
        return;
    }
    object_drop(vm, message);
    if (done == RAISED) compiler_fail(compiler);
}
