// Source text to code.

#include "compile/source.h"

#include "compile/file_line.h"
#include "objects/bytes.h"
#include "objects/codec.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/tuple.h"

// A str that the parser was given the utf-8 of.
typedef struct Lent {
    Object *object;   // owns; NULL: nothing is lent
    const char *bytes;
    size_t size;
} Lent;

// What the parser's questions are answered with.
typedef struct Asked {
    Vm *vm;
    Str *filename;
    const CompileOptions *options;
    Lent line, text;
} Asked;

static ParseVerdict warn(void *context, ParseWarning category, const char *message, int line) {
    const Asked *asked = context;
    const CompileOptions *options = asked->options;
    // Of the parser's warnings, those about escapes are no SyntaxWarnings.
    Found (*issue)(Vm *, void *, const char *, Str *, int) =
        category == PARSE_SYNTAX_WARNING ? options->warn : options->warn_deprecated;
    if (issue == NULL) return PARSE_GO_ON;
    switch (issue(asked->vm, options->context, message, asked->filename, line)) {
    case FOUND: return PARSE_GO_ON;
    case ABSENT: return PARSE_REFUSE;
    default: return PARSE_STOP;
    }
}

static void lent_done(Vm *vm, Lent *lent) {
    if (lent->object == NULL) return;
    if (lent->bytes != NULL) str_utf8_drop(vm, (Str *)lent->object, lent->bytes, lent->size);
    object_drop(vm, lent->object);
    *lent = (Lent){0};
}

// Lends the text of a str (consumed).
static ParseVerdict lend(Vm *vm, Lent *lent, Object *object, const char **text, size_t *length) {
    lent_done(vm, lent);
    lent->object = object;
    lent->bytes = *text = str_utf8(vm, (Str *)object, &lent->size);
    *length = lent->size;
    return lent->bytes == NULL ? PARSE_STOP : PARSE_GO_ON;
}

static ParseVerdict file_line(void *context, int line, const char *encoding, const char **text,
                              size_t *length) {
    Asked *asked = context;
    Object *found = file_line_find(asked->vm, asked->filename, line, encoding);
    if (found == NULL) return PARSE_REFUSE;
    ParseVerdict verdict = lend(asked->vm, &asked->line, found, text, length);
    raised_clear(asked->vm);
    return verdict == PARSE_GO_ON ? PARSE_GO_ON : PARSE_REFUSE;
}

// What the codec said, as the mistake's message. Only so many exceptions become a mistake.
static ParseVerdict lend_reason(Asked *asked, const char **text, size_t *length) {
    Vm *vm = asked->vm;
    if (!raised_is(vm, exception_type(vm, EXCEPTION_LookupError)) &&
        !raised_is(vm, exception_type(vm, EXCEPTION_SyntaxError)) &&
        !raised_is(vm, exception_type(vm, EXCEPTION_ValueError))) return PARSE_STOP;
    Object *exception = raised_take(vm), *reason = object_str(vm, exception);
    object_drop(vm, exception);
    if (reason == NULL || lend(vm, &asked->text, reason, text, length) == PARSE_STOP)
        return PARSE_STOP;
    return PARSE_REFUSE;
}

static ParseVerdict decode(void *context, const char *encoding, const char *bytes, size_t size,
                           const char **text, size_t *length) {
    Asked *asked = context;
    Vm *vm = asked->vm;
    Object *name = str_new_c(vm, encoding);
    if (name == NULL) return PARSE_STOP;
    Object *decoded = codec_decode(vm, (const uint8_t *)bytes, (int64_t)size, (Str *)name, NULL);
    object_drop(vm, name);
    if (decoded == NULL) return lend_reason(asked, text, length);
    return lend(vm, &asked->text, decoded, text, length);
}

static ParseVerdict read_line(void *context, const char **text, size_t *length) {
    Asked *asked = context;
    const CompileOptions *options = asked->options;
    return options->read_line(asked->vm, options->context, text, length) ? PARSE_GO_ON
                                                                           : PARSE_STOP;
}

static uint32_t parse_flags_of(uint32_t flags) {
    static const uint32_t pairs[][2] = {
        {COMPILE_SOURCE_IS_UTF8, PARSE_SOURCE_IS_TEXT},
        {COMPILE_IGNORE_COOKIE, PARSE_SOURCE_IS_TEXT},
        {COMPILE_TYPE_COMMENTS, PARSE_TYPE_COMMENTS},
        {COMPILE_DONT_IMPLY_DEDENT, PARSE_DONT_IMPLY_DEDENT},
        {COMPILE_ALLOW_INCOMPLETE, PARSE_ALLOW_INCOMPLETE},
        {COMPILE_FUTURE_BARRY_AS_BDFL, PARSE_BARRY_AS_FLUFL},
    };
    uint32_t parse_flags = 0;
    for (size_t i = 0; i < ARRAY_COUNT(pairs); i++)
        if (flags & pairs[i][0]) parse_flags |= pairs[i][1];
    return parse_flags;
}

// --- mistakes ---

static ExceptionId mistake_exception(MistakeKind kind) {
    switch (kind) {
    case MISTAKE_INDENTATION: return EXCEPTION_IndentationError;
    case MISTAKE_TAB: return EXCEPTION_TabError;
    case MISTAKE_VALUE: return EXCEPTION_ValueError;
    case MISTAKE_OVERFLOW: return EXCEPTION_OverflowError;
    case MISTAKE_DECODE: return EXCEPTION_UnicodeDecodeError;
    default: return EXCEPTION_SyntaxError;
    }
}

// A tuple of `count` objects, which are consumed; NULL when one of them is.
static Object *take_tuple(Vm *vm, Object **items, int count) {
    bool is_whole = true;
    for (int i = 0; i < count; i++) is_whole &= items[i] != NULL;
    Tuple *tuple = is_whole ? tuple_new(vm, count) : NULL;
    for (int i = 0; i < count; i++) {
        if (tuple != NULL) slot_fill(vm, &tuple->base, &tuple->items[i], items[i]);
        else object_drop_or_null(vm, items[i]);
    }
    if (tuple != NULL) tuple_finish(vm, tuple);
    return (Object *)tuple;
}

static Object *new_text(Vm *vm, const Text *text) {
    return text == NULL ? none_new(vm) : str_new(vm, text->bytes, text->length);
}

static Object *decode_args(Vm *vm, const SyntaxMistake *mistake) {
    const Text *bytes = mistake->text;
    Object *items[] = {
        str_new_c(vm, "utf-8"), bytes_new(vm, bytes->bytes, (int64_t)bytes->length),
        int_new(vm, mistake->offset), int_new(vm, mistake->end_offset),
        str_new_c(vm, mistake->message),
    };
    return take_tuple(vm, items, ARRAY_COUNT(items));
}

static Object *place_of(Vm *vm, const SyntaxMistake *mistake, Str *filename) {
    enum { WITHOUT_END = 4, WITH_END = 6 };
    Object *items[WITH_END] = {object_share((Object *)filename), int_new(vm, mistake->line),
                               int_new(vm, mistake->offset), new_text(vm, mistake->text)};
    if (!mistake->has_end) return take_tuple(vm, items, WITHOUT_END);
    items[4] = int_new(vm, mistake->end_line);
    items[5] = int_new(vm, mistake->end_offset);
    return take_tuple(vm, items, WITH_END);
}

static Object *args_of(Vm *vm, const SyntaxMistake *mistake, Str *filename) {
    if (mistake->kind == MISTAKE_DECODE) return decode_args(vm, mistake);
    Object *items[2] = {str_new_c(vm, mistake->message)};
    if (!mistake->has_place) return take_tuple(vm, items, 1);
    items[1] = place_of(vm, mistake, filename);
    return take_tuple(vm, items, 2);
}

void source_raise_mistake(Vm *vm, const SyntaxMistake *mistake, Str *filename) {
    if (mistake->kind == MISTAKE_CALLER) return;
    if (mistake->kind == MISTAKE_MEMORY) {
        raise_memory_error(vm);
        return;
    }
    Object *args = args_of(vm, mistake, filename);
    if (args == NULL) return;
    Object *exception = exception_new(vm, exception_type(vm, mistake_exception(mistake->kind)),
                                      (Tuple *)args);
    object_drop(vm, args);
    if (exception == NULL) return;
    raise_exception(vm, exception);
    object_drop(vm, exception);
}

// --- the entries ---

Tree *source_parse(Vm *vm, Arena *arena, const char *source, size_t size, Str *filename,
                   ParseMode mode, uint32_t parse_flags, const CompileOptions *options) {
    size_t name_bytes;
    const char *name = str_utf8(vm, filename, &name_bytes);
    if (name == NULL) return NULL;
    Asked asked = {.vm = vm, .filename = filename, .options = options};
    ParseCallbacks callbacks = {.context = &asked, .warn = warn, .decode = decode,
                                .file_line = file_line,
                                .read_line = options->read_line != NULL ? read_line : NULL};
    ParseOptions parse_options = {
        .mode = mode,
        .flags = parse_flags | parse_flags_of(options->flags),
        .feature_minor = options->feature_minor,
        .int_digits_max = (int32_t)int_get_digits_max(vm),
        .file_name = name,
        .callbacks = &callbacks,
    };
    SyntaxMistake mistake;
    Tree *tree = parse(arena, source, size, &parse_options, &mistake);
    str_utf8_drop(vm, filename, name, name_bytes);
    lent_done(vm, &asked.line);
    lent_done(vm, &asked.text);
    if (tree == NULL) source_raise_mistake(vm, &mistake, filename);
    return tree;
}

Code *source_compile(Vm *vm, const char *source, size_t size, Str *filename, ParseMode mode,
                     uint32_t parse_flags, const CompileOptions *options) {
    Arena arena;
    arena_start(&arena);
    Tree *tree = source_parse(vm, &arena, source, size, filename, mode, parse_flags, options);
    Code *code = tree == NULL ? NULL : compile_tree(vm, tree, filename, options);
    arena_done(&arena);
    return code;
}
