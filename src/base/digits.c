// GMP's mpn_* layer, with its temporary memory taken from the caller's scratch area.
//
// GMP asks its allocation functions for temporary memory and aborts when they fail.
// They are replaced once, by functions that serve from the scratch area of the call
// that this thread is in; outside of such a call they pass on to those before.

#include "base/digits.h"

#include <gmp.h>
#include <pthread.h>
#include <string.h>

_Static_assert(sizeof(mp_limb_t) == sizeof(Limb), "GMP has limbs of 64 bits");

typedef struct Scratch {
    char *start, *next, *end;
} Scratch;

static _Thread_local Scratch scratch_now;
static pthread_once_t scratch_once = PTHREAD_ONCE_INIT;
static void *(*outer_allocate)(size_t bytes);
static void *(*outer_resize)(void *block, size_t bytes_old, size_t bytes_new);
static void (*outer_release)(void *block, size_t bytes);

static size_t scratch_round(size_t bytes) {
    return (bytes + 15) & ~(size_t)15;
}

static bool scratch_owns(const void *block) {
    const char *place = block;
    return place >= scratch_now.start && place < scratch_now.end;
}

static void *scratch_allocate(size_t bytes) {
    size_t rounded = scratch_round(bytes);
    if ((size_t)(scratch_now.end - scratch_now.next) < rounded) return outer_allocate(bytes);
    void *block = scratch_now.next;
    scratch_now.next += rounded;
    return block;
}

static void scratch_release(void *block, size_t bytes) {
    if (!scratch_owns(block)) {
        outer_release(block, bytes);
    } else if ((char *)block + scratch_round(bytes) == scratch_now.next) {
        // GMP frees in the reverse order, so room is used again.
        scratch_now.next = block;
    }
}

static void *scratch_resize(void *block, size_t bytes_old, size_t bytes_new) {
    if (!scratch_owns(block)) return outer_resize(block, bytes_old, bytes_new);
    if (bytes_new <= bytes_old) return block;
    void *larger = scratch_allocate(bytes_new);
    memcpy(larger, block, bytes_old);
    return larger;
}

static void scratch_install(void) {
    mp_get_memory_functions(&outer_allocate, &outer_resize, &outer_release);
    mp_set_memory_functions(scratch_allocate, scratch_resize, scratch_release);
}

static void scratch_enter(void *scratch, size_t bytes) {
    if (bytes == 0) return;
    pthread_once(&scratch_once, scratch_install);
    scratch_now = (Scratch){scratch, scratch, (char *)scratch + bytes};
}

static void scratch_leave(void) {
    scratch_now = (Scratch){NULL, NULL, NULL};
}

// --- addition, comparison, shifts ---

int digits_compare(const Limb *left, int64_t left_count, const Limb *right,
                   int64_t right_count) {
    if (left_count != right_count) return left_count < right_count ? -1 : 1;
    if (left_count == 0) return 0;
    int order = mpn_cmp(left, right, left_count);
    return order < 0 ? -1 : order > 0;
}

uint64_t digits_bit_length(const Limb *limbs, int64_t count) {
    if (count == 0) return 0;
    return (uint64_t)count * 64 - (uint64_t)__builtin_clzll(limbs[count - 1]);
}

Limb digits_add(Limb *out, const Limb *left, int64_t left_count, const Limb *right,
                int64_t right_count) {
    if (right_count == 0) {
        if (out != left) mpn_copyi(out, left, left_count);
        return 0;
    }
    return mpn_add(out, left, left_count, right, right_count);
}

void digits_subtract(Limb *out, const Limb *left, int64_t left_count, const Limb *right,
                     int64_t right_count) {
    if (right_count == 0) {
        if (out != left) mpn_copyi(out, left, left_count);
        return;
    }
    Limb borrow = mpn_sub(out, left, left_count, right, right_count);
    CHECK_HOT(borrow == 0);
    (void)borrow;
}

Limb digits_shift_left(Limb *out, const Limb *limbs, int64_t count, int bits) {
    return count == 0 ? 0 : mpn_lshift(out, limbs, count, (unsigned)bits);
}

Limb digits_shift_right(Limb *out, const Limb *limbs, int64_t count, int bits) {
    return count == 0 ? 0 : mpn_rshift(out, limbs, count, (unsigned)bits);
}

// --- multiplication and division ---

Limb digits_multiply_one(Limb *out, const Limb *limbs, int64_t count, Limb factor, Limb carry) {
    if (count == 0) return carry;
    Limb high = mpn_mul_1(out, limbs, count, factor);
    return high + (carry != 0 ? mpn_add_1(out, out, count, carry) : 0);
}

enum { SCRATCH_SPARE_BYTES = 65536, SCRATCH_FREE_LIMBS = 1024 };

size_t digits_multiply_scratch(int64_t left_count, int64_t right_count) {
    // Small products, and those by a small number, need the C stack only.
    if (left_count + right_count < SCRATCH_FREE_LIMBS || left_count < 20 || right_count < 20)
        return 0;
    return (size_t)(left_count + right_count) * 64 + SCRATCH_SPARE_BYTES;
}

void digits_multiply(Limb *out, const Limb *left, int64_t left_count, const Limb *right,
                     int64_t right_count, void *scratch) {
    if (left_count == 0 || right_count == 0) {
        memset(out, 0, (size_t)(left_count + right_count) * sizeof(Limb));
        return;
    }
    scratch_enter(scratch, digits_multiply_scratch(left_count, right_count));
    if (left == right && left_count == right_count) mpn_sqr(out, left, left_count);
    else if (left_count >= right_count) mpn_mul(out, left, left_count, right, right_count);
    else mpn_mul(out, right, right_count, left, left_count);
    scratch_leave();
}

Limb digits_divide_one(Limb *out, const Limb *limbs, int64_t count, Limb divisor) {
    return count == 0 ? 0 : mpn_divrem_1(out, 0, limbs, count, divisor);
}

Limb digits_remainder_one(const Limb *limbs, int64_t count, Limb divisor) {
    return count == 0 ? 0 : mpn_mod_1(limbs, count, divisor);
}

size_t digits_divide_scratch(int64_t left_count, int64_t right_count) {
    if (left_count < SCRATCH_FREE_LIMBS || right_count < 20) return 0;
    return (size_t)left_count * 80 + SCRATCH_SPARE_BYTES;
}

void digits_divide(Limb *quotient, Limb *remainder, const Limb *left, int64_t left_count,
                   const Limb *right, int64_t right_count, void *scratch) {
    scratch_enter(scratch, digits_divide_scratch(left_count, right_count));
    mpn_tdiv_qr(quotient, remainder, 0, left, left_count, right, right_count);
    scratch_leave();
}

size_t digits_common_scratch(int64_t left_count, int64_t right_count) {
    if (left_count + right_count < SCRATCH_FREE_LIMBS) return 0;
    return (size_t)(left_count + right_count) * 64 + SCRATCH_SPARE_BYTES;
}

int64_t digits_common(Limb *out, Limb *left, int64_t left_count, Limb *right, int64_t right_count,
                      void *scratch) {
    scratch_enter(scratch, digits_common_scratch(left_count, right_count));
    int64_t count = mpn_gcd(out, left, left_count, right, right_count);
    scratch_leave();
    return count;
}

size_t digits_root_scratch(int64_t count) {
    if (count < SCRATCH_FREE_LIMBS) return 0;
    return (size_t)count * 64 + SCRATCH_SPARE_BYTES;
}

void digits_root(Limb *out, const Limb *limbs, int64_t count, void *scratch) {
    scratch_enter(scratch, digits_root_scratch(count));
    mpn_sqrtrem(out, NULL, limbs, count);
    scratch_leave();
}

// --- text ---

// Bits that a digit of the base holds, in 1/1024, rounded down and up.
static const uint16_t base_bits_down[37] = {
    0, 0, 1024, 1623, 2048, 2377, 2647, 2874, 3072, 3246, 3401, 3542, 3671, 3789, 3898, 4000,
    4096, 4185, 4270, 4349, 4425, 4497, 4566, 4632, 4695, 4755, 4813, 4869, 4922, 4974, 5024,
    5073, 5120, 5165, 5209, 5252, 5294,
};

size_t digits_text_length(int64_t count, int base) {
    return (size_t)count * 64 * 1024 / base_bits_down[base] + 2;
}

// Short texts are converted digit by digit, on the C stack.
enum { SCRATCH_FREE_TEXT_LIMBS = 12, SCRATCH_FREE_TEXT_DIGITS = 300 };

size_t digits_text_scratch(int64_t count) {
    if (count <= SCRATCH_FREE_TEXT_LIMBS) return 0;
    return (size_t)count * 96 + 4096;
}

size_t digits_to_text(uint8_t *digits, Limb *limbs, int64_t count, int base, void *scratch) {
    scratch_enter(scratch, digits_text_scratch(count));
    size_t length = mpn_get_str(digits, base, limbs, count);
    scratch_leave();
    return length;
}

int64_t digits_from_text_room(size_t length, int base) {
    return (int64_t)((length * (base_bits_down[base] + 1u) / 1024 + 1) / 64 + 2);
}

size_t digits_from_text_scratch(size_t length) {
    if (length <= SCRATCH_FREE_TEXT_DIGITS) return 0;
    return length * 6 + 4096;
}

int64_t digits_from_text(Limb *out, const uint8_t *digits, size_t length, int base,
                         void *scratch) {
    while (length > 0 && *digits == 0) digits++, length--;
    if (length == 0) return 0;
    scratch_enter(scratch, digits_from_text_scratch(length));
    int64_t count = mpn_set_str(out, digits, length, base);
    scratch_leave();
    while (count > 0 && out[count - 1] == 0) count--;
    return count;
}
