// Records in two steps, as in unicode.c.

#include "base/unicode_old.h"

#include "unicode_old.inc"

const UnicodeOldRecord *unicode_old_get(uint32_t c) {
    if (c > 0x10ffff) return &old_records[0];
    size_t block = old_blocks[c >> OLD_SHIFT];
    return &old_records[old_values[(block << OLD_SHIFT) + (c & ((1u << OLD_SHIFT) - 1))]];
}

uint32_t unicode_old_get_correction(uint32_t c) {
    for (size_t i = 0; i < ARRAY_COUNT(old_corrections); i++)
        if (old_corrections[i].code == c) return old_corrections[i].wrong;
    return 0;
}
