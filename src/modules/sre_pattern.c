// re.Pattern: what the library's re.compile gives.

#include "modules/sre.h"

#include "base/hash.h"
#include "objects/dict.h"
#include "objects/generic_alias.h"
#include "objects/iterator.h"
#include "objects/mapping_proxy.h"
#include "objects/row.h"
#include "objects/tuple.h"

#include <string.h>

static SrePattern *pattern_of(const Slot *arguments) {
    return (SrePattern *)arguments[0].object;
}

const SreProgram *sre_pattern_program(Vm *vm, SrePattern *pattern) {
    if (pattern->program == NULL)
        pattern->program = sre_translate(vm, pattern->words, pattern->count, pattern->groups);
    return pattern->program;
}

// --- the object ---

static size_t pattern_bytes(Vm *vm, const Object *object) {
    (void)vm;
    return sizeof(SrePattern) + (size_t)((const SrePattern *)object)->count * sizeof(uint32_t);
}

static const Field pattern_fields[] = {
    {"pattern", offsetof(SrePattern, pattern)},
    {"groupindex", offsetof(SrePattern, group_index)},
    {"indexgroup", offsetof(SrePattern, index_group)},
    {0},
};

static void pattern_finish(Vm *vm, Object *object) {
    SrePattern *pattern = (SrePattern *)object;
    sre_program_drop(vm, pattern->program);
    pattern->program = NULL;
}

static void pattern_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const SrePattern *pattern = (const SrePattern *)object;
    add(context, &pattern->flags, sizeof pattern->flags);
    add(context, pattern->words, (size_t)pattern->count * sizeof(uint32_t));
}

static Object *pattern_size_of(Vm *vm, Object *object) {
    return int_new(vm, 96 + ((const SrePattern *)object)->count * (int64_t)sizeof(uint32_t));
}

// --- as a value ---

static void add_flags(StrBuilder *builder, unsigned flags) {
    static const struct {
        const char *name;
        unsigned flag;
    } names[] = {
        {"re.TEMPLATE", SRE_FLAG_TEMPLATE}, {"re.IGNORECASE", SRE_FLAG_IGNORECASE},
        {"re.LOCALE", SRE_FLAG_LOCALE},     {"re.MULTILINE", SRE_FLAG_MULTILINE},
        {"re.DOTALL", SRE_FLAG_DOTALL},     {"re.UNICODE", SRE_FLAG_UNICODE},
        {"re.VERBOSE", SRE_FLAG_VERBOSE},   {"re.DEBUG", SRE_FLAG_DEBUG},
        {"re.ASCII", SRE_FLAG_ASCII},
    };
    const char *before = ", ";
    for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
        if (!(flags & names[i].flag)) continue;
        flags &= ~names[i].flag;
        str_builder_add_c(builder, before);
        str_builder_add_c(builder, names[i].name);
        before = "|";
    }
    if (flags == 0) return;
    Object *rest = str_new_format(builder->vm, "%s0x%x", before, flags);
    if (rest != NULL) str_builder_add(builder, (const Str *)rest);
    else builder->failed = true;
    object_drop_or_null(builder->vm, rest);
}

static Object *pattern_repr(Vm *vm, Object *object) {
    const SrePattern *pattern = (const SrePattern *)object;
    unsigned flags = (unsigned)pattern->flags;
    // UNICODE goes without saying for patterns of str.
    unsigned kinds = SRE_FLAG_LOCALE | SRE_FLAG_UNICODE | SRE_FLAG_ASCII;
    if (pattern->is_bytes == 0 && (flags & kinds) == SRE_FLAG_UNICODE) flags &= ~kinds;
    Object *source = object_repr(vm, pattern->pattern.object);
    if (source == NULL) return NULL;
    int64_t length = ((const Str *)source)->length;
    StrBuilder builder;
    str_builder_start(vm, &builder);
    str_builder_add_c(&builder, "re.compile(");
    str_builder_add_part(&builder, (const Str *)source, 0, length < 200 ? length : 200);
    add_flags(&builder, flags);
    str_builder_add_c(&builder, ")");
    object_drop(vm, source);
    return str_builder_finish(&builder);
}

static bool pattern_hash(Vm *vm, Object *object, int64_t *hash) {
    const SrePattern *pattern = (const SrePattern *)object;
    if (!object_hash(vm, pattern->pattern.object, hash)) return false;
    size_t bytes = (size_t)pattern->count * sizeof(uint32_t);
    *hash ^= hash_bytes(&vm->objects->hash_key, pattern->words, bytes);
    *hash ^= pattern->flags;
    *hash ^= pattern->is_bytes;
    *hash ^= pattern->count;
    if (*hash == -1) *hash = -2;
    return true;
}

static Object *pattern_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    const SrePattern *one = (const SrePattern *)left, *other = (const SrePattern *)right;
    if (comparison != COMPARE_EQUAL && comparison != COMPARE_NOT_EQUAL)
        return not_implemented_new(vm);
    if (right->kind != left->kind) return not_implemented_new(vm);
    Found equal = FOUND;
    if (left != right) {
        bool is_same = one->flags == other->flags && one->is_bytes == other->is_bytes &&
                       one->count == other->count &&
                       memcmp(one->words, other->words,
                              (size_t)one->count * sizeof(uint32_t)) == 0;
        equal = is_same ? object_equal(vm, one->pattern.object, other->pattern.object) : ABSENT;
    }
    if (equal == RAISED) return NULL;
    return bool_new(vm, (equal == FOUND) == (comparison == COMPARE_EQUAL));
}

// --- one match ---

// (self, string, pos, endpos): sets the run up.
static bool start_run(Vm *vm, SreRun *run, const Slot *arguments) {
    int64_t pos, endpos;
    if (!row_size_argument(vm, arguments[2].object, 0, &pos)) return false;
    if (!row_size_argument(vm, arguments[3].object, INT64_MAX, &endpos)) return false;
    return sre_run_start(vm, run, pattern_of(arguments), arguments[1].object, pos, endpos);
}

// The Match of a run that is over, or None; ends it.
static Object *run_result(Vm *vm, SrePattern *pattern, SreRun *run, Found found) {
    Object *result = NULL;
    if (found == FOUND) result = sre_match_new(vm, pattern, run);
    else if (found == ABSENT) result = none_new(vm);
    sre_run_done(run);
    return result;
}

static Object *pattern_method_match(Vm *vm, const Slot *arguments) {
    SreRun run;
    if (!start_run(vm, &run, arguments)) return NULL;
    return run_result(vm, pattern_of(arguments), &run, sre_run_match(&run));
}

static Object *pattern_method_fullmatch(Vm *vm, const Slot *arguments) {
    SreRun run;
    if (!start_run(vm, &run, arguments)) return NULL;
    run.is_whole = true;
    return run_result(vm, pattern_of(arguments), &run, sre_run_match(&run));
}

static Object *pattern_method_search(Vm *vm, const Slot *arguments) {
    SreRun run;
    if (!start_run(vm, &run, arguments)) return NULL;
    return run_result(vm, pattern_of(arguments), &run, sre_run_search(&run));
}

// --- all matches ---

// Goes on behind the match that the run has found.
static void step(SreRun *run) {
    run->must_advance = run->stop == run->start;
    run->start = run->stop;
    sre_run_reset(run);
}

// What findall gives for one match.
static Object *found_item(SreRun *run, int64_t groups) {
    Vm *vm = run->vm;
    if (groups == 0)
        return sre_run_slice(run, sre_run_index(run, run->start), sre_run_index(run, run->stop));
    if (groups == 1) return sre_run_group(run, 1, NULL);
    Tuple *tuple = tuple_new(vm, groups);
    if (tuple == NULL) return NULL;
    for (int64_t i = 0; i < groups; i++) {
        Object *group = sre_run_group(run, i + 1, NULL);
        if (group == NULL) {
            object_drop(vm, &tuple->base);
            return NULL;
        }
        slot_fill(vm, &tuple->base, &tuple->items[i], group);
    }
    tuple_finish(vm, tuple);
    return &tuple->base;
}

static Object *pattern_method_findall(Vm *vm, const Slot *arguments) {
    SreRun run;
    if (!start_run(vm, &run, arguments)) return NULL;
    List *list = list_new(vm, 0);
    Found found = list != NULL ? ABSENT : RAISED;
    while (list != NULL && (found = sre_run_search(&run)) == FOUND) {
        Object *item = found_item(&run, pattern_of(arguments)->groups);
        if (item == NULL || !list_take_add(vm, list, item)) break;
        step(&run);
    }
    sre_run_done(&run);
    if (found == ABSENT) return &list->base;
    object_drop_or_null(vm, (Object *)list);
    return NULL;
}

// Adds string[from:start] and the groups of the run's match.
static bool add_split(SreRun *run, List *list, int64_t from, int64_t groups) {
    Vm *vm = run->vm;
    Object *part = sre_run_slice(run, from, sre_run_index(run, run->start));
    if (part == NULL || !list_take_add(vm, list, part)) return false;
    for (int64_t i = 1; i <= groups; i++) {
        Object *group = sre_run_group(run, i, vm->objects->none);
        if (group == NULL || !list_take_add(vm, list, group)) return false;
    }
    return true;
}

static Object *pattern_method_split(Vm *vm, const Slot *arguments) {
    SrePattern *pattern = pattern_of(arguments);
    int64_t most, from = 0;
    SreRun run;
    if (!row_size_argument(vm, arguments[2].object, 0, &most)) return NULL;
    if (!sre_run_start(vm, &run, pattern, arguments[1].object, 0, INT64_MAX)) return NULL;
    List *list = list_new(vm, 0);
    Found found = list != NULL ? ABSENT : RAISED;
    for (int64_t i = 0; list != NULL && (most == 0 || i < most); i++) {
        found = sre_run_search(&run);
        if (found == FOUND && !add_split(&run, list, from, pattern->groups)) found = RAISED;
        if (found != FOUND) break;
        from = sre_run_index(&run, run.stop);
        step(&run);
    }
    Object *rest = found == RAISED ? NULL : sre_run_slice(&run, from, run.endpos);
    sre_run_done(&run);
    if (rest != NULL && list_take_add(vm, list, rest)) return &list->base;
    object_drop_or_null(vm, (Object *)list);
    return NULL;
}

static Object *pattern_scan(Vm *vm, const Slot *arguments) {
    int64_t pos, endpos;
    if (!row_size_argument(vm, arguments[2].object, 0, &pos)) return NULL;
    if (!row_size_argument(vm, arguments[3].object, INT64_MAX, &endpos)) return NULL;
    return sre_scanner_new(vm, pattern_of(arguments), arguments[1].object, pos, endpos);
}

static Object *pattern_method_scanner(Vm *vm, const Slot *arguments) {
    return pattern_scan(vm, arguments);
}

static Object *pattern_method_finditer(Vm *vm, const Slot *arguments) {
    Object *scanner = pattern_scan(vm, arguments), *search = NULL, *iterator = NULL;
    Object *name = scanner == NULL ? NULL : (Object *)str_new_interned(vm, "search", 6);
    if (name != NULL) search = object_load_attribute(vm, scanner, (Str *)name);
    if (search != NULL) iterator = callable_iterator_new(vm, search, vm->objects->none);
    object_drop_or_null(vm, search);
    object_drop_or_null(vm, name);
    object_drop_or_null(vm, scanner);
    return iterator;
}

// --- sub ---

static Object *pattern_method_sub(Vm *vm, const Slot *arguments) {
    int64_t most, count;
    Object *result;
    if (!row_size_argument(vm, arguments[3].object, 0, &most)) return NULL;
    bool done = sre_replace(vm, pattern_of(arguments), arguments[1].object, arguments[2].object,
                            most, &result, &count);
    return done ? result : NULL;
}

static Object *pattern_method_subn(Vm *vm, const Slot *arguments) {
    int64_t most, count;
    Object *result;
    if (!row_size_argument(vm, arguments[3].object, 0, &most)) return NULL;
    if (!sre_replace(vm, pattern_of(arguments), arguments[1].object, arguments[2].object, most,
                     &result, &count))
        return NULL;
    Object *number = int_new(vm, count);
    Object *pair = number == NULL ? NULL : (Object *)tuple_pack(vm, 2, result, number);
    object_drop_or_null(vm, number);
    object_drop(vm, result);
    return pair;
}

// --- the rest ---

static Object *pattern_method___copy__(Vm *vm, const Slot *arguments) {
    (void)vm;
    return object_share(arguments[0].object);
}

static Object *pattern_method___deepcopy__(Vm *vm, const Slot *arguments) {
    (void)vm;
    return object_share(arguments[0].object);
}

static Object *pattern_get_groupindex(Vm *vm, Object *object) {
    Object *names = ((SrePattern *)object)->group_index.object;
    return names != NULL ? mapping_proxy_new(vm, names) : (Object *)dict_new(vm);
}

#define PATTERN_AT "(self, /, string, pos=0, endpos=sys.maxsize)"

static const Method pattern_methods[] = {
    METHOD(pattern, match, PATTERN_AT, "The match that begins at pos, or None."),
    METHOD(pattern, fullmatch, PATTERN_AT, "The match of all from pos to endpos, or None."),
    METHOD(pattern, search, PATTERN_AT, "The first match from pos on, or None."),
    METHOD(pattern, sub, "(self, /, repl, string, count=0)",
           "The string with matches replaced by repl; count limits how many."),
    METHOD(pattern, subn, "(self, /, repl, string, count=0)",
           "The same, and how many were replaced, as a tuple."),
    METHOD(pattern, findall, PATTERN_AT, "All matches that don't overlap, as a list of texts."),
    METHOD(pattern, split, "(self, /, string, maxsplit=0)", "The parts between matches."),
    METHOD(pattern, finditer, PATTERN_AT, "An iterator over all matches that don't overlap."),
    METHOD(pattern, scanner, PATTERN_AT, "An object that finds one match after the other."),
    METHOD(pattern, __copy__, "(self, /)", "The pattern itself."),
    METHOD(pattern, __deepcopy__, "(self, memo, /)", "The pattern itself."),
    GENERIC_ALIAS_METHOD,
    {0},
};

static const Member pattern_members[] = {
    {"pattern", offsetof(SrePattern, pattern), MEMBER_READ_ONLY, "What it was compiled from."},
    {"flags", offsetof(SrePattern, flags), MEMBER_READ_ONLY | MEMBER_IS_INT32,
     "The flags that it was compiled with."},
    {"groups", offsetof(SrePattern, groups), MEMBER_READ_ONLY | MEMBER_IS_INT64,
     "How many groups it has."},
    {0},
};

static const Property pattern_properties[] = {
    {"groupindex", pattern_get_groupindex, NULL, "The numbers of groups by their names."},
    {0},
};

const TypeDefinition sre_pattern_definition = {
    .name = "re.Pattern",
    .flags = TYPE_IS_IMMUTABLE,
    .bytes = sizeof(SrePattern),
    .python_bytes = 96,
    .python_weak_offset = 64,
    .python_item_bytes = 4,
    .layout = {
        .name = "re.Pattern",
        .flags = LAYOUT_COLLECTED | LAYOUT_WEAK | LAYOUT_CLEARS_FIELDS,
        .fields = pattern_fields,
        .bytes = pattern_bytes,
        .finish = pattern_finish,
        .payload = pattern_payload,
    },
    .behaviour = {
        .repr = pattern_repr,
        .hash = pattern_hash,
        .compare = pattern_compare,
        .size_of = pattern_size_of,
    },
    .methods = pattern_methods,
    .members = pattern_members,
    .properties = pattern_properties,
    .doc = "A compiled regular expression.",
};
