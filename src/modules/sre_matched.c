// re.Match: what a pattern found, and where.

#include "modules/sre.h"

#include "objects/arguments.h"
#include "objects/dict.h"
#include "objects/generic_alias.h"
#include "objects/tuple.h"

static SreMatch *match_of(const Slot *arguments) {
    return (SreMatch *)arguments[0].object;
}

static SrePattern *pattern_of(const SreMatch *match) {
    return (SrePattern *)match->pattern.object;
}

// --- the object ---

static size_t match_bytes(Vm *vm, const Object *object) {
    (void)vm;
    return sizeof(SreMatch) + (size_t)((const SreMatch *)object)->groups * 2 * sizeof(int64_t);
}

static const Field match_fields[] = {
    {"string", offsetof(SreMatch, subject)},
    {"regs", offsetof(SreMatch, spans)},
    {"re", offsetof(SreMatch, pattern)},
    {0},
};

static void match_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const SreMatch *match = (const SreMatch *)object;
    add(context, &match->pos, sizeof match->pos);
    add(context, &match->endpos, sizeof match->endpos);
    add(context, match->marks, (size_t)match->groups * 2 * sizeof(int64_t));
}

static Object *match_size_of(Vm *vm, Object *object) {
    return int_new(vm, 88 + ((const SreMatch *)object)->groups * 16);
}

// Groups of the run as positions. False: raised.
static bool fill_marks(SreMatch *match, const SreRun *run) {
    match->marks[0] = sre_run_index(run, run->start);
    match->marks[1] = sre_run_index(run, run->stop);
    for (int64_t i = 1; i < match->groups; i++) {
        const void *from = run->marks[2 * i - 2], *to = run->marks[2 * i - 1];
        bool is_matched = from != NULL && to != NULL;
        match->marks[2 * i] = is_matched ? sre_run_index(run, from) : -1;
        match->marks[2 * i + 1] = is_matched ? sre_run_index(run, to) : -1;
        if (from > to && is_matched) return raise_false(run->vm, ERROR_SRE_SPAN);
    }
    return true;
}

Object *sre_match_new(Vm *vm, SrePattern *pattern, const SreRun *run) {
    int64_t groups = pattern->groups + 1;
    size_t bytes = sizeof(SreMatch) + (size_t)groups * 2 * sizeof(int64_t);
    SreMatch *match = (SreMatch *)object_new(vm, pattern->state->match_type->kind, bytes);
    if (match == NULL) return NULL;
    slots_init(&match->subject, 3);
    slot_fill(vm, &match->base, &match->subject, object_share(run->subject));
    slot_fill(vm, &match->base, &match->pattern, object_share(&pattern->base));
    match->pos = run->pos;
    match->endpos = run->endpos;
    match->last_group = run->last_group;
    match->groups = groups;
    object_track(vm, &match->base);
    if (fill_marks(match, run)) return &match->base;
    object_drop(vm, &match->base);
    return NULL;
}

// --- groups ---

// The number of a group, from an index or a name; false: IndexError raised.
static bool find_group(Vm *vm, const SreMatch *match, Object *key, int64_t *group) {
    *group = -1;
    if (object_type(vm, key)->behaviour.unary[UNARY_INDEX] != NULL) {
        if (!object_index(vm, key, EXCEPTION_COUNT, group)) *group = -1;
    } else if (pattern_of(match)->group_index.object != NULL) {
        Object *number;
        Dict *names = (Dict *)pattern_of(match)->group_index.object;
        Found found = dict_find(vm, names, key, &number);
        if (found == FOUND && object_is_int(vm, number)) (void)int_find_value(vm, number, group);
    }
    if (*group >= 0 && *group < match->groups) return true;
    return raised(vm) ? false : raise_false(vm, ERROR_SRE_NO_GROUP);
}

// The text of a group; `otherwise` (shared) when it did not match.
static Object *group_text(Vm *vm, const SreMatch *match, int64_t group, Object *otherwise) {
    int64_t from = match->marks[2 * group], to = match->marks[2 * group + 1];
    Object *subject = match->subject.object;
    SreText text;
    if (from < 0 || subject == vm->objects->none) return object_share(otherwise);
    if (subject->kind == KIND_STR) return str_new_part(vm, (const Str *)subject, from, to);
    if (!sre_text_of(vm, subject, &text)) return NULL;
    SreRun run = {.vm = vm, .subject = subject, .is_bytes = text.is_bytes,
                  .beginning = text.chars.data, .width = 1};
    // The bytes may have become fewer since.
    if (to > text.chars.length) to = text.chars.length;
    if (from > to) from = to;
    Object *part = sre_run_slice(&run, from, to);
    view_release(vm, &text.view);
    return part;
}

static Object *group_of_key(Vm *vm, const SreMatch *match, Object *key) {
    int64_t group;
    if (!find_group(vm, match, key, &group)) return NULL;
    return group_text(vm, match, group, vm->objects->none);
}

static Object *match_load_item(Vm *vm, Object *object, Object *key) {
    return group_of_key(vm, (SreMatch *)object, key);
}

static Object *match_method_group(Vm *vm, const Slot *arguments) {
    SreMatch *match = match_of(arguments);
    const Tuple *keys = (const Tuple *)arguments[1].object;
    if (keys->count == 0) return group_text(vm, match, 0, vm->objects->none);
    if (keys->count == 1) return group_of_key(vm, match, keys->items[0].object);
    Tuple *tuple = tuple_new(vm, keys->count);
    for (int64_t i = 0; tuple != NULL && i < keys->count; i++) {
        Object *text = group_of_key(vm, match, keys->items[i].object);
        if (text == NULL) {
            object_drop(vm, &tuple->base);
            return NULL;
        }
        slot_fill(vm, &tuple->base, &tuple->items[i], text);
    }
    if (tuple != NULL) tuple_finish(vm, tuple);
    return (Object *)tuple;
}

static Object *match_method_groups(Vm *vm, const Slot *arguments) {
    SreMatch *match = match_of(arguments);
    Object *otherwise = arguments[1].object != NULL ? arguments[1].object : vm->objects->none;
    Tuple *tuple = tuple_new(vm, match->groups - 1);
    for (int64_t i = 1; tuple != NULL && i < match->groups; i++) {
        Object *text = group_text(vm, match, i, otherwise);
        if (text == NULL) {
            object_drop(vm, &tuple->base);
            return NULL;
        }
        slot_fill(vm, &tuple->base, &tuple->items[i - 1], text);
    }
    if (tuple != NULL && tuple->count > 0) tuple_finish(vm, tuple);
    return (Object *)tuple;
}

static bool add_named(Vm *vm, const SreMatch *match, Dict *dict, Object *name, Object *otherwise) {
    int64_t group;
    if (!find_group(vm, match, name, &group)) return false;
    Object *text = group_text(vm, match, group, otherwise);
    if (text == NULL) return false;
    bool done = dict_set(vm, dict, name, text);
    object_drop(vm, text);
    return done;
}

static Object *match_method_groupdict(Vm *vm, const Slot *arguments) {
    SreMatch *match = match_of(arguments);
    Object *otherwise = arguments[1].object != NULL ? arguments[1].object : vm->objects->none;
    Dict *dict = dict_new(vm), *names = (Dict *)pattern_of(match)->group_index.object;
    int64_t position = 0;
    Object *name, *number;
    while (dict != NULL && names != NULL && dict_next(names, &position, &name, &number)) {
        object_share(name);
        bool done = add_named(vm, match, dict, name, otherwise);
        object_drop(vm, name);
        if (done) continue;
        object_drop(vm, &dict->base);
        return NULL;
    }
    return (Object *)dict;
}

// --- positions ---

static Object *span_new(Vm *vm, int64_t from, int64_t to) {
    Object *first = int_new(vm, from), *second = int_new(vm, to), *span = NULL;
    if (first != NULL && second != NULL) span = (Object *)tuple_pack(vm, 2, first, second);
    object_drop_or_null(vm, first);
    object_drop_or_null(vm, second);
    return span;
}

static bool group_argument(Vm *vm, const Slot *arguments, int64_t *group) {
    *group = 0;
    return arguments[1].object == NULL ||
           find_group(vm, match_of(arguments), arguments[1].object, group);
}

static Object *match_method_start(Vm *vm, const Slot *arguments) {
    int64_t group;
    if (!group_argument(vm, arguments, &group)) return NULL;
    return int_new(vm, match_of(arguments)->marks[2 * group]);
}

static Object *match_method_end(Vm *vm, const Slot *arguments) {
    int64_t group;
    if (!group_argument(vm, arguments, &group)) return NULL;
    return int_new(vm, match_of(arguments)->marks[2 * group + 1]);
}

static Object *match_method_span(Vm *vm, const Slot *arguments) {
    int64_t group;
    if (!group_argument(vm, arguments, &group)) return NULL;
    const int64_t *marks = match_of(arguments)->marks + 2 * group;
    return span_new(vm, marks[0], marks[1]);
}

static Object *match_get_regs(Vm *vm, Object *object) {
    SreMatch *match = (SreMatch *)object;
    if (match->spans.object != NULL) return object_share(match->spans.object);
    Tuple *spans = tuple_new(vm, match->groups);
    for (int64_t i = 0; spans != NULL && i < match->groups; i++) {
        Object *span = span_new(vm, match->marks[2 * i], match->marks[2 * i + 1]);
        if (span == NULL) {
            object_drop(vm, &spans->base);
            return NULL;
        }
        slot_fill(vm, &spans->base, &spans->items[i], span);
    }
    if (spans == NULL) return NULL;
    tuple_finish(vm, spans);
    slot_set(vm, object, &match->spans, &spans->base);
    return &spans->base;
}

static Object *match_get_lastindex(Vm *vm, Object *object) {
    int64_t last = ((SreMatch *)object)->last_group;
    return last >= 0 ? int_new(vm, last) : none_new(vm);
}

static Object *match_get_lastgroup(Vm *vm, Object *object) {
    const SreMatch *match = (const SreMatch *)object;
    const Tuple *names = (const Tuple *)pattern_of(match)->index_group.object;
    if (names == NULL || match->last_group < 0 || match->last_group >= names->count)
        return none_new(vm);
    return object_share(names->items[match->last_group].object);
}

// --- the rest ---

static Object *match_method_expand(Vm *vm, const Slot *arguments) {
    SreMatch *match = match_of(arguments);
    return sre_call_library(vm, "_expand", 3, match->pattern.object, &match->base,
                            arguments[1].object);
}

static Object *match_method___copy__(Vm *vm, const Slot *arguments) {
    (void)vm;
    return object_share(arguments[0].object);
}

static Object *match_method___deepcopy__(Vm *vm, const Slot *arguments) {
    (void)vm;
    return object_share(arguments[0].object);
}

static Object *match_repr(Vm *vm, Object *object) {
    const SreMatch *match = (const SreMatch *)object;
    Object *text = group_text(vm, match, 0, vm->objects->none);
    if (text == NULL) return NULL;
    Object *result = str_new_format(vm, "<%s object; span=(%ld, %ld), match=%.50R>",
                                    object_type_name(vm, object), match->marks[0],
                                    match->marks[1], text);
    object_drop(vm, text);
    return result;
}

static const Method match_methods[] = {
    {"group", match_method_group, "(self, *args, /)",
     "The text of a group, or a tuple of several.", METHOD_HIDES_SIGNATURE},
    METHOD(match, start, "(self, group=0, /)", "Where the group begins."),
    METHOD(match, end, "(self, group=0, /)", "Where the group ends."),
    METHOD(match, span, "(self, group=0, /)", "Where the group begins and ends, as a tuple."),
    METHOD(match, groups, "(self, /, default=None)", "The texts of all groups, as a tuple."),
    METHOD(match, groupdict, "(self, /, default=None)", "The texts of named groups, as a dict."),
    METHOD(match, expand, "(self, /, template)", "The template with groups put in."),
    METHOD(match, __copy__, "(self, /)", "The match itself."),
    METHOD(match, __deepcopy__, "(self, memo, /)", "The match itself."),
    GENERIC_ALIAS_METHOD,
    {0},
};

#define MATCH_MEMBER(name, field, flags, doc) \
    {name, offsetof(SreMatch, field), MEMBER_READ_ONLY | (flags), doc}
static const Member match_members[] = {
    MATCH_MEMBER("string", subject, 0, "What was searched."),
    MATCH_MEMBER("re", pattern, 0, "The pattern."),
    MATCH_MEMBER("pos", pos, MEMBER_IS_INT64, "Where the search began."),
    MATCH_MEMBER("endpos", endpos, MEMBER_IS_INT64, "Where the search had to end."),
    {0},
};

static const Property match_properties[] = {
    {"lastindex", match_get_lastindex, NULL, "The group that was closed last."},
    {"lastgroup", match_get_lastgroup, NULL, "The name of the group that was closed last."},
    {"regs", match_get_regs, NULL, "Where all groups begin and end."},
    {0},
};

const TypeDefinition sre_match_definition = {
    .name = "re.Match",
    .flags = TYPE_IS_IMMUTABLE,
    .bytes = sizeof(SreMatch),
    .python_bytes = 88,
    .python_item_bytes = 8,
    .layout = {
        .name = "re.Match",
        .flags = LAYOUT_COLLECTED | LAYOUT_CLEARS_FIELDS,
        .fields = match_fields,
        .bytes = match_bytes,
        .payload = match_payload,
    },
    .behaviour = {
        .repr = match_repr,
        .load_item = match_load_item,
        .size_of = match_size_of,
    },
    .methods = match_methods,
    .members = match_members,
    .properties = match_properties,
    .doc = "What a regular expression has matched.",
};
