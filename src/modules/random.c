// The module _random: the Mersenne Twister MT19937, with CPython's sequences.
//
// 624 words of 32 bits hold the state; each round makes the next 624 of them, which are
// given out one by one.

#include "modules/argument.h"
#include "modules/modules.h"
#include "objects/arguments.h"
#include "objects/float.h"
#include "objects/int_limbs.h"
#include "objects/tuple.h"
#include "runtime/outside.h"

#include <string.h>

enum { WORDS = 624, SHIFT_WORDS = 397 };

typedef struct Random {
    Object base;
    int32_t index;        // of the next word; WORDS: a new round is due
    uint32_t words[WORDS];
} Random;

static void random_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    const Random *random = (const Random *)object;
    add(context, &random->index, sizeof random->index);
    add(context, random->words, sizeof random->words);
}

// --- the generator ---

static uint32_t twist(uint32_t high, uint32_t low, uint32_t far) {
    uint32_t mixed = (high & 0x80000000u) | (low & 0x7fffffffu);
    return far ^ (mixed >> 1) ^ ((low & 1) != 0 ? 0x9908b0dfu : 0);
}

static void make_round(Random *random) {
    uint32_t *words = random->words;
    int i = 0;
    for (; i < WORDS - SHIFT_WORDS; i++)
        words[i] = twist(words[i], words[i + 1], words[i + SHIFT_WORDS]);
    for (; i < WORDS - 1; i++)
        words[i] = twist(words[i], words[i + 1], words[i + SHIFT_WORDS - WORDS]);
    words[WORDS - 1] = twist(words[WORDS - 1], words[0], words[SHIFT_WORDS - 1]);
    random->index = 0;
}

ALWAYS_INLINE uint32_t next_word(Random *random) {
    if (UNLIKELY(random->index >= WORDS)) make_round(random);
    uint32_t word = random->words[random->index++];
    word ^= word >> 11;
    word ^= (word << 7) & 0x9d2c5680u;
    word ^= (word << 15) & 0xefc60000u;
    return word ^ (word >> 18);
}

// --- seeds ---

static void seed_by_number(Random *random, uint32_t seed) {
    random->words[0] = seed;
    for (uint32_t i = 1; i < WORDS; i++) {
        uint32_t last = random->words[i - 1];
        random->words[i] = 1812433253u * (last ^ (last >> 30)) + i;
    }
    random->index = WORDS;
}

static void seed_by_words(Random *random, const uint32_t *key, size_t count) {
    uint32_t *words = random->words;
    size_t i = 1, j = 0;
    seed_by_number(random, 19650218u);
    for (size_t left = count > WORDS ? count : WORDS; left > 0; left--) {
        uint32_t last = words[i - 1];
        words[i] = (words[i] ^ ((last ^ (last >> 30)) * 1664525u)) + key[j] + (uint32_t)j;
        if (++i >= WORDS) {
            words[0] = words[WORDS - 1];
            i = 1;
        }
        if (++j >= count) j = 0;
    }
    for (size_t left = WORDS - 1; left > 0; left--) {
        uint32_t last = words[i - 1];
        words[i] = (words[i] ^ ((last ^ (last >> 30)) * 1566083941u)) - (uint32_t)i;
        if (++i >= WORDS) {
            words[0] = words[WORDS - 1];
            i = 1;
        }
    }
    words[0] = 0x80000000u;
}

static bool seed_by_world(Vm *vm, Random *random) {
    uint32_t key[WORDS];
    int64_t result;
    WorldRequest request = {.operation = WORLD_ENTROPY, .out = key, .out_bytes = sizeof key};
    if (!outside_ask(vm, &request, &result)) return false;
    seed_by_words(random, key, WORDS);
    return true;
}

// The magnitude's words of 32 bits, the lowest first.
static void seed_by_limbs(Random *random, const Limb *limbs, int64_t count) {
    size_t words = (size_t)count * 2;
    if (count == 0) {
        seed_by_words(random, &(uint32_t){0}, 1);
        return;
    }
    if (limbs[count - 1] >> 32 == 0) words--;
    seed_by_words(random, (const uint32_t *)(const void *)limbs, words);
}

// None: bytes from the system; an int: its magnitude; anything else: its hash.
static bool random_seed(Vm *vm, Random *random, Object *seed) {
    if (seed == NULL || seed == vm->objects->none) return seed_by_world(vm, random);
    IntParts parts;
    if (object_is_int(vm, seed)) {
        int_parts(seed, &parts);
        seed_by_limbs(random, parts.limbs, parts.count);
        return true;
    }
    int64_t hash;
    if (!object_hash(vm, seed, &hash)) return false;
    Limb limb = (Limb)hash;
    seed_by_limbs(random, &limb, hash != 0);
    return true;
}

// --- the type ---

static Random *random_of(const Slot *arguments) {
    return (Random *)arguments[0].object;
}

static bool random_init(Vm *vm, Object *object, const Arguments *arguments) {
    if (!arguments_refuse_keywords(vm, "Random", arguments)) return false;
    if (arguments->count > 1) return raise_false(vm, ERROR_RANDOM_COUNT);
    Object *seed = arguments->count == 0 ? NULL : arguments->values[0].object;
    return random_seed(vm, (Random *)object, seed);
}

static Object *random_new(Vm *vm, Type *type, const Arguments *arguments) {
    (void)arguments;
    Object *object = type_new_filled(vm, type, 0);
    if (object != NULL) ((Random *)object)->index = WORDS;
    return object;
}

static Object *random_method_random(Vm *vm, const Slot *arguments) {
    Random *random = random_of(arguments);
    uint32_t high = next_word(random) >> 5, low = next_word(random) >> 6;
    return float_new(vm, (high * 67108864.0 + low) * (1.0 / 9007199254740992.0));
}

static Object *random_method_seed(Vm *vm, const Slot *arguments) {
    return random_seed(vm, random_of(arguments), arguments[1].object) ? none_new(vm) : NULL;
}

static Object *random_method_getrandbits(Vm *vm, const Slot *arguments) {
    Random *random = random_of(arguments);
    int bits;
    if (!argument_int(vm, arguments[1].object, &bits)) return NULL;
    if (bits < 0) return raise(vm, ERROR_RANDOM_BITS);
    if (bits == 0) return int_new(vm, 0);
    if (bits <= 32) return int_new(vm, next_word(random) >> (32 - bits));
    int64_t count = ((int64_t)bits + 63) / 64;
    Limbs limbs;
    if (!limbs_start(vm, &limbs, count)) return NULL;
    for (int64_t i = 0; i < count; i++, bits -= 64) {
        Limb low = next_word(random);
        if (bits < 32) low >>= 32 - bits;
        Limb high = bits > 32 ? next_word(random) : 0;
        if (bits > 32 && bits < 64) high >>= 64 - bits;
        limbs.at[i] = high << 32 | low;
    }
    Object *number = int_new_from_limbs(vm, limbs.at, count, 0);
    limbs_done(vm, &limbs);
    return number;
}

// --- the state as a tuple: the words and the index ---

static Object *random_method_getstate(Vm *vm, const Slot *arguments) {
    const Random *random = random_of(arguments);
    Tuple *state = tuple_new(vm, WORDS + 1);
    if (state == NULL) return NULL;
    for (int i = 0; i <= WORDS; i++) {
        Object *number = int_new(vm, i < WORDS ? (int64_t)random->words[i] : random->index);
        if (number == NULL) {
            object_drop(vm, (Object *)state);
            return NULL;
        }
        slot_fill(vm, &state->base, &state->items[i], number);
    }
    tuple_finish(vm, state);
    return &state->base;
}

static bool read_word(Vm *vm, Object *object, uint32_t *word) {
    int64_t value;
    if (!object_is_int(vm, object)) return raise_false(vm, ERROR_INTEGER_REQUIRED);
    if (int_get_sign(vm, object) < 0) return raise_false(vm, ERROR_INT_NEGATIVE_UNSIGNED);
    IntParts parts;
    int_parts(object, &parts);
    if (parts.count > 1) return raise_false(vm, ERROR_INT_UNSIGNED_LONG);
    value = parts.count == 0 ? 0 : (int64_t)parts.limbs[0];
    *word = (uint32_t)value;
    return true;
}

static Object *random_method_setstate(Vm *vm, const Slot *arguments) {
    Random *random = random_of(arguments);
    const Tuple *state = (const Tuple *)arguments[1].object;
    uint32_t words[WORDS];
    int64_t index;
    if (!object_is_tuple(vm, &state->base)) return raise(vm, ERROR_RANDOM_STATE_TYPE);
    if (state->count != WORDS + 1) return raise(vm, ERROR_RANDOM_STATE_SIZE);
    for (int i = 0; i < WORDS; i++)
        if (!read_word(vm, state->items[i].object, &words[i])) return NULL;
    if (!argument_int64(vm, state->items[WORDS].object, &index)) return NULL;
    if (index < 0 || index > WORDS) return raise(vm, ERROR_RANDOM_STATE);
    random->index = (int32_t)index;
    memcpy(random->words, words, sizeof words);
    return none_new(vm);
}

static const Method random_methods[] = {
    METHOD(random, random, "(self, /)", "A float from 0 up to, but not including, 1."),
    METHOD(random, seed, "(self, n=None, /)",
           "Begin the sequence that belongs to n: an int, anything that can be hashed, or None\n"
           "for one that nobody can tell."),
    METHOD(random, getstate, "(self, /)", "Where the sequence stands, for setstate()."),
    METHOD(random, setstate, "(self, state, /)", "Go on where getstate() said."),
    METHOD(random, getrandbits, "(self, k, /)", "An int of k random bits."),
    {0},
};

static const TypeDefinition random_definition = {
    .name = "_random.Random",
    .flags = TYPE_IS_BASE | TYPE_IS_HEAP,
    .bytes = sizeof(Random),
    .python_bytes = 2520,
    .layout = {.payload = random_payload},
    .behaviour = {.new = random_new, .init = random_init},
    .methods = random_methods,
    .doc = "Random([seed]): numbers that only seem to come by chance.",
};

bool random_module_start(Vm *vm, Module *module) {
    return module_add_type(vm, module, &random_definition) != NULL &&
           module_set_doc(vm, module, "The generator of random numbers that random uses.");
}
