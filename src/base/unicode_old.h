// The Unicode character database, version 3.2.0, which IDNA and stringprep are defined by.

#ifndef BASE_UNICODE_OLD_H
#define BASE_UNICODE_OLD_H

#include "base/check.h"

#define UNICODE_OLD_VERSION "3.2.0"

enum { UNICODE_OLD_NONE = 255 };

typedef struct UnicodeOldRecord {
    bool is_assigned;
    uint8_t category, bidi;   // as in UnicodeProperties
    uint8_t is_mirrored;
    uint8_t width;
    uint8_t decimal;          // UNICODE_OLD_NONE: it is none
} UnicodeOldRecord;

const UnicodeOldRecord *unicode_old_get(uint32_t c);

// What a character decomposed to when that was another one than today; 0: it is the same.
uint32_t unicode_old_get_correction(uint32_t c);

#endif
