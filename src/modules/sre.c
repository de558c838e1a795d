// The module _sre: makes patterns of the code that the library's re compiles.

#include "modules/sre.h"

#include "base/unicode.h"
#include "memory/system.h"
#include "objects/arguments.h"
#include "objects/dict.h"
#include "objects/row.h"
#include "objects/state.h"
#include "objects/tuple.h"

// --- the module's state ---

static void state_end(Vm *vm, void *block) {
    SreState *state = block;
    system_drop(vm, state->stack, state->stack_capacity * sizeof(SreEntry));
    state->stack = NULL;
}

static const StateDefinition state_definition = {.bytes = sizeof(SreState), .done = state_end};

Object *sre_call_library(Vm *vm, const char *function, int count, Object *first, Object *second,
                         Object *third) {
    Object *name = str_new_c(vm, "re");
    if (name == NULL) return NULL;
    Object *module = modules_import(vm, name, NULL, NULL, 0);
    object_drop(vm, name);
    if (module == NULL) return NULL;
    Object *method = str_new_c(vm, function), *result = NULL;
    if (method != NULL)
        result = object_call_method(vm, module, (Str *)method, count, first, second, third);
    object_drop_or_null(vm, method);
    object_drop(vm, module);
    return result;
}

// --- compile ---

// The code words of a list, into the pattern.
static bool fill_words(Vm *vm, SrePattern *pattern, List *code) {
    for (int64_t i = 0; i < pattern->count; i++) {
        if (i >= code->count) return raise_false(vm, ERROR_SRE_INVALID);
        Object *item = code->items[i].object;
        int64_t word;
        // What is no number that fits is said to be too large, whatever it is.
        if (!object_is_int(vm, item) || int_find_value(vm, item, &word) != FOUND || word < 0 ||
            word > UINT32_MAX)
            return raise_false(vm, ERROR_SRE_CODE_LIMIT);
        pattern->words[i] = (uint32_t)word;
    }
    return true;
}

static SrePattern *pattern_new(Vm *vm, Object *source, List *code, int64_t groups, int32_t flags) {
    int8_t is_bytes = -1;
    if (source != vm->objects->none) {
        SreText text;
        if (!sre_text_of(vm, source, &text)) return NULL;
        is_bytes = text.is_bytes;
        view_release(vm, &text.view);
    }
    SreState *state = state_find(vm, &state_definition);
    size_t bytes = sizeof(SrePattern) + (size_t)code->count * sizeof(uint32_t);
    SrePattern *pattern = (SrePattern *)object_new(vm, state->pattern_type->kind, bytes);
    if (pattern == NULL) return NULL;
    slots_init(&pattern->pattern, 3);
    pattern->state = state;
    pattern->program = NULL;
    pattern->groups = groups;
    pattern->flags = flags;
    pattern->is_bytes = is_bytes;
    pattern->count = code->count;
    slot_fill(vm, &pattern->base, &pattern->pattern, object_share(source));
    return pattern;
}

static Object *sre_function_compile(Vm *vm, const Slot *arguments) {
    Object *code = arguments[2].object, *names = arguments[4].object;
    Object *indices = arguments[5].object;
    int flags;
    int64_t groups;
    if (!row_int_argument(vm, arguments[1].object, 0, &flags)) return NULL;
    if (!object_is_list(vm, code)) return raise(vm, ERROR_SRE_COMPILE_TYPE, "code", "list", code);
    if (!row_size_argument(vm, arguments[3].object, 0, &groups)) return NULL;
    if (!object_is_dict(vm, names))
        return raise(vm, ERROR_SRE_COMPILE_TYPE, "groupindex", "dict", names);
    if (!object_is_tuple(vm, indices))
        return raise(vm, ERROR_SRE_COMPILE_TYPE, "indexgroup", "tuple", indices);
    SrePattern *pattern = pattern_new(vm, arguments[0].object, (List *)code, groups, flags);
    if (pattern == NULL) return NULL;
    object_track(vm, &pattern->base);
    bool done = fill_words(vm, pattern, (List *)code);
    if (done && !sre_verify(vm, pattern->words, pattern->count, groups))
        done = raise_false(vm, ERROR_SRE_INVALID);
    if (!done) {
        object_drop(vm, &pattern->base);
        return NULL;
    }
    if (((Dict *)names)->count > 0) {
        slot_fill(vm, &pattern->base, &pattern->group_index, object_share(names));
        if (((Tuple *)indices)->count > 0)
            slot_fill(vm, &pattern->base, &pattern->index_group, object_share(indices));
    }
    return &pattern->base;
}

// --- characters ---

static Object *sre_function_getcodesize(Vm *vm, const Slot *arguments) {
    (void)arguments;
    return int_new(vm, sizeof(uint32_t));
}

// Lower and upper case differ from each other or from the character.
static Object *is_cased(Vm *vm, Object *argument, SreFold fold) {
    int character;
    if (!row_int_argument(vm, argument, 0, &character)) return NULL;
    uint32_t c = (uint32_t)character;
    if (fold == SRE_FOLD_ASCII)
        return bool_new(vm, c < 128 && unicode_is_alpha(c));
    return bool_new(vm, c != unicode_to_lower_simple(c) || c != unicode_to_upper_simple(c));
}

static Object *to_lower(Vm *vm, Object *argument, SreFold fold) {
    int character;
    if (!row_int_argument(vm, argument, 0, &character)) return NULL;
    return int_new(vm, (int32_t)sre_fold((uint32_t)character, fold));
}

static Object *sre_function_ascii_iscased(Vm *vm, const Slot *arguments) {
    return is_cased(vm, arguments[0].object, SRE_FOLD_ASCII);
}

static Object *sre_function_unicode_iscased(Vm *vm, const Slot *arguments) {
    return is_cased(vm, arguments[0].object, SRE_FOLD_UNICODE);
}

static Object *sre_function_ascii_tolower(Vm *vm, const Slot *arguments) {
    return to_lower(vm, arguments[0].object, SRE_FOLD_ASCII);
}

static Object *sre_function_unicode_tolower(Vm *vm, const Slot *arguments) {
    return to_lower(vm, arguments[0].object, SRE_FOLD_UNICODE);
}

// --- the module ---

static const Method functions[] = {
    FUNCTION(sre, compile,
             "(pattern, flags, code, groups, groupindex,\n        indexgroup)",
             "A pattern, of code words."),
    FUNCTION(sre, getcodesize, "()", "Bytes of a code word."),
    FUNCTION(sre, ascii_iscased, "(character, /)", "Is it an ASCII letter?"),
    FUNCTION(sre, unicode_iscased, "(character, /)", "Has it another case?"),
    FUNCTION(sre, ascii_tolower, "(character, /)", "The small ASCII letter for it."),
    FUNCTION(sre, unicode_tolower, "(character, /)", "The small letter for it."),
    {0},
};

static bool set_number(Vm *vm, Module *module, const char *name, int64_t value) {
    Object *number = int_new(vm, value);
    return number != NULL && module_take_set(vm, module, name, number);
}

bool sre_module_start(Vm *vm, Module *module) {
    SreState *state = state_load(vm, &state_definition);
    if (state == NULL) return false;
    if (state->pattern_type == NULL) {
        state->pattern_type = type_register(vm, &sre_pattern_definition, NULL);
        state->match_type = type_register(vm, &sre_match_definition, NULL);
        state->scanner_type = type_register(vm, &sre_scanner_definition, NULL);
    }
    if (state->pattern_type == NULL || state->match_type == NULL || state->scanner_type == NULL)
        return false;
    return module_add_functions(vm, module, functions) &&
           set_number(vm, module, "MAGIC", SRE_MAGIC) &&
           set_number(vm, module, "CODESIZE", sizeof(uint32_t)) &&
           set_number(vm, module, "MAXREPEAT", SRE_MANY) &&
           set_number(vm, module, "MAXGROUPS", SRE_GROUPS_MAX);
}
