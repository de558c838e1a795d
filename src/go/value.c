// Values between registers and memory, boxed, compared and hashed.

#include <math.h>
#include <string.h>

#include "go/machine.h"

bool go_machine_is_scalar(GoType *type) {
    switch (go_type_underlying(type)->kind) {
    case GO_KIND_STRING: case GO_KIND_UNTYPED_STRING: case GO_KIND_COMPLEX64:
    case GO_KIND_COMPLEX128: case GO_KIND_UNTYPED_COMPLEX: case GO_KIND_ARRAY: case GO_KIND_SLICE:
    case GO_KIND_STRUCT: case GO_KIND_INTERFACE: case GO_KIND_TUPLE:
        return false;
    default: return true;
    }
}

bool go_machine_is_direct(GoType *type) {
    switch (go_type_underlying(type)->kind) {
    case GO_KIND_POINTER: case GO_KIND_MAP: case GO_KIND_CHANNEL: case GO_KIND_FUNCTION:
    case GO_KIND_UNSAFE_POINTER:
        return true;
    default: return false;
    }
}

bool go_machine_has_pointers(GoType *type) {
    GoType *under = go_type_underlying(type);
    switch (under->kind) {
    case GO_KIND_ARRAY: return under->length > 0 && go_machine_has_pointers(under->element);
    case GO_KIND_STRUCT:
        for (int i = 0; i < under->count; i++)
            if (go_machine_has_pointers(under->fields[i].type)) return true;
        return false;
    case GO_KIND_STRING: case GO_KIND_UNSAFE_POINTER: case GO_KIND_UINTPTR: return true;
    default: return under->kind >= GO_BASIC_COUNT;
    }
}

int64_t go_machine_size(GoType *type) {
    if (go_machine_is_scalar(type)) return 8;
    return (go_type_size(type) + 7) & ~(int64_t)7;
}

void go_machine_load(char *registers, const char *memory, GoType *type) {
    GoType *under = go_type_underlying(type);
    int64_t wide;
    if (!go_machine_is_scalar(under)) {
        memmove(registers, memory, (size_t)go_type_size(under));
        return;
    }
    switch (under->kind) {
    case GO_KIND_INT8: wide = *(const int8_t *)memory; break;
    case GO_KIND_INT16: wide = *(const int16_t *)memory; break;
    case GO_KIND_INT32: wide = *(const int32_t *)memory; break;
    case GO_KIND_BOOL: case GO_KIND_UINT8: wide = *(const uint8_t *)memory; break;
    case GO_KIND_UINT16: wide = *(const uint16_t *)memory; break;
    case GO_KIND_UINT32: case GO_KIND_FLOAT32: wide = *(const uint32_t *)memory; break;
    default: wide = *(const int64_t *)memory;
    }
    *(int64_t *)registers = wide;
}

void go_machine_store(GoMachine *machine, char *memory, const char *registers, GoType *type) {
    block_write(&machine->heap, memory, registers, (size_t)go_type_size(type));
}

char *go_machine_new(GoMachine *machine, int64_t size, GoType *type) {
    char *block = block_new(&machine->heap, size, type == NULL ||
                            go_machine_has_pointers(type) ? GO_POINTERS : GO_PLAIN);
    if (block == NULL) go_compile_no_memory(machine->world);
    return block;
}

GoInterface go_machine_box(GoMachine *machine, GoType *type, const char *registers) {
    GoInterface box = {type, NULL};
    if (go_machine_is_direct(type)) {
        box.data = *(char *const *)registers;
        return box;
    }
    int64_t size = go_type_size(type);
    box.data = go_machine_new(machine, size, type);
    if (size > 0) memcpy(box.data, registers, (size_t)size);
    return box;
}

const char *go_machine_unbox(const GoInterface *value) {
    return go_machine_is_direct(value->type) ? (const char *)&value->data : value->data;
}

GoString go_machine_string(GoMachine *machine, const char *bytes, int64_t size) {
    if (size == 0) return (GoString){NULL, 0};
    char *copy = block_new(&machine->heap, size, GO_PLAIN);
    if (copy == NULL) go_compile_no_memory(machine->world);
    memcpy(copy, bytes, (size_t)size);
    return (GoString){copy, size};
}

GoString go_machine_text(GoMachine *machine, const char *terminated) {
    return go_machine_string(machine, terminated, (int64_t)strlen(terminated));
}

// --- equality ---

static GoEquality equal_interfaces(const GoInterface *left, const GoInterface *right,
                                   GoType **culprit) {
    if (left->type != right->type) return GO_EQUAL_NO;
    if (left->type == NULL) return GO_EQUAL_YES;
    if (go_machine_is_direct(left->type) &&
        go_type_underlying(left->type)->kind != GO_KIND_MAP &&
        go_type_underlying(left->type)->kind != GO_KIND_FUNCTION)
        return left->data == right->data ? GO_EQUAL_YES : GO_EQUAL_NO;
    if (!go_type_is_comparable(left->type)) {
        *culprit = left->type;
        return GO_EQUAL_NEVER;
    }
    return go_machine_equal(left->type, left->data, right->data, culprit);
}

static GoEquality equal_parts(GoType *under, const char *left, const char *right,
                              GoType **culprit) {
    int64_t count = under->kind == GO_KIND_ARRAY ? under->length : under->count;
    int64_t size = under->kind == GO_KIND_ARRAY ? go_type_size(under->element) : 0;
    (void)go_type_size(under);
    for (int64_t i = 0; i < count; i++) {
        bool is_array = under->kind == GO_KIND_ARRAY;
        if (!is_array && under->fields[i].name[0] == '_' && under->fields[i].name[1] == '\0')
            continue;
        int64_t offset = is_array ? i * size : under->fields[i].offset;
        GoEquality equality = go_machine_equal(is_array ? under->element : under->fields[i].type,
                                               left + offset, right + offset, culprit);
        if (equality != GO_EQUAL_YES) return equality;
    }
    return GO_EQUAL_YES;
}

GoEquality go_machine_equal(GoType *type, const char *left, const char *right, GoType **culprit) {
    GoType *under = go_type_underlying(type);
    bool is_equal;
    switch (under->kind) {
    case GO_KIND_FLOAT32: is_equal = *(const float *)left == *(const float *)right; break;
    case GO_KIND_FLOAT64: is_equal = *(const double *)left == *(const double *)right; break;
    case GO_KIND_COMPLEX64:
        is_equal = ((const float *)left)[0] == ((const float *)right)[0] &&
                   ((const float *)left)[1] == ((const float *)right)[1];
        break;
    case GO_KIND_COMPLEX128:
        is_equal = ((const double *)left)[0] == ((const double *)right)[0] &&
                   ((const double *)left)[1] == ((const double *)right)[1];
        break;
    case GO_KIND_STRING: {
        const GoString *first = (const GoString *)left, *second = (const GoString *)right;
        is_equal = first->size == second->size && (first->size == 0 ||
                   memcmp(first->bytes, second->bytes, (size_t)first->size) == 0);
        break;
    }
    case GO_KIND_INTERFACE:
        return equal_interfaces((const GoInterface *)left, (const GoInterface *)right, culprit);
    case GO_KIND_ARRAY: case GO_KIND_STRUCT: return equal_parts(under, left, right, culprit);
    default: {
        size_t size = (size_t)go_type_size(under);
        is_equal = memcmp(left, right, size) == 0;
    }
    }
    return is_equal ? GO_EQUAL_YES : GO_EQUAL_NO;
}

// --- hashing ---

static uint64_t mix(uint64_t hash, uint64_t word) {
    hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    return hash ^ (hash >> 32);
}

static uint64_t hash_bytes_of(const char *bytes, int64_t size) {
    uint64_t hash = 0x84222325cbf29ce4u ^ (uint64_t)size, word;
    for (; size >= 8; size -= 8, bytes += 8) {
        memcpy(&word, bytes, 8);
        hash = mix(hash, word);
    }
    word = 0;
    memcpy(&word, bytes, (size_t)size);
    return mix(hash, word);
}

static uint64_t hash_float(double value) {
    uint64_t bits;
    if (value == 0) value = 0;   // both zeros are one key
    memcpy(&bits, &value, 8);
    return mix(7, bits);
}

uint64_t go_machine_hash(GoType *type, const char *value, GoType **culprit) {
    GoType *under = go_type_underlying(type);
    uint64_t hash = 5;
    switch (under->kind) {
    case GO_KIND_FLOAT32: return hash_float(*(const float *)value);
    case GO_KIND_FLOAT64: return hash_float(*(const double *)value);
    case GO_KIND_COMPLEX64:
        return mix(hash_float(((const float *)value)[0]), hash_float(((const float *)value)[1]));
    case GO_KIND_COMPLEX128:
        return mix(hash_float(((const double *)value)[0]), hash_float(((const double *)value)[1]));
    case GO_KIND_STRING:
        return hash_bytes_of(((const GoString *)value)->bytes, ((const GoString *)value)->size);
    case GO_KIND_INTERFACE: {
        const GoInterface *box = (const GoInterface *)value;
        if (box->type == NULL) return 3;
        if (!go_type_is_comparable(box->type)) {
            *culprit = box->type;
            return 0;
        }
        return mix(go_machine_hash(box->type, go_machine_unbox(box), culprit),
                   (uint64_t)(uintptr_t)box->type);
    }
    case GO_KIND_ARRAY:
        for (int64_t i = 0; i < under->length; i++)
            hash = mix(hash, go_machine_hash(under->element,
                                             value + i * go_type_size(under->element), culprit));
        return hash;
    case GO_KIND_STRUCT:
        (void)go_type_size(under);
        for (int i = 0; i < under->count; i++)
            if (strcmp(under->fields[i].name, "_") != 0)
                hash = mix(hash, go_machine_hash(under->fields[i].type,
                                                 value + under->fields[i].offset, culprit));
        return hash;
    default: {
        uint64_t word = 0;
        memcpy(&word, value, (size_t)go_type_size(under));
        return mix(hash, word);
    }
    }
}
