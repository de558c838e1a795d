// Marks of AddressSanitizer on memory that we hand out ourselves; nothing without it.
//
// What is poisoned may not be read or written: a freed cell, the room behind a
// block, the guard of a stack. The allocators lift the mark before they touch it.

#ifndef BASE_POISON_H
#define BASE_POISON_H

#include "base/check.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define POISON_IS_ON 1
#define poison_add(start, bytes) ASAN_POISON_MEMORY_REGION((start), (bytes))
#define poison_lift(start, bytes) ASAN_UNPOISON_MEMORY_REGION((start), (bytes))
#define POISON_BLIND __attribute__((no_sanitize_address, noinline))
#else
#define POISON_IS_ON 0
#define poison_add(start, bytes) ((void)(start), (void)(bytes))
#define poison_lift(start, bytes) ((void)(start), (void)(bytes))
#define POISON_BLIND
#endif

#endif
