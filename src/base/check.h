// Assertions at three prices, and the attributes that contracts are made of.
//
// CHECK stays in release builds and guards memory safety; CHECK_HOT is for
// debug builds; CHECK_SLOW for stress builds only. A failed check never returns.

#ifndef BASE_CHECK_H
#define BASE_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUST_USE __attribute__((warn_unused_result))
#define NO_RETURN __attribute__((noreturn))
#define NO_INLINE __attribute__((noinline))
#define ALWAYS_INLINE static inline __attribute__((always_inline))
#define COLD __attribute__((cold, noinline))
#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))
#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)
#define ARRAY_COUNT(array) (sizeof(array) / sizeof((array)[0]))

// Prints the failed condition and where it stands, then aborts.
NO_RETURN COLD void check_failed(const char *condition, const char *file, int line);

#define CHECK(condition) \
    (LIKELY(condition) ? (void)0 : check_failed(#condition, __FILE__, __LINE__))

#if defined(NAMETAG_DEBUG)
#define CHECK_HOT(condition) CHECK(condition)
#else
#define CHECK_HOT(condition) ((void)0)
#endif

#if defined(NAMETAG_STRESS)
#define CHECK_SLOW(condition) CHECK(condition)
#else
#define CHECK_SLOW(condition) ((void)0)
#endif

// The outcome of a lookup that can be absent or can raise.
typedef enum Found { RAISED = -1, ABSENT = 0, FOUND = 1 } Found;

#endif
