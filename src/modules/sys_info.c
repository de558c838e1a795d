// What sys tells of the machine: its version, flags and numbers.

#include "modules/sys.h"

#include <float.h>
#include <string.h>

#include "objects/float.h"
#include "objects/set.h"
#include "objects/str.h"
#include "objects/struct_sequence.h"
#include "objects/tuple.h"

// --- the named tuples: FIELD(name, a new reference to its value, doc) ---

#define VERSION_INFO(FIELD) \
    FIELD(major, int_new(vm, 3), "3") \
    FIELD(minor, int_new(vm, 11), "of the language's version") \
    FIELD(micro, int_new(vm, 2), "of CPython's release that is followed") \
    FIELD(releaselevel, str_new_c(vm, "final"), "alpha, beta, candidate or final") \
    FIELD(serial, int_new(vm, 0), "which one of that level")

#define FLAGS(FIELD) \
    FIELD(debug, int_new(vm, settings->debug), "-d") \
    FIELD(inspect, int_new(vm, settings->inspect), "-i") \
    FIELD(interactive, int_new(vm, settings->interactive), "-i") \
    FIELD(optimize, int_new(vm, settings->optimise), "-O or -OO") \
    FIELD(dont_write_bytecode, int_new(vm, settings->no_bytecode != 0), "-B") \
    FIELD(no_user_site, int_new(vm, settings->no_user_site != 0), "-s") \
    FIELD(no_site, int_new(vm, settings->no_site != 0), "-S") \
    FIELD(ignore_environment, int_new(vm, settings->ignores_environment != 0), "-E") \
    FIELD(verbose, int_new(vm, settings->verbose), "-v") \
    FIELD(bytes_warning, int_new(vm, settings->bytes_warning), "-b") \
    FIELD(quiet, int_new(vm, settings->quiet), "-q") \
    FIELD(hash_randomization, int_new(vm, settings->is_hash_keyed), "PYTHONHASHSEED") \
    FIELD(isolated, int_new(vm, settings->isolated != 0), "-I") \
    FIELD(dev_mode, bool_new(vm, settings->dev_mode), "-X dev") \
    FIELD(utf8_mode, int_new(vm, settings->utf8_mode), "-X utf8") \
    FIELD(warn_default_encoding, int_new(vm, settings->warns_of_encoding), \
          "-X warn_default_encoding") \
    FIELD(safe_path, bool_new(vm, settings->safe_path), "-P") \
    FIELD(int_max_str_digits, int_new(vm, settings->int_digits_max), "-X int_max_str_digits")

#define FLOAT_INFO(FIELD) \
    FIELD(max, float_new(vm, DBL_MAX), "the largest finite float") \
    FIELD(max_exp, int_new(vm, DBL_MAX_EXP), "radix ** (this - 1) is still finite") \
    FIELD(max_10_exp, int_new(vm, DBL_MAX_10_EXP), "10 ** this is still finite") \
    FIELD(min, float_new(vm, DBL_MIN), "the smallest normal float above 0") \
    FIELD(min_exp, int_new(vm, DBL_MIN_EXP), "radix ** (this - 1) is still normal") \
    FIELD(min_10_exp, int_new(vm, DBL_MIN_10_EXP), "10 ** this is still normal") \
    FIELD(dig, int_new(vm, DBL_DIG), "so many decimal digits survive") \
    FIELD(mant_dig, int_new(vm, DBL_MANT_DIG), "digits of the significand, in the radix") \
    FIELD(epsilon, float_new(vm, DBL_EPSILON), "from 1 to the next float") \
    FIELD(radix, int_new(vm, FLT_RADIX), "of the representation") \
    FIELD(rounds, int_new(vm, 1), "1: to the nearest")

#define HASH_INFO(FIELD) \
    FIELD(width, int_new(vm, 64), "bits of a hash") \
    FIELD(modulus, int_new(vm, (INT64_C(1) << 61) - 1), "the prime that reduces numbers") \
    FIELD(inf, int_new(vm, 314159), "the hash of infinity") \
    FIELD(nan, int_new(vm, 0), "once the hash of a NaN") \
    FIELD(imag, int_new(vm, 1000003), "the multiplier of imaginary parts") \
    FIELD(algorithm, str_new_c(vm, "siphash13"), "of str, bytes and memoryview") \
    FIELD(hash_bits, int_new(vm, 64), "that the algorithm gives") \
    FIELD(seed_bits, int_new(vm, 128), "of the algorithm's key") \
    FIELD(cutoff, int_new(vm, 0), "texts shorter than this are hashed otherwise")

#define INT_INFO(FIELD) \
    FIELD(bits_per_digit, int_new(vm, 30), "of the digits that sizes are counted in") \
    FIELD(sizeof_digit, int_new(vm, 4), "bytes of such a digit") \
    FIELD(default_max_str_digits, int_new(vm, INT_DIGITS_MAX_DEFAULT), \
          "the most digits that int() and str() convert, unless set") \
    FIELD(str_digits_check_threshold, int_new(vm, INT_DIGITS_MAX_LEAST), \
          "the least that can be set")

#define THREAD_INFO(FIELD) \
    FIELD(name, str_new_c(vm, "pthread"), "of the implementation") \
    FIELD(lock, str_new_c(vm, "semaphore"), "how locks are made") \
    FIELD(version, str_new_c(vm, "NPTL 2.36"), "of the library")

#define FIELD_ROW(name, value, doc) {#name, doc},
#define FIELD_VALUE(name, value, doc) value,

// The type of a named tuple, and the function that makes one of the rows of `LIST`.
#define INFO(id, LIST, flag_bits, text) \
    static const StructField id##_fields[] = {LIST(FIELD_ROW)}; \
    static const StructSequence id = { \
        .name = "sys." #id, .doc = text, .fields = id##_fields, .flags = flag_bits, \
        .field_count = ARRAY_COUNT(id##_fields), .visible_count = ARRAY_COUNT(id##_fields)}; \
    static Object *id##_new(Vm *vm, const Settings *settings) { \
        Object *const values[] = {LIST(FIELD_VALUE)}; \
        (void)settings; \
        return struct_sequence_take(vm, &id, values); \
    }

INFO(version_info, VERSION_INFO, STRUCT_IS_STATIC | STRUCT_IS_SEALED, "The parts of the version.")
INFO(flags, FLAGS, STRUCT_IS_STATIC | STRUCT_IS_SEALED, "What options and variables have set.")
INFO(float_info, FLOAT_INFO, STRUCT_IS_STATIC, "How floats are represented.")
INFO(hash_info, HASH_INFO, STRUCT_IS_STATIC, "The numbers that hashes are made with.")
INFO(int_info, INT_INFO, STRUCT_IS_STATIC, "How ints are counted, and their limit of digits.")
INFO(thread_info, THREAD_INFO, STRUCT_IS_STATIC, "How threads and locks are made.")

// --- names of modules ---

static const char *const library_names[] = {
#include "library_names.inc"
};

static Object *library_names_new(Vm *vm) {
    List *names = list_new(vm, ARRAY_COUNT(library_names));
    bool done = names != NULL;
    for (size_t i = 0; done && i < ARRAY_COUNT(library_names); i++) {
        const char *name = library_names[i];
        done = list_take_add(vm, names, (Object *)str_new_interned(vm, name, strlen(name)));
    }
    Type *type = type_of_kind(vm, KIND_FROZENSET);
    Object *set = done ? object_call_with(vm, &type->base, 1, names) : NULL;
    object_drop_or_null(vm, (Object *)names);
    return set;
}

static Object *builtin_names_new(Vm *vm) {
    List *names = list_new(vm, 0);
    const char *name;
    bool done = names != NULL;
    for (int i = 0; done && (name = modules_builtin_name(i)) != NULL; i++)
        done = list_take_add(vm, names, str_new_c(vm, name));
    Tuple *tuple = done && list_sort(vm, names, NULL, 0) ? list_to_tuple(vm, names) : NULL;
    object_drop_or_null(vm, (Object *)names);
    return (Object *)tuple;
}

// --- sys.implementation ---

static Object *implementation_new(Vm *vm, Object *version) {
    Object *type = &type_of_kind(vm, KIND_NAMESPACE)->base;
    Object *space = object_call_with(vm, type, 0);
    if (space == NULL) return NULL;
    Dict *dict = (Dict *)object_prefix(space)->dict.object;
    const struct { const char *name; Object *value; } rows[] = {
        {"name", str_new_c(vm, "nametag")}, {"cache_tag", str_new_c(vm, "nametag-311")},
        {"version", object_share(version)}, {"hexversion", int_new(vm, SYS_HEXVERSION)},
        {"_multiarch", str_new_c(vm, "x86_64-linux-gnu")},
    };
    bool done = true;
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        done = done && rows[i].value != NULL && dict_set_c(vm, dict, rows[i].name, rows[i].value);
        object_drop_or_null(vm, rows[i].value);
    }
    if (done) return space;
    object_drop(vm, space);
    return NULL;
}

// --- all of it ---

static const char copyright[] =
    "Copyright (c) 2026 Nametag's developers.\n"
    "The standard library: Copyright (c) 2001-2023 Python Software Foundation.\n"
    "All Rights Reserved.\n";

bool sys_set_flags(Vm *vm, Module *sys, const Settings *settings) {
    return module_take_set(vm, sys, "flags", flags_new(vm, settings));
}

bool sys_add_info(Vm *vm, Module *sys, const Settings *settings) {
    Object *version = version_info_new(vm, settings), *name = str_new_c(vm, "Nametag");
    if (version == NULL || name == NULL) return false;
    Object *nothing = (Object *)vm->objects->empty_str;
    const struct { const char *name; Object *value; } rows[] = {
        {"version", str_new_c(vm, settings->version)},
        {"hexversion", int_new(vm, SYS_HEXVERSION)},
        {"_git", (Object *)tuple_pack(vm, 3, name, nothing, nothing)},
        {"_framework", object_share(nothing)},
        {"api_version", int_new(vm, 1013)},
        {"copyright", str_new_c(vm, copyright)},
        {"platform", str_new_c(vm, "linux")},
        {"maxsize", int_new(vm, INT64_MAX)},
        {"float_info", float_info_new(vm, settings)},
        {"int_info", int_info_new(vm, settings)},
        {"hash_info", hash_info_new(vm, settings)},
        {"maxunicode", int_new(vm, 0x10ffff)},
        {"builtin_module_names", builtin_names_new(vm)},
        {"stdlib_module_names", library_names_new(vm)},
        {"byteorder", str_new_c(vm, "little")},
        {"abiflags", object_share(nothing)},
        {"version_info", object_share(version)},
        {"implementation", implementation_new(vm, version)},
        {"flags", flags_new(vm, settings)},
        {"float_repr_style", str_new_c(vm, "short")},
        {"thread_info", thread_info_new(vm, settings)},
    };
    bool done = true;
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        done = done && rows[i].value != NULL && module_set(vm, sys, rows[i].name, rows[i].value);
        object_drop_or_null(vm, rows[i].value);
    }
    object_drop(vm, version);
    object_drop(vm, name);
    return done;
}
