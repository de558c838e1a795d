// The registry of codecs and of error handlers.
//
// A codec is found by asking search functions in turn, of which the library's package
// encodings brings the first; what was found is kept by name.

#include "modules/codecs.h"

#include "objects/bytes.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/list_parts.h"
#include "objects/state.h"
#include "objects/tuple.h"

// --- the state ---

static void visit_state(Vm *vm, void *block, SlotVisit *visit, void *context) {
    CodecsState *state = block;
    visit(vm, NULL, &state->searches, context);
    visit(vm, NULL, &state->cache, context);
    visit(vm, NULL, &state->handlers, context);
}

static void end_state(Vm *vm, void *block) {
    CodecsState *state = block;
    slot_clear(vm, NULL, &state->searches);
    slot_clear(vm, NULL, &state->cache);
    slot_clear(vm, NULL, &state->handlers);
}

static const StateDefinition definition = {
    .bytes = sizeof(CodecsState), .visit = visit_state, .done = end_state,
};

CodecsState *codecs_state(Vm *vm) { return state_load(vm, &definition); }

static bool fill(Vm *vm, Slot *slot, Object *made) {
    if (made == NULL) return false;
    slot_fill(vm, NULL, slot, made);
    return true;
}

// Makes the registry and imports encodings, which registers its search function.
static CodecsState *registry(Vm *vm) {
    CodecsState *state = codecs_state(vm);
    if (state == NULL || state->searches.object != NULL) return state;
    if (state->cache.object == NULL && !fill(vm, &state->cache, (Object *)dict_new(vm)))
        return NULL;
    if (!fill(vm, &state->searches, (Object *)list_new(vm, 0))) return NULL;
    Object *name = str_new_c(vm, "encodings"), *module = NULL;
    if (name != NULL) module = modules_import(vm, name, NULL, NULL, 0);
    object_drop_or_null(vm, name);
    object_drop_or_null(vm, module);
    if (module != NULL) return state;
    slot_clear(vm, NULL, &state->searches);
    return NULL;
}

// The dict of error handlers, with the built-in ones.
static Dict *handlers(Vm *vm) {
    CodecsState *state = codecs_state(vm);
    if (state == NULL) return NULL;
    if (state->handlers.object != NULL) return (Dict *)state->handlers.object;
    Dict *dict = dict_new(vm);
    if (dict == NULL) return NULL;
    if (codecs_add_handlers(vm, dict)) {
        slot_fill(vm, NULL, &state->handlers, &dict->base);
        return dict;
    }
    object_drop(vm, &dict->base);
    return NULL;
}

// --- search functions ---

bool codecs_register(Vm *vm, Object *search) {
    CodecsState *state = registry(vm);
    if (state == NULL) return false;
    if (object_type(vm, search)->behaviour.call == NULL)
        return raise_false(vm, ERROR_CODEC_NOT_CALLABLE);
    return list_add(vm, (List *)state->searches.object, search);
}

bool codecs_unregister(Vm *vm, Object *search) {
    CodecsState *state = codecs_state(vm);
    if (state == NULL) return false;
    List *searches = (List *)state->searches.object;
    for (int64_t i = 0; searches != NULL && i < searches->count; i++) {
        if (searches->items[i].object != search) continue;
        dict_empty(vm, (Dict *)state->cache.object);
        return list_replace(vm, searches, i, i + 1, NULL);
    }
    return true;
}

// Asks the functions in turn.
static Object *search(Vm *vm, List *searches, Object *name) {
    if (searches->count == 0) return raise(vm, ERROR_CODEC_NO_SEARCH);
    for (int64_t i = 0; i < searches->count; i++) {
        Object *function = object_share(searches->items[i].object);
        Object *result = object_call_with(vm, function, 1, name);
        object_drop(vm, function);
        if (result == NULL) return NULL;
        if (result == vm->objects->none) {
            object_drop(vm, result);
            continue;
        }
        if (object_is_tuple(vm, result) && ((Tuple *)result)->count == 4) return result;
        object_drop(vm, result);
        return raise(vm, ERROR_CODEC_SEARCH_RESULT);
    }
    return NULL;
}

Object *codecs_lookup(Vm *vm, Str *encoding) {
    CodecsState *state = registry(vm);
    if (state == NULL) return NULL;
    Str *name = codec_new_normalised(vm, encoding);
    if (name == NULL) return NULL;
    Object *codec;
    Found found = dict_find(vm, (Dict *)state->cache.object, &name->base, &codec);
    if (found == FOUND) {
        object_share(codec);
    } else {
        codec = found == RAISED ? NULL : search(vm, (List *)state->searches.object, &name->base);
        if (codec == NULL && !raised(vm)) raise(vm, ERROR_UNKNOWN_ENCODING, encoding);
        if (codec != NULL && !dict_set(vm, (Dict *)state->cache.object, &name->base, codec)) {
            object_drop(vm, codec);
            codec = NULL;
        }
    }
    object_drop(vm, &name->base);
    return codec;
}

// --- running a codec ---

// An exception of the codec tells of the encoding too.
static void tell_encoding(Vm *vm, const Str *encoding, enum CodecDirection direction) {
    size_t bytes;
    const char *name = str_utf8(vm, encoding, &bytes);
    if (name == NULL) return;
    codec_chain_error(vm, direction, name);
    str_utf8_drop(vm, encoding, name, bytes);
}

// What the codec's encoder or decoder gives: the first of a pair.
static Object *run(Vm *vm, Object *codec, Object *object, Str *encoding, Str *errors,
                   enum CodecDirection direction) {
    Object *function = ((Tuple *)codec)->items[direction == CODEC_ENCODES ? 0 : 1].object;
    Object *result = errors == NULL ? object_call_with(vm, function, 1, object)
                                    : object_call_with(vm, function, 2, object, errors);
    if (result == NULL) {
        tell_encoding(vm, encoding, direction);
        return NULL;
    }
    Object *first = NULL;
    if (object_is_tuple(vm, result) && ((Tuple *)result)->count == 2)
        first = object_share(((Tuple *)result)->items[0].object);
    else
        raise(vm, direction == CODEC_ENCODES ? ERROR_CODEC_ENCODER : ERROR_CODEC_DECODER);
    object_drop(vm, result);
    return first;
}

Object *codecs_run(Vm *vm, Object *object, Str *encoding, Str *errors,
                   enum CodecDirection direction) {
    Object *codec = codecs_lookup(vm, encoding);
    if (codec == NULL) return NULL;
    Object *result = run(vm, codec, object, encoding, errors, direction);
    object_drop(vm, codec);
    return result;
}

// True when the codec says that it is between str and bytes, or says nothing.
static Found is_text_codec(Vm *vm, Object *codec) {
    if (codec->kind == KIND_TUPLE) return FOUND;
    Object *value, *name = str_new_c(vm, "_is_text_encoding");
    if (name == NULL) return RAISED;
    Found found = object_find_attribute(vm, codec, (Str *)name, &value);
    object_drop(vm, name);
    if (found == ABSENT) return FOUND;
    if (found == RAISED) return RAISED;
    found = object_truth(vm, value);
    object_drop(vm, value);
    return found;
}

// What bytes.decode() and str.encode() do with encodings that are not built in.
static Object *run_text(Vm *vm, Object *object, Str *encoding, Str *errors,
                        enum CodecDirection direction) {
    Object *codec = codecs_lookup(vm, encoding), *result = NULL;
    if (codec == NULL) return NULL;
    Found is_text = is_text_codec(vm, codec);
    if (is_text == FOUND) result = run(vm, codec, object, encoding, errors, direction);
    else if (is_text == ABSENT)
        raise(vm, ERROR_CODEC_NOT_TEXT, encoding,
              direction == CODEC_ENCODES ? "codecs.encode()" : "codecs.decode()");
    object_drop(vm, codec);
    return result;
}

// --- error handlers ---

bool codecs_register_error(Vm *vm, Str *name, Object *handler) {
    Dict *dict = handlers(vm);
    if (dict == NULL) return false;
    if (object_type(vm, handler)->behaviour.call == NULL)
        return raise_false(vm, ERROR_HANDLER_NOT_CALLABLE);
    return dict_set(vm, dict, &name->base, handler);
}

Object *codecs_lookup_error(Vm *vm, Str *name) {
    Object *handler;
    Dict *dict = handlers(vm);
    if (dict == NULL) return NULL;
    switch (dict_find(vm, dict, &name->base, &handler)) {
    case FOUND: return object_share(handler);
    case ABSENT: return raise(vm, ERROR_UNKNOWN_HANDLER, name);
    case RAISED: return NULL;
    }
    return NULL;
}

void codecs_start(Vm *vm) {
    vm->objects->codec_hook = run_text;
    vm->objects->codec_error_hook = codecs_lookup_error;
}
