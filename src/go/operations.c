#include "go/operations.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

enum { SLICE_DOUBLES = 256 };

// --- numbers ---

int64_t operations_to_int(double value) {
    if (!(value >= -9223372036854775808.0 && value < 9223372036854775808.0)) return INT64_MIN;
    return (int64_t)value;
}

int64_t operations_to_uint(double value) {
    if (value < 9223372036854775808.0) return operations_to_int(value);
    return (int64_t)((uint64_t)operations_to_int(value - 9223372036854775808.0) ^
                     (uint64_t)1 << 63);
}

static void divide(double *result, const double *left, const double *right) {
    double a = left[0], b = left[1], c = right[0], d = right[1];
    bool has_nan = isnan(a) || isnan(b) || isnan(c) || isnan(d);
    if (c == 0 && d == 0 && !isnan(a) && !isnan(b)) {
        result[0] = (a == 0 && b == 0) ? NAN : isnan(a) ? NAN : copysign(INFINITY, c) * a;
        result[1] = (a == 0 && b == 0) ? NAN : copysign(INFINITY, c) * b;
        return;
    }
    if ((isinf(a) || isinf(b)) && isfinite(c) && isfinite(d) && !has_nan) {
        double x = copysign(isinf(a) ? 1 : 0, a), y = copysign(isinf(b) ? 1 : 0, b);
        result[0] = INFINITY * (x * c + y * d);
        result[1] = INFINITY * (y * c - x * d);
        return;
    }
    if ((isinf(c) || isinf(d)) && isfinite(a) && isfinite(b)) {
        double x = copysign(isinf(c) ? 1 : 0, c), y = copysign(isinf(d) ? 1 : 0, d);
        result[0] = 0 * (a * x + b * y);
        result[1] = 0 * (b * x - a * y);
        return;
    }
    if (fabs(c) >= fabs(d)) {
        double ratio = d / c, whole = c + ratio * d;
        result[0] = (a + b * ratio) / whole;
        result[1] = (b - a * ratio) / whole;
    } else {
        double ratio = c / d, whole = d + ratio * c;
        result[0] = (a * ratio + b) / whole;
        result[1] = (b * ratio - a) / whole;
    }
}

static void compute(GoToken op, double *result, const double *left, const double *right) {
    switch (op) {
    case GO_ADD: result[0] = left[0] + right[0]; result[1] = left[1] + right[1]; return;
    case GO_SUBTRACT: result[0] = left[0] - right[0]; result[1] = left[1] - right[1]; return;
    case GO_MULTIPLY:
        result[0] = left[0] * right[0] - left[1] * right[1];
        result[1] = left[0] * right[1] + left[1] * right[0];
        return;
    default: divide(result, left, right); return;
    }
}

void operations_complex(int how, char *result, const char *left, const char *right) {
    double out[2], first[2], second[2];
    if (how & 64) {
        for (int i = 0; i < 2; i++) {
            first[i] = ((const float *)left)[i];
            second[i] = ((const float *)right)[i];
        }
        compute((GoToken)(how & 63), out, first, second);
        for (int i = 0; i < 2; i++) ((float *)result)[i] = (float)out[i];
        return;
    }
    memcpy(first, left, 16);
    memcpy(second, right, 16);
    compute((GoToken)how, out, first, second);
    memcpy(result, out, 16);
}

void operations_complex_to(int how, char *result, const char *value) {
    double wide[2];
    float narrow[2];
    if (how == 1) {
        memcpy(wide, value, 16);
        narrow[0] = (float)wide[0];
        narrow[1] = (float)wide[1];
        memcpy(result, narrow, 8);
        return;
    }
    memcpy(narrow, value, 8);
    wide[0] = narrow[0];
    wide[1] = narrow[1];
    memcpy(result, wide, 16);
}

// --- comparing ---

int64_t operations_same_string(const GoString *left, const GoString *right) {
    return left->size == right->size && (left->bytes == right->bytes ||
           memcmp(left->bytes, right->bytes, (size_t)left->size) == 0);
}

int64_t operations_compare_string(const GoString *left, const GoString *right) {
    int64_t shared = left->size < right->size ? left->size : right->size;
    int order = shared == 0 ? 0 : memcmp(left->bytes, right->bytes, (size_t)shared);
    if (order != 0) return order < 0 ? -1 : 1;
    return (left->size > right->size) - (left->size < right->size);
}

int operations_equal_interfaces(const char *left, const char *right, GoType **culprit) {
    GoType any = {.kind = GO_KIND_INTERFACE, .is_complete = true};
    return go_machine_equal(&any, left, right, culprit) == GO_EQUAL_YES;
}

static GoOutcome fail_type(GoMachine *machine, GoRoutine *routine, const char *text, GoType *type) {
    return go_machine_fail(machine, routine, "%s %s", text,
                           go_type_runtime_text(machine->compile, type));
}

GoOutcome operations_incomparable(GoMachine *machine, GoRoutine *routine, GoType *type) {
    return fail_type(machine, routine, "comparing uncomparable type", type);
}

GoOutcome operations_unhashable(GoMachine *machine, GoRoutine *routine, GoType *type) {
    return fail_type(machine, routine, "hash of unhashable type", type);
}

// --- slices ---

GoOutcome operations_fail_index(GoMachine *machine, GoRoutine *routine, int64_t index,
                                  int64_t length) {
    if (index < 0)
        return go_machine_fail_bounds(machine, routine, "index out of range [%lld]",
                                      (long long)index);
    return go_machine_fail_bounds(machine, routine, "index out of range [%lld] with length %lld",
                                  (long long)index, (long long)length);
}

GoOutcome operations_fail_array(GoMachine *machine, GoRoutine *routine, int64_t length,
                                  int64_t wanted) {
    return go_machine_fail_bounds(machine, routine, "cannot convert slice with length %lld to "
                                  "pointer to array with length %lld", (long long)length,
                                  (long long)wanted);
}

GoOutcome operations_overflow(GoMachine *machine) {
    static const char text[] = "runtime: goroutine stack exceeds 1000000000-byte limit\n";
    go_machine_write_error(machine, text, sizeof text - 1);
    return go_machine_fatal(machine, "stack overflow");
}

static GoOutcome fail_slice(GoMachine *machine, GoRoutine *routine, const char *form, int64_t low,
                            int64_t high, const char *what) {
    char text[128];
    if (low < 0 || (high < 0 && what == NULL))
        snprintf(text, sizeof text, "slice bounds out of range [%s", form);
    (void)text;
    char left[32] = "", right[32] = "";
    const char *colon = form;
    for (; *colon != '\0'; colon++) {
        char part[32];
        if (*colon == 'l') snprintf(part, sizeof part, "%lld", (long long)low);
        else if (*colon == 'h') snprintf(part, sizeof part, "%lld", (long long)high);
        else snprintf(part, sizeof part, "%c", *colon);
        strncat(left, part, sizeof left - strlen(left) - 1);
    }
    (void)right;
    if (what == NULL)
        return go_machine_fail_bounds(machine, routine, "slice bounds out of range [%s]", left);
    return go_machine_fail_bounds(machine, routine, "slice bounds out of range [%s] with %s %lld",
                                  left, what, (long long)high);
}

GoOutcome operations_slice(GoMachine *machine, GoRoutine *routine, GoSlice *result,
                             GoSlice slice, const int64_t *bounds, int which, int64_t element) {
    int64_t low = which & 4 ? bounds[0] : 0;
    int64_t high = which & 1 ? bounds[1] : slice.length;
    int64_t max = which & 2 ? bounds[2] : slice.capacity;
    const char *limit = which & 8 ? "length" : "capacity";
    if (which & 2) {
        if (max < 0) return fail_slice(machine, routine, "::l", max, 0, NULL);
        if (max > slice.capacity)
            return fail_slice(machine, routine, "::l", max, slice.capacity, limit);
        if (high < 0) return fail_slice(machine, routine, ":l:", high, 0, NULL);
        if (high > max) return fail_slice(machine, routine, ":l:h", high, max, NULL);
        if (low < 0) return fail_slice(machine, routine, "l::", low, 0, NULL);
        if (low > high) return fail_slice(machine, routine, "l:h:", low, high, NULL);
    } else {
        if (high < 0) return fail_slice(machine, routine, ":l", high, 0, NULL);
        if (high > max) return fail_slice(machine, routine, ":l", high, max, limit);
        if (low < 0) return fail_slice(machine, routine, "l:", low, 0, NULL);
        if (low > high) return fail_slice(machine, routine, "l:h", low, high, NULL);
    }
    int64_t capacity = max - low;
    // A pointer behind the last byte of a block would keep the next one alive.
    *result = (GoSlice){slice.items + (capacity > 0 ? low * element : 0), high - low, capacity};
    return GO_DONE;
}

GoOutcome operations_slice_string(GoMachine *machine, GoRoutine *routine, GoString *result,
                                    GoString string, const int64_t *bounds, int which) {
    int64_t low = which & 4 ? bounds[0] : 0, high = which & 1 ? bounds[1] : string.size;
    if (high < 0) return fail_slice(machine, routine, ":l", high, 0, NULL);
    if (high > string.size)
        return fail_slice(machine, routine, ":l", high, string.size, "length");
    if (low < 0) return fail_slice(machine, routine, "l:", low, 0, NULL);
    if (low > high) return fail_slice(machine, routine, "l:h", low, high, NULL);
    *result = (GoString){string.bytes + low, high - low};
    return GO_DONE;
}

GoOutcome operations_make_slice(GoMachine *machine, GoRoutine *routine, GoSlice *result,
                                  GoType *type) {
    int64_t length = ((int64_t *)result)[0], capacity = ((int64_t *)result)[1];
    GoType *element = go_type_underlying(type)->element;
    int64_t size = go_type_size(element), limit = size == 0 ? INT64_MAX : ((int64_t)1 << 47) / size;
    if (length < 0 || length > limit)
        return go_machine_fail(machine, routine, "makeslice: len out of range");
    if (capacity < length || capacity > limit)
        return go_machine_fail(machine, routine, "makeslice: cap out of range");
    *result = (GoSlice){go_machine_new(machine, size * capacity, element), length, capacity};
    return GO_DONE;
}

// The sizes that the runtime's allocator has, from which capacities follow.
static int64_t round_up_size(int64_t size) {
    static const uint16_t sizes[] = {
        8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320,
        352, 384, 416, 448, 480, 512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792,
        2048, 2304, 2688, 3072, 3200, 3456, 4096, 4864, 5120, 5376, 6144, 6528, 6784, 6912, 8192,
        9472, 9728, 10240, 10880, 12288, 13568, 14336, 16384, 18432, 19072, 20480, 21760, 24576,
        27264, 28672, 32768,
    };
    if (size > 32768) return (size + 8191) & ~(int64_t)8191;
    for (size_t i = 0; i < ARRAY_COUNT(sizes); i++)
        if (sizes[i] >= size) return sizes[i];
    return size;
}

void operations_grow(GoMachine *machine, GoSlice *slice, int64_t count, GoType *type) {
    GoType *element = go_type_underlying(type)->element;
    int64_t size = go_type_size(element), wanted = slice->length + count;
    if (wanted <= slice->capacity) return;
    int64_t capacity = slice->capacity, doubled = capacity * 2;
    if (wanted > doubled) {
        capacity = wanted;
    } else if (capacity < SLICE_DOUBLES) {
        capacity = doubled;
    } else {
        while (capacity < wanted) capacity += (capacity + 3 * SLICE_DOUBLES) / 4;
    }
    if (size == 0) {
        slice->items = go_machine_new(machine, 0, element);
        slice->capacity = wanted;
        return;
    }
    int64_t bytes = round_up_size(capacity * size);
    char *items = go_machine_new(machine, bytes, element);
    const char *old = slice->items;
    if (slice->length > 0) memcpy(items, old, (size_t)(slice->length * size));
    slice->items = items;
    slice->capacity = bytes / size;
}

void operations_append(GoMachine *machine, GoSlice *result, GoSlice slice, const GoSlice *more,
                         GoType *type) {
    int64_t size = go_type_size(go_type_underlying(type)->element), count = more->length;
    const char *items = more->items;
    if (count > 0) {
        operations_grow(machine, &slice, count, type);
        if (size > 0)
            block_write(&machine->heap, slice.items + slice.length * size, items,
                        (size_t)(count * size));
        slice.length += count;
    }
    *result = slice;
}

int64_t operations_copy(GoMachine *machine, const char *to, const char *from, int64_t element) {
    const GoSlice *left = (const GoSlice *)to, *right = (const GoSlice *)from;
    int64_t count = left->length < right->length ? left->length : right->length;
    if (count > 0 && element > 0)
        block_write(&machine->heap, left->items, right->items, (size_t)(count * element));
    return count;
}

// --- strings ---

GoString operations_join(GoMachine *machine, GoString left, GoString right) {
    if (left.size == 0) return right;
    if (right.size == 0) return left;
    char *bytes = block_new(&machine->heap, left.size + right.size, GO_PLAIN);
    if (bytes == NULL) go_compile_no_memory(machine->world);
    memcpy(bytes, left.bytes, (size_t)left.size);
    memcpy(bytes + left.size, right.bytes, (size_t)right.size);
    return (GoString){bytes, left.size + right.size};
}

static GoString runes_to_string(GoMachine *machine, GoSlice runes) {
    char bytes[4];
    int64_t size = 0;
    const int32_t *items = (const int32_t *)runes.items;
    for (int pass = 0; pass < 2; pass++) {
        char *out = pass == 0 || size == 0 ? NULL : block_new(&machine->heap, size, GO_PLAIN);
        if (pass == 1 && size > 0 && out == NULL) go_compile_no_memory(machine->world);
        int64_t at = 0;
        for (int64_t i = 0; i < runes.length; i++) {
            uint32_t code = (uint32_t)items[i];
            if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) code = 0xfffd;
            int count = utf8_write(code, bytes);
            if (out != NULL) memcpy(out + at, bytes, (size_t)count);
            at += count;
        }
        size = at;
        if (pass == 1) return (GoString){out, size};
    }
    return (GoString){NULL, 0};
}

int64_t operations_next_rune(const GoString *string, int64_t at, int64_t *index_and_rune) {
    index_and_rune[0] = at;
    uint8_t c = (uint8_t)string->bytes[at];
    if (c < 0x80) {
        index_and_rune[1] = c;
        return at + 1;
    }
    Utf8Step step = utf8_read(string->bytes + at, (size_t)(string->size - at));
    bool is_wrong = step.error != UTF8_VALID;
    index_and_rune[1] = is_wrong ? 0xfffd : step.code;
    return at + (is_wrong ? 1 : step.size);
}

static GoSlice string_to_runes(GoMachine *machine, const GoString *string) {
    int64_t count = 0, pair[2];
    for (int64_t at = 0; at < string->size; count++) at = operations_next_rune(string, at, pair);
    int64_t bytes = count == 0 ? 0 : round_up_size(count * 4);
    GoSlice runes = {block_new(&machine->heap, bytes, GO_PLAIN), count, bytes / 4};
    if (runes.items == NULL) go_compile_no_memory(machine->world);
    count = 0;
    for (int64_t at = 0; at < string->size;) {
        at = operations_next_rune(string, at, pair);
        ((int32_t *)runes.items)[count++] = (int32_t)pair[1];
    }
    return runes;
}

void operations_convert_string(GoMachine *machine, int how, char *result, const char *value) {
    switch (how) {
    case GO_BYTES_TO_STRING: {
        GoSlice slice = *(const GoSlice *)value;
        *(GoString *)result = go_machine_string(machine, slice.items, slice.length);
        return;
    }
    case GO_STRING_TO_BYTES: {
        GoString string = *(const GoString *)value;
        int64_t capacity = string.size == 0 ? 0 : round_up_size(string.size);
        char *bytes = block_new(&machine->heap, capacity, GO_PLAIN);
        if (bytes == NULL) go_compile_no_memory(machine->world);
        if (string.size > 0) memcpy(bytes, string.bytes, (size_t)string.size);
        *(GoSlice *)result = (GoSlice){bytes, string.size, capacity};
        return;
    }
    case GO_RUNES_TO_STRING:
        *(GoString *)result = runes_to_string(machine, *(const GoSlice *)value);
        return;
    case GO_STRING_TO_RUNES: {
        GoString string = *(const GoString *)value;
        *(GoSlice *)result = string_to_runes(machine, &string);
        return;
    }
    default: {
        uint64_t code = *(const uint64_t *)value;
        char bytes[4];
        if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) code = 0xfffd;
        int size = utf8_write((uint32_t)code, bytes);
        *(GoString *)result = go_machine_string(machine, bytes, size);
    }
    }
}

// --- calls for later and elsewhere ---

// The window begins at a and has b bytes; the function, or the register with its closure and
// where that goes, stands in the next word.
static GoFunction *called_function(char *fp, const GoCode *pc) {
    if (pc->n == GO_CALL_FUNCTION) return pc[1].pointer;
    char *closure = *(char **)(fp + pc[1].b);
    if (closure == NULL) return NULL;
    *(char **)(fp + pc->a + pc[1].c) = closure;
    return *(GoFunction **)closure;
}

GoOutcome operations_defer(GoMachine *machine, GoRoutine *routine, char *fp, const GoCode *pc) {
    GoFunction *function = called_function(fp, pc);
    (void)routine;
    // A nil function is only missed when it shall run.
    if (function == NULL) function = machine->nil_function;
    GoDefer *later = (GoDefer *)go_machine_new(machine, (int64_t)sizeof *later + pc->b, NULL);
    later->next = routine->defers;
    later->function = function;
    later->window_size = pc->b;
    later->frame = routine->frame_count - 1;
    char *kept = later->window;
    memcpy(kept, fp + pc->a, (size_t)pc->b);
    routine->defers = later;
    return GO_DONE;
}

GoOutcome operations_go(GoMachine *machine, GoRoutine *routine, char *fp, const GoCode *pc) {
    GoFunction *function = called_function(fp, pc);
    (void)routine;
    if (function == NULL) return go_machine_fatal(machine, "go of nil func value");
    (void)go_routine_new(machine, function, fp + pc->a, pc->b);
    return GO_DONE;
}

GoOutcome operations_method_value(GoMachine *machine, GoRoutine *routine, char *fp,
                                    const GoCode *pc) {
    GoInterface value = *(GoInterface *)(fp + pc->b);
    if (value.type == NULL)
        return go_machine_fail(machine, routine,
                               "invalid memory address or nil pointer dereference");
    char *closure = go_machine_new(machine, 24, NULL);
    *(void **)closure = pc[1].pointer;
    memcpy(closure + 8, &value, 16);
    *(char **)(fp + pc->a) = closure;
    return GO_DONE;
}

// --- print and println ---

static void add_float(TextBuffer *text, double value) {
    if (isnan(value)) { text_add_c(text, "NaN"); return; }
    if (isinf(value)) { text_add_c(text, value > 0 ? "+Inf" : "-Inf"); return; }
    char digits[40];
    snprintf(digits, sizeof digits, "%+.6e", value);
    char *exponent = strchr(digits, 'e');
    int power = 0;
    for (const char *at = exponent + 2; *at != '\0'; at++) power = power * 10 + (*at - '0');
    text_add_format(text, "%.*se%c%03d", (int)(exponent - digits), digits, exponent[1], power);
}

static void add_printed(GoMachine *machine, TextBuffer *text, const char *value, GoType *type) {
    GoType *under = go_type_underlying(type);
    int64_t number = *(const int64_t *)value;
    switch (under->kind) {
    case GO_KIND_BOOL: text_add_c(text, number ? "true" : "false"); return;
    case GO_KIND_STRING: {
        const GoString *string = (const GoString *)value;
        text_add(text, string->bytes, (size_t)string->size);
        return;
    }
    case GO_KIND_FLOAT32: add_float(text, *(const float *)value); return;
    case GO_KIND_FLOAT64: add_float(text, *(const double *)value); return;
    case GO_KIND_COMPLEX64: case GO_KIND_COMPLEX128:
        text_add_char(text, '(');
        for (int i = 0; i < 2; i++)
            add_float(text, under->kind == GO_KIND_COMPLEX64 ? ((const float *)value)[i]
                                                             : ((const double *)value)[i]);
        text_add_c(text, "i)");
        return;
    case GO_KIND_INTERFACE:
        text_add_format(text, "(0x%llx,0x%llx)", (unsigned long long)number,
                        (unsigned long long)block_logical(&machine->heap,
                                                          ((const char *const *)value)[1]));
        return;
    case GO_KIND_SLICE:
        text_add_format(text, "[%lld/%lld]0x%llx", (long long)((const GoSlice *)value)->length,
                        (long long)((const GoSlice *)value)->capacity,
                        (unsigned long long)block_logical(&machine->heap,
                                                          ((const GoSlice *)value)->items));
        return;
    default: break;
    }
    if (under->kind >= GO_BASIC_COUNT || under->kind == GO_KIND_UNSAFE_POINTER) {
        uint64_t logical = block_logical(&machine->heap, *(const char *const *)value);
        text_add_format(text, "0x%llx", (unsigned long long)logical);
    } else if (under->flags & GO_IS_UNSIGNED)
        text_add_format(text, "%llu", (unsigned long long)number);
    else text_add_format(text, "%lld", (long long)number);
}

void operations_print(GoMachine *machine, int how, const char *value, GoType *type) {
    TextBuffer text = {0};
    if (type != NULL) add_printed(machine, &text, value, type);
    else text_add_char(&text, how == 1 ? '\n' : ' ');
    go_machine_write_error(machine, text.bytes, text.size);
    text_done(&text);
}
