// Filters of the module _lzma: dicts to the library's structures, to bytes and back.

#include "modules/lzma.h"

#include "modules/argument.h"
#include "modules/lent.h"
#include "objects/bytes.h"
#include "objects/dict.h"
#include "objects/int.h"
#include "objects/sequence.h"

#include <string.h>

// What an option of a filter may be called, how large it is, and where it goes.
typedef struct Option {
    const char *name;
    const char *type;    // in the message for a number that is too large
    size_t offset;
} Option;

#define LZMA_OPTION(name) {#name, "uint32_t", offsetof(lzma_options_lzma, name)}
#define LZMA_OPTION_OF(name, type) {#name, #type, offsetof(lzma_options_lzma, name)}

static const Option lzma_options[] = {
    LZMA_OPTION(dict_size), LZMA_OPTION(lc), LZMA_OPTION(lp), LZMA_OPTION(pb),
    LZMA_OPTION_OF(mode, lzma_mode), LZMA_OPTION(nice_len),
    LZMA_OPTION_OF(mf, lzma_match_finder), LZMA_OPTION(depth), {0},
};
static const Option delta_options[] = {
    {"dist", "uint32_t", offsetof(lzma_options_delta, dist)}, {0},
};
static const Option bcj_options[] = {
    {"start_offset", "uint32_t", offsetof(lzma_options_bcj, start_offset)}, {0},
};

// What CPython takes for an unsigned number of 32 bits.
static bool read_number(Vm *vm, Object *value, const char *type, uint32_t *number) {
    uint64_t wide;
    if (!object_is_int(vm, value)) return raise_false(vm, ERROR_INTEGER_REQUIRED);
    if (!argument_unsigned(vm, value, &wide)) return false;
    if (wide > UINT32_MAX) return raise_false(vm, ERROR_LZMA_LARGE, type);
    *number = (uint32_t)wide;
    return true;
}

bool lzma_preset_read(Vm *vm, Object *value, uint32_t *preset) {
    *preset = LZMA_PRESET_DEFAULT;
    if (value == NULL || value == vm->objects->none) return true;
    return read_number(vm, value, "uint32_t", preset);
}

bool lzma_preset_fill(Vm *vm, uint32_t preset, lzma_options_lzma *options) {
    if (!lzma_lzma_preset(options, preset)) return true;
    Object *text = str_new_format(vm, "Invalid compression preset: %ld", (int64_t)preset);
    if (text == NULL) return false;
    (void)lzma_raise(vm, (const char *)((const Str *)text)->data);
    object_drop(vm, text);
    return false;
}

// The item of a mapping. New reference.
static Found find_item(Vm *vm, Object *mapping, const char *name, Object **value) {
    Str *key = str_new_interned(vm, name, strlen(name));
    if (key == NULL) return RAISED;
    *value = object_load_item(vm, mapping, (Object *)key);
    object_drop(vm, (Object *)key);
    if (*value != NULL) return FOUND;
    return raised_clear_if(vm, exception_type(vm, EXCEPTION_KeyError)) ? ABSENT : RAISED;
}

// Does the mapping have other keys than those of its options, "id" and, for LZMA, "preset"?
static bool has_only(Vm *vm, Object *mapping, const Option *options) {
    Dict *dict = (Dict *)mapping;
    int64_t position = 0;
    Object *key, *value;
    if (!object_is_dict(vm, mapping)) return false;
    while (dict_next(dict, &position, &key, &value)) {
        if (!object_is_str(vm, key)) return false;
        const Str *name = (const Str *)key;
        if (str_is(name, "id") || (options == lzma_options && str_is(name, "preset"))) continue;
        const Option *option = options;
        while (option->name != NULL && !str_is(name, option->name)) option++;
        if (option->name == NULL) return false;
    }
    return true;
}

static bool read_options(Vm *vm, Object *mapping, const Option *options, const char *kind,
                         void *room) {
    bool done = has_only(vm, mapping, options);
    for (const Option *option = options; done && option->name != NULL; option++) {
        Object *value;
        Found found = find_item(vm, mapping, option->name, &value);
        if (found == ABSENT) continue;
        done = found == FOUND &&
               read_number(vm, value, option->type,
                           (uint32_t *)(void *)((char *)room + option->offset));
        if (found == FOUND) object_drop(vm, value);
    }
    // Whatever was wrong, CPython says no more than this.
    return done || (raised_clear(vm), raise_false(vm, ERROR_LZMA_SPECIFIER, kind));
}

static bool read_lzma(Vm *vm, Object *mapping, lzma_options_lzma *options) {
    Object *value = NULL;
    uint32_t preset;
    if (find_item(vm, mapping, "preset", &value) == RAISED) return false;
    bool done = value == NULL ? lzma_preset_read(vm, NULL, &preset)
                              : read_number(vm, value, "uint32_t", &preset);
    object_drop_or_null(vm, value);
    return done && lzma_preset_fill(vm, preset, options) &&
           read_options(vm, mapping, lzma_options, "LZMA", options);
}

static bool is_bcj(lzma_vli id) {
    return id == LZMA_FILTER_X86 || id == LZMA_FILTER_POWERPC || id == LZMA_FILTER_IA64 ||
           id == LZMA_FILTER_ARM || id == LZMA_FILTER_ARMTHUMB || id == LZMA_FILTER_SPARC;
}

static bool read_filter(Vm *vm, Object *specifier, lzma_filter *filter,
                        union LzmaOptions *options) {
    Object *value;
    uint64_t id;
    const Type *type = object_type(vm, specifier);
    if (type->behaviour.load_item == NULL) return raise_false(vm, ERROR_LZMA_NO_DICT);
    switch (find_item(vm, specifier, "id", &value)) {
    case FOUND: break;
    case ABSENT: return raise_false(vm, ERROR_LZMA_NO_ID);
    case RAISED: return false;
    }
    bool done = argument_unsigned(vm, value, &id);
    object_drop(vm, value);
    if (!done) return false;
    memset(options, 0, sizeof *options);
    *filter = (lzma_filter){.id = id, .options = options};
    if (id == LZMA_FILTER_LZMA1 || id == LZMA_FILTER_LZMA2)
        return read_lzma(vm, specifier, &options->lzma);
    if (id == LZMA_FILTER_DELTA) {
        options->delta = (lzma_options_delta){.type = LZMA_DELTA_TYPE_BYTE, .dist = 1};
        return read_options(vm, specifier, delta_options, "delta", &options->delta);
    }
    if (is_bcj(id)) return read_options(vm, specifier, bcj_options, "BCJ", &options->bcj);
    return raise_false(vm, ERROR_LZMA_FILTER, (int64_t)id);
}

bool lzma_chain_read(Vm *vm, Object *specifiers, LzmaChain *chain) {
    int64_t count;
    if (object_is_dict(vm, specifiers)) return raise_false(vm, ERROR_NO_SEQUENCE, specifiers);
    if (!object_length(vm, specifiers, &count)) return false;
    if (count > LZMA_FILTERS_MAX) return raise_false(vm, ERROR_LZMA_MANY, LZMA_FILTERS_MAX);
    chain->filters[count].id = LZMA_VLI_UNKNOWN;
    for (int64_t i = 0; i < count; i++) {
        Object *specifier = argument_load_item(vm, specifiers, i);
        bool done = specifier != NULL &&
                    read_filter(vm, specifier, &chain->filters[i], &chain->options[i]);
        object_drop_or_null(vm, specifier);
        if (!done) return false;
    }
    return true;
}

// --- properties: the bytes that a container keeps of a filter ---

static Object *lzma_function__encode_filter_properties(Vm *vm, const Slot *arguments) {
    LzmaChain chain;
    lzma_filter *filter = &chain.filters[0];
    uint32_t bytes;
    if (!read_filter(vm, arguments[0].object, filter, &chain.options[0]) ||
        !lzma_check_answer(vm, lzma_properties_size(&bytes, filter)))
        return NULL;
    Bytes *properties = bytes_new_room(vm, bytes);
    if (properties == NULL) return NULL;
    if (lzma_check_answer(vm, lzma_properties_encode(filter, properties->data)))
        return bytes_take_shared(vm, properties);
    object_drop(vm, &properties->base);
    return NULL;
}

static bool add_number(Vm *vm, Dict *dict, const char *name, int64_t number) {
    Object *value = int_new(vm, number);
    bool done = value != NULL && dict_set_c(vm, dict, name, value);
    object_drop_or_null(vm, value);
    return done;
}

static bool add_options(Vm *vm, Dict *dict, const lzma_filter *filter) {
    const lzma_options_lzma *lzma = filter->options;
    switch (filter->id) {
    case LZMA_FILTER_LZMA1:
        return add_number(vm, dict, "lc", lzma->lc) && add_number(vm, dict, "lp", lzma->lp) &&
               add_number(vm, dict, "pb", lzma->pb) &&
               add_number(vm, dict, "dict_size", lzma->dict_size);
    case LZMA_FILTER_LZMA2: return add_number(vm, dict, "dict_size", lzma->dict_size);
    case LZMA_FILTER_DELTA:
        return add_number(vm, dict, "dist", ((const lzma_options_delta *)filter->options)->dist);
    default:
        return filter->options == NULL ||
               add_number(vm, dict, "start_offset",
                          ((const lzma_options_bcj *)filter->options)->start_offset);
    }
}

static Object *lzma_function__decode_filter_properties(Vm *vm, const Slot *arguments) {
    lzma_allocator allocator = lzma_allocator_of(vm);
    lzma_filter filter = {0};
    uint64_t id;
    View view;
    if (!argument_unsigned(vm, arguments[0].object, &id) ||
        !view_acquire(vm, arguments[1].object, &view, VIEW_READ))
        return NULL;
    filter.id = id;
    lzma_ret answer = lzma_properties_decode(&filter, &allocator, view.data, (size_t)view.bytes);
    view_release(vm, &view);
    if (!lzma_check_answer(vm, answer)) return NULL;
    Dict *dict = dict_new(vm);
    bool done = dict != NULL;
    Object *number = done ? int_new_unsigned(vm, id) : NULL;
    done = number != NULL && dict_set_c(vm, dict, "id", number) && add_options(vm, dict, &filter);
    object_drop_or_null(vm, number);
    lent_drop(vm, filter.options);
    if (done) return (Object *)dict;
    object_drop_or_null(vm, (Object *)dict);
    return NULL;
}

const Method lzma_filter_functions[] = {
    FUNCTION(lzma, _encode_filter_properties, "(filter, /)",
             "The bytes by which a container keeps the options of a filter."),
    FUNCTION(lzma, _decode_filter_properties, "(filter_id, encoded_props, /)",
             "The filter that such bytes stand for, as a dict."),
    {0},
};
