// The Unicode character database, version 14.0: what code points are and become.
//
// Tables are generated from Debian's unicode-data (tools/generate/unicode_tables.inc.py). The
// properties of version 3.2.0 are in unicode_old.h.
// Every code point up to 0x10ffff may be asked about, surrogates and unassigned ones too.

#ifndef BASE_UNICODE_H
#define BASE_UNICODE_H

#include "base/check.h"

#define UNICODE_VERSION "14.0.0"

typedef struct UnicodeRecord {
    uint16_t flags;
    int32_t lower, upper, title, fold;  // differences, or places of rows (see unicode.c)
    uint8_t decimal, digit;             // 255: none
    uint16_t number;
} UnicodeRecord;

typedef struct UnicodeProperties {
    uint8_t category;         // index of a name: unicode_category_name
    uint8_t combining;
    uint8_t bidi;
    uint8_t is_mirrored;
    uint8_t width;
    uint8_t quick;            // two bits a UnicodeForm: UnicodeQuick
} UnicodeProperties;

typedef struct UnicodePair {
    uint32_t first, second, whole;
} UnicodePair;

enum { UNICODE_CASE_MAX = 3, UNICODE_DECOMPOSITION_MAX = 18 };

// --- what a code point is, in the sense of the str methods ---

bool unicode_is_alpha(uint32_t c);
bool unicode_is_decimal(uint32_t c);
bool unicode_is_digit(uint32_t c);
bool unicode_is_numeric(uint32_t c);
bool unicode_is_alnum(uint32_t c);
bool unicode_is_lower(uint32_t c);
bool unicode_is_upper(uint32_t c);
bool unicode_is_title(uint32_t c);
bool unicode_is_space(uint32_t c);
bool unicode_is_line_break(uint32_t c);
bool unicode_is_printable(uint32_t c);
bool unicode_is_identifier_start(uint32_t c);   // '_' too
bool unicode_is_identifier_part(uint32_t c);
bool unicode_is_cased(uint32_t c);
bool unicode_is_case_ignorable(uint32_t c);

int unicode_get_decimal(uint32_t c);   // 0..9; -1: none
int unicode_get_digit(uint32_t c);
bool unicode_find_number(uint32_t c, double *number);

// --- what it becomes: full mappings; the row is written, its length given (1..3) ---

int unicode_to_lower(uint32_t c, uint32_t row[UNICODE_CASE_MAX]);
int unicode_to_upper(uint32_t c, uint32_t row[UNICODE_CASE_MAX]);
int unicode_to_title(uint32_t c, uint32_t row[UNICODE_CASE_MAX]);
int unicode_to_fold(uint32_t c, uint32_t row[UNICODE_CASE_MAX]);
// One character to one, as re compares with IGNORECASE.
uint32_t unicode_to_lower_simple(uint32_t c);
uint32_t unicode_to_upper_simple(uint32_t c);

// --- properties, as the module unicodedata names them ---

const UnicodeProperties *unicode_get_properties(uint32_t c);
const char *unicode_category_name(int category);
const char *unicode_bidi_name(int bidi);
const char *unicode_width_name(int width);

// The decomposition as the database has it: tag ("" when canonical, "<font>"), count of
// code points written to row. 0 where there is none; Hangul is not in the database.
int unicode_get_decomposition(uint32_t c, const char **tag,
                              uint32_t row[UNICODE_DECOMPOSITION_MAX]);

// --- normalisation ---

// The character that the two compose to, or 0 (Hangul is computed, not found here).
uint32_t unicode_compose(uint32_t first, uint32_t second);

typedef enum UnicodeForm {
    UNICODE_NFC = 0, UNICODE_NFD = 1, UNICODE_NFKC = 2, UNICODE_NFKD = 3,
} UnicodeForm;

enum { UNICODE_BOUNDARY_ALWAYS = 0xa0 };   // below, no character changes in any form

// May a character stand in a text of that form?
typedef enum UnicodeQuick { UNICODE_YES = 0, UNICODE_NO = 1, UNICODE_PERHAPS = 2 } UnicodeQuick;

ALWAYS_INLINE UnicodeQuick unicode_get_quick(const UnicodeProperties *properties,
                                             UnicodeForm form) {
    return (UnicodeQuick)(properties->quick >> 2 * form & 3);
}

// Which version's characters there are: the others stay as they are.
typedef enum UnicodeAge { UNICODE_14_0, UNICODE_3_2 } UnicodeAge;

// The normal form of `length` code points, in host memory: host_release it. NULL: no memory.
MUST_USE uint32_t *unicode_normalise(UnicodeForm form, UnicodeAge age, const uint32_t *chars,
                                     int64_t length, int64_t *length_out);

#endif
