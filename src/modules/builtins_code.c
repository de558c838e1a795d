// The builtins that deal with code: compile, eval, exec, imports, classes.

#include "modules/argument.h"
#include "modules/ast.h"
#include "modules/builtins.h"
#include "modules/source_text.h"
#include "modules/sys.h"
#include "modules/warnings.h"
#include "objects/audit.h"
#include "objects/bytes.h"
#include "objects/path.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/view.h"
#include "runtime/class_build.h"
#include "syntax/names.h"

#include <string.h>

// Future statements in force where the running frame's code was compiled.
static uint32_t inherited_flags(Vm *vm) {
    const Frame *frame = runtime_of(vm)->frame;
    return frame == NULL ? 0 : (uint32_t)frame->code->flags & COMPILE_FUTURES;
}

// What is to be compiled, and how.
typedef struct Compiling {
    Object *source;
    ErrorId wrong;          // where it is no text
    const char *function;   // who says so
    Str *filename;
    ParseMode mode;
    uint32_t flags;
    int32_t feature_minor;
    int optimise;
    Tuple **literals;       // as in CompileOptions
} Compiling;

static CompileOptions compile_options(const Compiling *compiling) {
    return (CompileOptions){.flags = compiling->flags,
                            .optimise = compiling->optimise,
                            .feature_minor = compiling->feature_minor,
                            .warn = warnings_of_syntax,
                            .warn_deprecated = warnings_of_escapes,
                            .literals = compiling->literals};
}

// Tells the hooks of sys.addaudithook what is compiled.
static bool audit_text(Vm *vm, const char *text, size_t size, Str *filename) {
    if (LIKELY(vm->objects->audit_hooks.object == NULL)) return true;
    Object *bytes = bytes_new(vm, text, (int64_t)size);
    bool done = bytes != NULL && audit(vm, "compile", 2, bytes, filename);
    object_drop_or_null(vm, bytes);
    return done;
}

static Object *compile_text(Vm *vm, const char *text, size_t size, const Compiling *compiling,
                            uint32_t parse_flags) {
    CompileOptions options = compile_options(compiling);
    if (!audit_text(vm, text, size, compiling->filename)) return NULL;
    if ((compiling->flags & COMPILE_ONLY_TREE) == 0)
        return (Object *)source_compile(vm, text, size, compiling->filename, compiling->mode,
                                        parse_flags, &options);
    Arena arena;
    arena_start(&arena);
    const Tree *tree = source_parse(vm, &arena, text, size, compiling->filename, compiling->mode,
                                    parse_flags, &options);
    Object *nodes = tree == NULL ? NULL : ast_load_tree(vm, tree);
    arena_done(&arena);
    return nodes;
}

// The code of a tree that is given as objects.
static Object *compile_nodes(Vm *vm, const Compiling *compiling) {
    static const struct {
        const char *name;
        ShapeId shape;
    } modes[] = {
        [PARSE_EXEC] = {"Module", SHAPE_Module},
        [PARSE_EVAL] = {"Expression", SHAPE_Expression},
        [PARSE_SINGLE] = {"Interactive", SHAPE_Interactive},
    };
    Object *source = compiling->source;
    if (!audit(vm, "compile", 2, source, vm->objects->none)) return NULL;
    Object *wanted = ast_state_load(vm)->types[modes[compiling->mode].shape].object;
    Found fits = object_is_instance(vm, source, wanted);
    if (fits == ABSENT)
        raise(vm, ERROR_AST_MODE, modes[compiling->mode].name,
              object_type(vm, source)->name.object);
    if (fits != FOUND) return NULL;
    Arena arena;
    NameTable names = {0};
    arena_start(&arena);
    AstReader reader = {.vm = vm, .arena = &arena, .names = &names};
    CompileOptions options = compile_options(compiling);
    Tree *tree;
    Object *code = NULL;
    if (ast_read_tree(&reader, source, &tree) && ast_check_tree(vm, tree))
        code = (Object *)compile_tree(vm, tree, compiling->filename, &options);
    ast_reader_done(&reader);
    names_done(&names);
    arena_done(&arena);
    return code;
}

static Object *compile_source(Vm *vm, const Compiling *compiling) {
    SourceText source;
    if (!source_text_take(vm, compiling->source, compiling->wrong, compiling->function, &source))
        return NULL;
    const char *start = source.bytes;
    size_t size = source.size;
    // eval() allows leading blanks.
    if (compiling->mode == PARSE_EVAL && compiling->wrong == ERROR_EVAL_SOURCE)
        while (size > 0 && (*start == ' ' || *start == '\t')) start++, size--;
    Object *made = compile_text(vm, start, size, compiling, source.parse_flags);
    source_text_done(vm, &source);
    return made;
}

static bool take_mode(Vm *vm, Object *object, uint32_t flags, ParseMode *mode) {
    const Str *text = (const Str *)object;
    if (!object_is_str(vm, object))
        return raise_false(vm, ERROR_ARGUMENT_TYPE, "compile", "mode", "str",
                           object_type_name(vm, object));
    bool wants_tree = (flags & COMPILE_ONLY_TREE) != 0;
    if (str_is(text, "exec")) *mode = PARSE_EXEC;
    else if (str_is(text, "eval")) *mode = PARSE_EVAL;
    else if (str_is(text, "single")) *mode = PARSE_SINGLE;
    else if (str_is(text, "func_type")) {
        if (!wants_tree) return raise_false(vm, ERROR_COMPILE_FUNC_TYPE);
        *mode = PARSE_FUNCTION_TYPE;
    } else {
        return raise_false(vm, wants_tree ? ERROR_COMPILE_MODE_TREE : ERROR_COMPILE_MODE);
    }
    return true;
}

enum {
    COMPILE_FLAGS_ALLOWED = COMPILE_FUTURES | COMPILE_FUTURE_NESTED | COMPILE_ONLY_TREE |
                            COMPILE_TOP_LEVEL_AWAIT | COMPILE_TYPE_COMMENTS |
                            COMPILE_DONT_IMPLY_DEDENT | COMPILE_ALLOW_INCOMPLETE,
};

// flags and optimize, checked; what the caller's code was compiled with is added.
static bool take_flags(Vm *vm, const Slot *arguments, uint32_t *flags, int *optimise) {
    int given = 0, level = -1;
    if (arguments[3].object != NULL && !argument_int(vm, arguments[3].object, &given))
        return false;
    if (arguments[5].object != NULL && !argument_int(vm, arguments[5].object, &level))
        return false;
    Found stops = arguments[4].object == NULL ? ABSENT : object_truth(vm, arguments[4].object);
    if (stops == RAISED) return false;
    if ((given & ~(int)COMPILE_FLAGS_ALLOWED) != 0)
        return raise_false(vm, ERROR_COMPILE_FLAGS);
    if (level < -1 || level > 2) return raise_false(vm, ERROR_COMPILE_OPTIMISE);
    *flags = (uint32_t)given | (stops == ABSENT ? inherited_flags(vm) : 0);
    *optimise = level < 0 ? runtime_of(vm)->optimise : level;
    return true;
}

// What compile() makes of its source once the other arguments are known.
static Object *compile_any(Vm *vm, const Compiling *compiling) {
    Found is_node = ast_is_node(vm, compiling->source);
    if (is_node == RAISED) return NULL;
    if (is_node == ABSENT) return compile_source(vm, compiling);
    if ((compiling->flags & COMPILE_ONLY_TREE) != 0) return object_share(compiling->source);
    return compile_nodes(vm, compiling);
}

static Object *builtins_function_compile(Vm *vm, const Slot *arguments) {
    int minor = -1;
    Compiling compiling = {.source = arguments[0].object, .wrong = ERROR_COMPILE_SOURCE,
                           .function = "compile", .mode = PARSE_EXEC};
    compiling.filename = path_load_text(vm, arguments[1].object);
    if (compiling.filename == NULL) return NULL;
    Object *made = NULL;
    if ((arguments[6].object == NULL || argument_int(vm, arguments[6].object, &minor)) &&
        take_flags(vm, arguments, &compiling.flags, &compiling.optimise) &&
        take_mode(vm, arguments[2].object, compiling.flags, &compiling.mode)) {
        bool is_bound = minor >= 0 && (compiling.flags & COMPILE_ONLY_TREE) != 0;
        compiling.feature_minor = is_bound ? minor : 0;
        made = compile_any(vm, &compiling);
    }
    object_drop(vm, &compiling.filename->base);
    return made;
}

// --- eval and exec ---

static bool is_mapping(Vm *vm, const Object *object) {
    return object_type(vm, object)->behaviour.load_item != NULL;
}

static bool check_globals(Vm *vm, const char *function, Object *globals) {
    if (globals == NULL || object_is_dict(vm, globals)) return true;
    if (strcmp(function, "exec") == 0) return raise_false(vm, ERROR_EXEC_GLOBALS, globals);
    return raise_false(vm, is_mapping(vm, globals) ? ERROR_EVAL_GLOBALS_MAPPING
                                                   : ERROR_EVAL_GLOBALS);
}

static bool check_locals(Vm *vm, const char *function, Object *locals) {
    if (locals == NULL || is_mapping(vm, locals)) return true;
    if (strcmp(function, "exec") == 0) return raise_false(vm, ERROR_EXEC_LOCALS, locals);
    return raise_false(vm, ERROR_EVAL_LOCALS);
}

// The namespaces, those of the running frame where none are given; with __builtins__.
static bool take_namespaces(Vm *vm, const char *function, Object **globals, Object **locals) {
    Frame *frame = runtime_of(vm)->frame;
    if (*globals == vm->objects->none) *globals = NULL;
    if (*locals == vm->objects->none) *locals = NULL;
    // Each checks first what is the rarer mistake there.
    bool is_exec = strcmp(function, "exec") == 0;
    if (is_exec ? !check_globals(vm, function, *globals) || !check_locals(vm, function, *locals)
                : !check_locals(vm, function, *locals) || !check_globals(vm, function, *globals))
        return false;
    if (*globals == NULL && frame == NULL) return raise_false(vm, ERROR_NO_FRAME_GLOBALS);
    if (*globals == NULL) {
        *globals = (Object *)frame->globals;
        if (*locals == NULL) *locals = frame_load_locals(vm, frame);
    }
    if (*locals == NULL) *locals = raised(vm) ? NULL : *globals;
    if (*locals == NULL) return false;
    Str *name = vm->objects->names.dunder_builtins;
    if (dict_get_str(vm, (Dict *)*globals, name) != NULL) return true;
    Object *builtins = frame != NULL ? frame->builtins : runtime_of(vm)->builtins.object;
    return dict_set_str(vm, (Dict *)*globals, name, builtins);
}

// exec's closure for a code object: a tuple of as many cells as it has free variables.
static bool check_closure(Vm *vm, const Code *code, const Object *closure) {
    const Tuple *cells = (const Tuple *)closure;
    if (code->free_count == 0 && closure == NULL) return true;
    if (code->free_count == 0) return raise_false(vm, ERROR_EXEC_NO_CLOSURE);
    bool fits = closure != NULL && closure->kind == KIND_TUPLE && cells->count == code->free_count;
    for (int64_t i = 0; fits && i < cells->count; i++)
        fits = cells->items[i].object->kind == KIND_CELL;
    return fits || raise_false(vm, ERROR_EXEC_CLOSURE, (int64_t)code->free_count);
}

static Code *load_code(Vm *vm, Object *source, const char *function, ParseMode mode,
                       Tuple **literals) {
    Object *filename = str_new_c(vm, "<string>");
    if (filename == NULL) return NULL;
    Compiling compiling = {.source = source, .wrong = ERROR_EVAL_SOURCE, .function = function,
                           .filename = (Str *)filename, .mode = mode,
                           .flags = inherited_flags(vm), .optimise = runtime_of(vm)->optimise,
                           .literals = literals};
    Object *code = compile_source(vm, &compiling);
    object_drop(vm, filename);
    return (Code *)code;
}

static Object *run_source(Vm *vm, const Slot *arguments, const char *function, ParseMode mode,
                          Object *closure) {
    Object *source = arguments[0].object, *globals = arguments[1].object;
    Object *locals = arguments[2].object;
    if (!take_namespaces(vm, function, &globals, &locals)) return NULL;
    if (closure == vm->objects->none) closure = NULL;
    Code *code = NULL;
    Tuple *literals = NULL;
    object_share(globals);
    object_share(locals);
    if (source->kind == KIND_CODE) {
        bool is_eval = mode == PARSE_EVAL;
        const Code *given = (const Code *)source;
        if (is_eval ? !audit(vm, "exec", 1, source) : false) code = NULL;
        else if (is_eval && given->free_count > 0) raise(vm, ERROR_EVAL_FREE);
        else if (is_eval || (check_closure(vm, given, closure) && audit(vm, "exec", 1, source)))
            code = (Code *)object_share(source);
    } else if (closure != NULL) {
        raise(vm, ERROR_EXEC_CLOSURE_OF_TEXT);
    } else {
        code = load_code(vm, source, function, mode, &literals);
    }
    Object *value = code == NULL ? NULL
        : runtime_run_code(vm, code, (Dict *)globals, locals, (Tuple *)closure);
    object_drop_or_null(vm, (Object *)code);
    object_drop_or_null(vm, (Object *)literals);
    object_drop(vm, globals);
    object_drop(vm, locals);
    return value;
}

static Object *builtins_function_eval(Vm *vm, const Slot *arguments) {
    return run_source(vm, arguments, "eval", PARSE_EVAL, NULL);
}

static Object *builtins_function_exec(Vm *vm, const Slot *arguments) {
    Object *value = run_source(vm, arguments, "exec", PARSE_EXEC, arguments[3].object);
    if (value == NULL) return NULL;
    object_drop(vm, value);
    return none_new(vm);
}

// --- classes and imports ---

// The names of keyword arguments; their values follow the others. NULL: none, or raised.
static Tuple *spread_keywords(Vm *vm, Dict *keywords, Slot *values) {
    if (keywords == NULL || keywords->count == 0) return NULL;
    Tuple *names = tuple_new(vm, keywords->count);
    int64_t position = 0, i = 0;
    Object *key, *value;
    while (names != NULL && dict_next(keywords, &position, &key, &value)) {
        slot_fill(vm, &names->base, &names->items[i], object_share(key));
        slot_store(&values[i++], value);
    }
    return names;
}

static Object *builtins_function___build_class__(Vm *vm, const Slot *arguments) {
    Tuple *given = (Tuple *)arguments[0].object;
    Dict *keywords = (Dict *)arguments[1].object;
    int64_t count = given->count + (keywords == NULL ? 0 : keywords->count);
    size_t bytes = (size_t)(count + 1) * sizeof(Slot);
    Slot *values = system_new(vm, bytes);
    if (values == NULL) return NULL;
    // The caller holds the values; this tuple lets them go, for CPython has none here, and
    // the body may ask for the counts of its bases.
    for (int64_t i = 0; i < given->count; i++) {
        slot_store(&values[i], given->items[i].object);
        slot_set(vm, &given->base, &given->items[i], vm->objects->none);
    }
    Tuple *names = spread_keywords(vm, keywords, values + given->count);
    Object *made = NULL;
    if (!raised(vm)) made = class_build(vm, &(Arguments){values, given->count, names});
    object_drop_or_null(vm, (Object *)names);
    system_drop(vm, values, bytes);
    return made;
}

static Object *builtins_function___import__(Vm *vm, const Slot *arguments) {
    int64_t level = 0;
    if (arguments[4].object != NULL &&
        !object_index(vm, arguments[4].object, EXCEPTION_OverflowError, &level)) return NULL;
    return modules_import(vm, arguments[0].object, arguments[1].object, arguments[3].object,
                          level);
}

static Object *builtins_function_breakpoint(Vm *vm, const Slot *arguments) {
    Object *hook = sys_load(vm, "breakpointhook"), *result = NULL;
    if (hook == NULL) return NULL;
    if (audit(vm, "builtins.breakpoint", 1, hook))
        result = object_call_tuple(vm, hook, (Tuple *)arguments[0].object,
                                   (Dict *)arguments[1].object);
    object_drop(vm, hook);
    return result;
}

const Method builtins_code_functions[] = {
    {"breakpoint", builtins_function_breakpoint, "(*args, **kws)",
     "Call sys.breakpointhook, which starts a debugger.", METHOD_HIDES_SIGNATURE},
    FUNCTION(builtins, compile,
             "(source, filename, mode, flags=0,\n        dont_inherit=False, optimize=-1, *, "
             "_feature_version=-1)",
             "Make a code object of source text."),
    FUNCTION(builtins, eval, "(source, globals=None, locals=None, /)",
             "The value of an expression."),
    FUNCTION(builtins, exec, "(source, globals=None, locals=None, /, *, closure=None)",
             "Run statements."),
    {"__build_class__", builtins_function___build_class__, "(*args, **kwds)",
     "What a class statement calls.", METHOD_HIDES_SIGNATURE},
    FUNCTION(builtins, __import__,
             "(name, globals=None, locals=None, fromlist=(),\n           level=0)",
             "What an import statement calls."),
    {0},
};
