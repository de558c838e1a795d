// Newlines: IncrementalNewlineDecoder, and finding the end of a line.
//
// A '\r' at the end of a part waits for the next one, which may begin with '\n'.

#include "modules/io.h"

#include <string.h>

typedef struct IoNewlineDecoder {
    Object base;
    Slot decoder;            // None: what is decoded is text already
    Slot errors;             // empty until __init__
    IoNewlines newlines;
} IoNewlineDecoder;

// --- the work ---

// The text with a '\r' in front or without its last character; consumes it.
static Object *take_changed(Vm *vm, Object *text, bool adds_first, bool drops_last) {
    const Str *str = (const Str *)text;
    if (!adds_first && !drops_last) return text;
    StrBuilder builder;
    str_builder_start(vm, &builder);
    if (adds_first) str_builder_add_char(&builder, '\r');
    str_builder_add_part(&builder, str, 0, str->length - drops_last);
    object_drop(vm, text);
    return str_builder_finish(&builder);
}

// Which newlines there are from the first '\r' on.
static int find_kinds(Chars chars, int seen) {
    for (int64_t i = 0; i < chars.length && seen != 7; i++) {
        uint32_t c = chars_get(chars.data, chars.width, i);
        if (c == '\n') seen |= IO_SEEN_LF;
        if (c != '\r') continue;
        bool is_pair = i + 1 < chars.length && chars_get(chars.data, chars.width, i + 1) == '\n';
        seen |= is_pair ? IO_SEEN_CRLF : IO_SEEN_CR;
        i += is_pair;
    }
    return seen;
}

// The text with '\n' for each newline; consumes it.
static Object *take_translated(Vm *vm, Object *text) {
    Chars rest = str_get_chars((const Str *)text);
    StrBuilder builder;
    str_builder_start(vm, &builder);
    str_builder_reserve(&builder, rest.length, chars_max(rest));
    int64_t at;
    while ((at = chars_find_char(rest, '\r')) >= 0) {
        str_builder_add_chars(&builder, chars_part(rest, 0, at));
        bool is_pair = at + 1 < rest.length && chars_get(rest.data, rest.width, at + 1) == '\n';
        str_builder_add_char(&builder, '\n');
        rest = chars_part(rest, at + 1 + is_pair, rest.length);
    }
    str_builder_add_chars(&builder, rest);
    object_drop(vm, text);
    return str_builder_finish(&builder);
}

Object *io_newlines_take(Vm *vm, IoNewlines *state, Object *text, int is_final) {
    const Str *str = (const Str *)text;
    int64_t length = str->length;
    bool adds_first = state->has_pending_cr && (is_final || length > 0);
    bool drops_last = !is_final && length > 0 && str_get_char(str, length - 1) == '\r';
    // A lone '\r' that took the place of the one that waited waits in its turn.
    state->has_pending_cr = drops_last || (state->has_pending_cr && !adds_first);
    text = take_changed(vm, text, adds_first, drops_last);
    if (text == NULL || ((Str *)text)->length == 0) return text;
    Chars chars = str_get_chars((const Str *)text);
    if (LIKELY(chars_find_char(chars, '\r') < 0)) {
        if ((state->seen & IO_SEEN_LF) == 0 && chars_find_char(chars, '\n') >= 0)
            state->seen |= IO_SEEN_LF;
        return text;
    }
    state->seen = (uint8_t)find_kinds(chars, state->seen);
    return state->translates ? take_translated(vm, text) : text;
}

Object *io_newlines_seen(Vm *vm, int seen) {
    static const char *const texts[] = {"\r", "\n", "\r\n"};
    List *kinds = list_new(vm, 0);
    bool done = kinds != NULL;
    for (int i = 0; done && i < 3; i++) {
        if ((seen >> i & 1) == 0) continue;
        Object *text = str_new_c(vm, texts[i]);
        done = text != NULL && list_take_add(vm, kinds, text);
    }
    Object *result = NULL;
    if (done && kinds->count == 0) result = none_new(vm);
    else if (done && kinds->count == 1) result = object_share(kinds->items[0].object);
    else if (done) result = (Object *)list_to_tuple(vm, kinds);
    object_drop_or_null(vm, (Object *)kinds);
    return result;
}

// --- the end of a line ---

static int64_t find_universal(Chars chars) {
    int64_t lf = chars_find_char(chars, '\n');
    int64_t cr = chars_find_char(chars_part(chars, 0, lf < 0 ? chars.length : lf), '\r');
    if (cr < 0) return lf < 0 ? -1 : lf + 1;
    return cr + 1 == lf ? lf + 1 : cr + 1;
}

int64_t io_find_line_end(const IoLineEnd *line_end, Chars text, int64_t start, int64_t stop,
                         int64_t *rest) {
    Chars chars = chars_part(text, start, stop);
    *rest = stop;
    int64_t end = -1;
    if (line_end->is_universal && !line_end->is_translated) {
        end = find_universal(chars);
    } else if (line_end->is_translated || line_end->newline->length == 1) {
        uint32_t newline = line_end->is_translated ? '\n' : str_get_char(line_end->newline, 0);
        int64_t at = chars_find_char(chars, newline);
        if (at >= 0) end = at + 1;
    } else {
        int64_t length = line_end->newline->length;
        int64_t at = chars_find(chars, str_get_chars(line_end->newline));
        if (at >= 0) end = at + length;
        // The end of what is there may be the beginning of a newline.
        else if (chars.length > 0 && chars_get(chars.data, chars.width, chars.length - 1) == '\r')
            *rest = stop - 1;
    }
    return end < 0 ? -1 : start + end;
}

// --- IncrementalNewlineDecoder ---

static IoNewlineDecoder *decoder_of(const Slot *arguments) {
    return (IoNewlineDecoder *)arguments[0].object;
}

static bool check_ready(Vm *vm, const IoNewlineDecoder *self) {
    return self->errors.object != NULL || raise_false(vm, ERROR_IO_NEWLINE_NOT_READY);
}

static bool has_decoder(Vm *vm, const IoNewlineDecoder *self) {
    return self->decoder.object != vm->objects->none;
}

static bool decoder_init(Vm *vm, Object *object, const Arguments *arguments) {
    IoNewlineDecoder *self = (IoNewlineDecoder *)object;
    Object *values[3];
    int translates;
    const char *signature = "(decoder, translate, errors='strict')";
    if (!arguments_bind(vm, "IncrementalNewlineDecoder", signature, arguments, values))
        return false;
    bool done = argument_int(vm, values[1], &translates);
    Object *errors = !done || values[2] != NULL ? object_share_or_null(values[2])
                                                : str_new_c(vm, "strict");
    if (done && errors != NULL) {
        slot_set(vm, object, &self->decoder, values[0]);
        slot_set(vm, object, &self->errors, errors);
        self->newlines = (IoNewlines){.translates = translates != 0};
    }
    done = done && errors != NULL;
    object_drop_or_null(vm, errors);
    arguments_unbind(vm, values, 3);
    return done;
}

static Object *decoder_new(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    return instance_new(vm, type);
}

Object *io_newline_decode(Vm *vm, Object *decoder, Object *input, int is_final) {
    IoNewlineDecoder *self = (IoNewlineDecoder *)decoder;
    if (!check_ready(vm, self)) return NULL;
    Object *text = has_decoder(vm, self)
        ? object_call_method(vm, self->decoder.object, IO_NAMES(vm).decode, 2, input,
                             is_final ? vm->objects->true_ : vm->objects->false_)
        : object_share(input);
    if (text == NULL) return NULL;
    if (object_is_str(vm, text)) return io_newlines_take(vm, &self->newlines, text, is_final);
    raise(vm, ERROR_IO_DECODER_RESULT, text);
    object_drop(vm, text);
    return NULL;
}

static Object *decoder_method_decode(Vm *vm, const Slot *arguments) {
    bool is_final = false;
    int given = 0;
    if (arguments[2].object != NULL) {
        if (!argument_int(vm, arguments[2].object, &given)) return NULL;
        is_final = given != 0;
    }
    return io_newline_decode(vm, arguments[0].object, arguments[1].object, is_final);
}

// The state (bytes, number) of the decoder; false: raised. *buffer is a new reference.
static bool inner_state(Vm *vm, IoNewlineDecoder *self, Object **buffer, uint64_t *flag) {
    *flag = 0;
    *buffer = NULL;
    if (!has_decoder(vm, self)) {
        *buffer = object_share(vm->objects->empty_bytes);
        return true;
    }
    Object *state = io_call(vm, self->decoder.object, IO_NAMES(vm).getstate);
    if (state == NULL) return false;
    const Tuple *pair = (const Tuple *)state;
    bool done = object_is_tuple(vm, state) && pair->count == 2 &&
                argument_bits(vm, pair->items[1].object, flag);
    if (done) *buffer = object_share(pair->items[0].object);
    object_drop(vm, state);
    if (done) return true;
    raised_clear(vm);
    return raise_false(vm, ERROR_IO_DECODER_STATE);
}

static Object *decoder_method_getstate(Vm *vm, const Slot *arguments) {
    IoNewlineDecoder *self = decoder_of(arguments);
    Object *buffer, *number, *state = NULL;
    uint64_t flag;
    if (!check_ready(vm, self) || !inner_state(vm, self, &buffer, &flag)) return NULL;
    number = int_new_unsigned(vm, flag << 1 | self->newlines.has_pending_cr);
    if (number != NULL) state = (Object *)tuple_pack(vm, 2, buffer, number);
    object_drop_or_null(vm, number);
    object_drop(vm, buffer);
    return state;
}

static Object *decoder_method_setstate(Vm *vm, const Slot *arguments) {
    IoNewlineDecoder *self = decoder_of(arguments);
    const Tuple *state = (const Tuple *)arguments[1].object;
    uint64_t flag;
    if (!check_ready(vm, self)) return NULL;
    if (!object_is_tuple(vm, &state->base)) return raise(vm, ERROR_IO_STATE_NOT_TUPLE);
    if (state->count != 2 || !argument_bits(vm, state->items[1].object, &flag)) {
        raised_clear(vm);
        return raise(vm, ERROR_IO_SETSTATE);
    }
    self->newlines.has_pending_cr = flag & 1;
    if (!has_decoder(vm, self)) return none_new(vm);
    Object *number = int_new_unsigned(vm, flag >> 1), *inner = NULL, *result = NULL;
    if (number != NULL) inner = (Object *)tuple_pack(vm, 2, state->items[0].object, number);
    if (inner != NULL)
        result = object_call_method(vm, self->decoder.object, IO_NAMES(vm).setstate, 1, inner);
    object_drop_or_null(vm, number);
    object_drop_or_null(vm, inner);
    return result;
}

static Object *decoder_method_reset(Vm *vm, const Slot *arguments) {
    IoNewlineDecoder *self = decoder_of(arguments);
    if (!check_ready(vm, self)) return NULL;
    self->newlines.seen = 0;
    self->newlines.has_pending_cr = false;
    return has_decoder(vm, self) ? io_call(vm, self->decoder.object, IO_NAMES(vm).reset)
                                 : none_new(vm);
}

static Object *decoder_get_newlines(Vm *vm, Object *object) {
    const IoNewlineDecoder *self = (const IoNewlineDecoder *)object;
    return check_ready(vm, self) ? io_newlines_seen(vm, self->newlines.seen) : NULL;
}

static const Method decoder_methods[] = {
    METHOD(decoder, decode, "(self, /, input, final=False)",
           "Decode a part; a '\\r' at its end waits for the next one unless final."),
    METHOD(decoder, getstate, "(self, /)", "What setstate() goes back to."),
    METHOD(decoder, setstate, "(self, state, /)", "Go back to a state of getstate()."),
    METHOD(decoder, reset, "(self, /)", "Forget what was decoded."),
    {0},
};

static const Property decoder_properties[] = {
    {"newlines", decoder_get_newlines, NULL, NULL},
    {0},
};

static const Field decoder_fields[] = {
    FIELD(IoNewlineDecoder, decoder),
    FIELD(IoNewlineDecoder, errors),
    {0},
};

const TypeDefinition io_newline_decoder_definition = {
    .name = "_io.IncrementalNewlineDecoder",
    .flags = TYPE_IS_BASE,
    .bytes = sizeof(IoNewlineDecoder),
    .python_bytes = 40,
    .layout = {.fields = decoder_fields},
    .behaviour = {.new = decoder_new, .init = decoder_init},
    .methods = decoder_methods,
    .properties = decoder_properties,
    .signature = "(decoder, translate, errors='strict')",
    .doc = "A decoder behind another one that knows all kinds of newlines, and can make each "
           "of them '\\n'.",
};
