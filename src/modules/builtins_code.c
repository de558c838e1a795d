// The builtins that deal with code: compile, eval, exec, imports, classes.

#include "compile/source.h"
#include "modules/builtins.h"
#include "modules/warnings.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "runtime/class_build.h"

#include <string.h>

// The text of a source object: utf-8 in *bytes (release by done_with_source).
typedef struct Source {
    const char *bytes;
    size_t size;
    const Str *text;      // when it came from a str
    uint32_t parse_flags;
} Source;

static bool take_source(Vm *vm, Object *object, ErrorId wrong, const char *function,
                        Source *source) {
    *source = (Source){0};
    if (object_is_str(vm, object)) {
        source->text = (const Str *)object;
        source->bytes = str_utf8(vm, source->text, &source->size);
        source->parse_flags = PARSE_SOURCE_IS_TEXT;
        if (source->bytes == NULL) return false;
    } else if (object_is_bytes(vm, object)) {
        source->bytes = (const char *)((Bytes *)object)->data;
        source->size = (size_t)((Bytes *)object)->count;
    } else {
        return raise_false(vm, wrong, function);
    }
    if (memchr(source->bytes, 0, source->size) == NULL) return true;
    if (source->text != NULL) str_utf8_drop(vm, source->text, source->bytes, source->size);
    return raise_false(vm, ERROR_SOURCE_NULLS);
}

static void done_with_source(Vm *vm, const Source *source) {
    if (source->text != NULL) str_utf8_drop(vm, source->text, source->bytes, source->size);
}

// Future statements in force where the running frame's code was compiled.
static uint32_t inherited_flags(Vm *vm) {
    const Frame *frame = runtime_of(vm)->frame;
    return frame == NULL ? 0 : (uint32_t)frame->code->flags & COMPILE_FUTURES;
}

static Code *compile_object(Vm *vm, Object *object, ErrorId wrong, const char *function,
                            Str *filename, ParseMode mode, uint32_t flags, int optimise) {
    Source source;
    if (!take_source(vm, object, wrong, function, &source)) return NULL;
    const char *start = source.bytes;
    size_t size = source.size;
    if (mode == PARSE_EVAL)   // leading blanks are allowed there
        while (size > 0 && (*start == ' ' || *start == '\t')) start++, size--;
    CompileOptions options = {.flags = flags, .optimise = optimise, .warn = warnings_of_syntax,
                              .source = start, .source_size = size};
    Code *code = source_compile(vm, start, size, filename, mode, source.parse_flags, &options);
    done_with_source(vm, &source);
    return code;
}

static bool take_mode(Vm *vm, Object *object, ParseMode *mode) {
    const Str *text = (const Str *)object;
    if (object_is_str(vm, object) && str_is(text, "exec")) *mode = PARSE_EXEC;
    else if (object_is_str(vm, object) && str_is(text, "eval")) *mode = PARSE_EVAL;
    else if (object_is_str(vm, object) && str_is(text, "single")) *mode = PARSE_SINGLE;
    else return raise_false(vm, ERROR_COMPILE_MODE);
    return true;
}

static Object *builtins_function_compile(Vm *vm, const Slot *arguments) {
    Object *filename = arguments[1].object, *inherit = arguments[4].object;
    int64_t flags = 0, optimise = -1;
    ParseMode mode = PARSE_EXEC;
    if (!take_mode(vm, arguments[2].object, &mode)) return NULL;
    if (arguments[3].object != NULL &&
        !object_index(vm, arguments[3].object, EXCEPTION_OverflowError, &flags)) return NULL;
    if (arguments[5].object != NULL &&
        !object_index(vm, arguments[5].object, EXCEPTION_OverflowError, &optimise)) return NULL;
    if (optimise < -1 || optimise > 2) return raise(vm, ERROR_COMPILE_OPTIMISE);
    Found stops = inherit == NULL ? ABSENT : object_truth(vm, inherit);
    if (stops == RAISED) return NULL;
    if (stops == ABSENT) flags |= inherited_flags(vm);
    if (arguments[0].object->kind == KIND_CODE) return object_share(arguments[0].object);
    if (!object_is_str(vm, filename)) return raise(vm, ERROR_IMPORT_NAME_TYPE);
    return (Object *)compile_object(vm, arguments[0].object, ERROR_COMPILE_SOURCE, "compile",
                                    (Str *)filename, mode, (uint32_t)flags,
                                    optimise < 0 ? 0 : (int)optimise);
}

// --- eval and exec ---

static bool take_namespaces(Vm *vm, const char *function, Object **globals, Object **locals) {
    Frame *frame = runtime_of(vm)->frame;
    if (*globals == vm->objects->none) *globals = NULL;
    if (*locals == vm->objects->none) *locals = NULL;
    if (*locals != NULL && object_type(vm, *locals)->behaviour.load_item == NULL)
        return raise_false(vm, ERROR_EXEC_LOCALS, function, " or None", *locals);
    if (*globals == NULL) {
        *globals = (Object *)frame->globals;
        if (*locals == NULL) *locals = frame_load_locals(vm, frame);
        return *locals != NULL;
    }
    if (!object_is_dict(vm, *globals))
        return raise_false(vm, ERROR_EXEC_GLOBALS, function, *globals);
    if (*locals == NULL) *locals = *globals;
    Str *name = vm->objects->names.dunder_builtins;
    if (dict_get_str(vm, (Dict *)*globals, name) != NULL) return true;
    return dict_set_str(vm, (Dict *)*globals, name, (Object *)frame->builtins);
}

static Object *run_source(Vm *vm, const Slot *arguments, const char *function, ParseMode mode) {
    Object *source = arguments[0].object, *globals = arguments[1].object;
    Object *locals = arguments[2].object;
    if (!take_namespaces(vm, function, &globals, &locals)) return NULL;
    Code *code;
    if (source->kind == KIND_CODE) {
        code = (Code *)object_share(source);
        if (code->free_count > 0) {
            object_drop(vm, source);
            return raise(vm, ERROR_EXEC_FREE, function);
        }
    } else {
        Object *filename = str_new_c(vm, "<string>");
        if (filename == NULL) return NULL;
        code = compile_object(vm, source, ERROR_EVAL_SOURCE, function, (Str *)filename, mode,
                              inherited_flags(vm), 0);
        object_drop(vm, filename);
    }
    if (code == NULL) return NULL;
    Object *value = runtime_run_code(vm, code, (Dict *)globals, locals, NULL);
    object_drop(vm, &code->base);
    return value;
}

static Object *builtins_function_eval(Vm *vm, const Slot *arguments) {
    return run_source(vm, arguments, "eval", PARSE_EVAL);
}

static Object *builtins_function_exec(Vm *vm, const Slot *arguments) {
    Object *value = run_source(vm, arguments, "exec", PARSE_EXEC);
    if (value == NULL) return NULL;
    object_drop(vm, value);
    return none_new(vm);
}

// --- classes and imports ---

static Object *builtins_function___build_class__(Vm *vm, const Slot *arguments) {
    const Tuple *given = (const Tuple *)arguments[0].object;
    Dict *keywords = (Dict *)arguments[1].object;
    int64_t count = given->count + (keywords == NULL ? 0 : keywords->count);
    List *values = list_new_from(vm, given->items, given->count);
    List *names = list_new(vm, 0);
    Tuple *name_tuple = NULL;
    bool done = values != NULL && names != NULL;
    int64_t position = 0;
    Object *key, *value, *made = NULL;
    while (done && keywords != NULL && dict_next(keywords, &position, &key, &value))
        done = list_add(vm, values, value) && list_add(vm, names, key);
    if (done && count > given->count) {
        name_tuple = list_to_tuple(vm, names);
        done = name_tuple != NULL;
    }
    if (done) {
        Arguments all = {values->items, given->count, name_tuple};
        made = class_build(vm, &all);
    }
    object_drop_or_null(vm, (Object *)name_tuple);
    object_drop_or_null(vm, (Object *)values);
    object_drop_or_null(vm, (Object *)names);
    return made;
}

static Object *builtins_function___import__(Vm *vm, const Slot *arguments) {
    int64_t level = 0;
    if (arguments[4].object != NULL &&
        !object_index(vm, arguments[4].object, EXCEPTION_OverflowError, &level)) return NULL;
    return modules_import(vm, arguments[0].object, arguments[1].object, arguments[3].object,
                          level);
}

const Method builtins_code_functions[] = {
    FUNCTION(builtins, compile,
             "(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, "
             "_feature_version=-1)",
             "Make a code object of source text."),
    FUNCTION(builtins, eval, "(source, globals=None, locals=None, /)",
             "The value of an expression."),
    FUNCTION(builtins, exec, "(source, globals=None, locals=None, /, *, closure=None)",
             "Run statements."),
    FUNCTION(builtins, __build_class__, "(*args, **kwds)", "What a class statement calls."),
    FUNCTION(builtins, __import__, "(name, globals=None, locals=None, fromlist=(), level=0)",
             "What an import statement calls."),
    {0},
};
