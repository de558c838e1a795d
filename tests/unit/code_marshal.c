// Writes constants and code objects in the marshal format of CPython 3.11, version 2.

#include "code_marshal.h"

#include "objects/bytes.h"
#include "objects/complex.h"
#include "objects/float.h"
#include "objects/int.h"
#include "objects/set.h"
#include "objects/str.h"
#include "objects/tuple.h"

static void write_long(FILE *file, int64_t value) {
    for (int i = 0; i < 4; i++) fputc((int)(value >> (8 * i)) & 0xff, file);
}

static void write_sized(FILE *file, char type, const void *data, size_t size) {
    fputc(type, file);
    write_long(file, (int64_t)size);
    fwrite(data, 1, size, file);
}

// The magnitude in digits of 15 bits.
static void write_digits(FILE *file, const uint64_t *limbs, int64_t count, int is_negative) {
    int64_t bits = 0;
    for (int64_t i = 0; i < count * 64; i++)
        if (limbs[i / 64] >> (i % 64) & 1) bits = i + 1;
    int64_t digits = (bits + 14) / 15;
    fputc('l', file);
    write_long(file, is_negative ? -digits : digits);
    for (int64_t i = 0; i < digits; i++) {
        int digit = 0;
        for (int64_t bit = i * 15 + 14; bit >= i * 15; bit--)
            digit = digit << 1 | (bit < count * 64 && (limbs[bit / 64] >> (bit % 64) & 1));
        fputc(digit & 0xff, file);
        fputc(digit >> 8, file);
    }
}

static void write_int(FILE *file, const Object *object) {
    if (object->kind == KIND_BIGINT) {
        const BigInt *number = (const BigInt *)object;
        int64_t count = number->limb_count;
        write_digits(file, number->limbs, count < 0 ? -count : count, count < 0);
        return;
    }
    int64_t value = ((const Int *)object)->value;
    uint64_t magnitude = value < 0 ? -(uint64_t)value : (uint64_t)value;
    if (value == (int32_t)value) {
        fputc('i', file);
        write_long(file, value);
    } else {
        write_digits(file, &magnitude, 1, value < 0);
    }
}

static void write_code(FILE *file, Vm *vm, const Code *code) {
    fputc('c', file);
    write_long(file, code->argument_count);
    write_long(file, code->positional_only_count);
    write_long(file, code->keyword_only_count);
    write_long(file, code->stack_size);
    write_long(file, code->flags);
    code_marshal(file, vm, code->bytecode.object);
    code_marshal(file, vm, code->constants.object);
    code_marshal(file, vm, code->names.object);
    code_marshal(file, vm, code->local_names.object);
    code_marshal(file, vm, code->local_kinds.object);
    code_marshal(file, vm, code->filename.object);
    code_marshal(file, vm, code->name.object);
    code_marshal(file, vm, code->qualname.object);
    write_long(file, code->first_line);
    code_marshal(file, vm, code->line_table.object);
    code_marshal(file, vm, code->exception_table.object);
}

// A frozenset as a tuple that begins with a mark: its order is to be compared too.
static void write_set(FILE *file, Vm *vm, Set *set) {
    static const char mark[] = "<frozenset>";
    int64_t position = 0;
    Object *key;
    fputc('(', file);
    write_long(file, set->count + 1);
    write_sized(file, 'u', mark, sizeof mark - 1);
    while (set_next(set, &position, &key)) code_marshal(file, vm, key);
}

static void write_tuple(FILE *file, Vm *vm, const Tuple *tuple) {
    fputc('(', file);
    write_long(file, tuple->count);
    for (int64_t i = 0; i < tuple->count; i++) code_marshal(file, vm, tuple->items[i].object);
}

static void write_str(FILE *file, Vm *vm, const Str *str) {
    size_t size;
    const char *utf8 = str_utf8(vm, str, &size);
    CHECK(utf8 != NULL);
    write_sized(file, 'u', utf8, size);
    str_utf8_drop(vm, str, utf8, size);
}

void code_marshal(FILE *file, Vm *vm, const Object *object) {
    const Complex *complex = (const Complex *)object;
    const Bytes *bytes = (const Bytes *)object;
    switch (object->kind) {
    case KIND_NONE: fputc('N', file); break;
    case KIND_BOOL: fputc(((const Int *)object)->value ? 'T' : 'F', file); break;
    case KIND_ELLIPSIS: fputc('.', file); break;
    case KIND_INT:
    case KIND_BIGINT: write_int(file, object); break;
    case KIND_FLOAT:
        fputc('g', file);
        fwrite(&((const Float *)object)->value, sizeof(double), 1, file);
        break;
    case KIND_COMPLEX:
        fputc('y', file);
        fwrite(&complex->real, sizeof(double), 1, file);
        fwrite(&complex->imaginary, sizeof(double), 1, file);
        break;
    case KIND_STR: write_str(file, vm, (const Str *)object); break;
    case KIND_BYTES: write_sized(file, 's', bytes->data, (size_t)bytes->count); break;
    case KIND_TUPLE: write_tuple(file, vm, (const Tuple *)(const void *)object); break;
    case KIND_FROZENSET: write_set(file, vm, (Set *)(uintptr_t)object); break;
    case KIND_CODE: write_code(file, vm, (const Code *)object); break;
    default: CHECK(!"a constant of this kind");
    }
}
