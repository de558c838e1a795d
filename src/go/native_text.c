// Natives of strings, bytes, strconv and unicode.

#include <errno.h>
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "go/digits.h"
#include "go/native.h"
#include "go/operations.h"

typedef struct FindWindow {
    int64_t result;
    GoString text, part;
} FindWindow;

static int64_t find_first(GoString text, GoString part) {
    if (part.size == 0) return 0;
    const char *at = text.bytes, *last = text.bytes + text.size - part.size;
    // The first byte is looked for, then the rest compared.
    while (at <= last && (at = memchr(at, part.bytes[0], (size_t)(last - at) + 1)) != NULL) {
        if (memcmp(at, part.bytes, (size_t)part.size) == 0) return at - text.bytes;
        at++;
    }
    return -1;
}

GO_NATIVE(strings_Index, FindWindow)
    window->result = find_first(window->text, window->part);
    return GO_DONE;
}

GO_NATIVE(strings_Contains, FindWindow)
    window->result = find_first(window->text, window->part) >= 0;
    return GO_DONE;
}

GO_NATIVE(strings_Count, FindWindow)
    GoString rest = window->text;
    if (window->part.size == 0) {
        window->result = (int64_t)utf8_count(rest.bytes, (size_t)rest.size) + 1;
        return GO_DONE;
    }
    int64_t count = 0, at;
    while ((at = find_first(rest, window->part)) >= 0) {
        count++;
        rest.bytes += at + window->part.size;
        rest.size -= at + window->part.size;
    }
    window->result = count;
    return GO_DONE;
}

typedef struct ReplaceWindow {
    GoString result, text, old, new;
    int64_t count;
} ReplaceWindow;

GO_NATIVE(strings_Replace, ReplaceWindow)
    TextBuffer text = {0};
    GoString rest = window->text;
    int64_t left = window->count;
    if (window->old.size == 0) {
        // Between all characters, and at both ends.
        int64_t at = 0;
        while (left != 0) {
            text_add(&text, window->new.bytes, (size_t)window->new.size);
            left--;
            if (at == rest.size) break;
            int32_t size = utf8_read(rest.bytes + at, (size_t)(rest.size - at)).size;
            text_add(&text, rest.bytes + at, (size_t)size);
            at += size;
        }
        text_add(&text, rest.bytes + at, (size_t)(rest.size - at));
    } else {
        int64_t at;
        while (left != 0 && (at = find_first(rest, window->old)) >= 0) {
            text_add(&text, rest.bytes, (size_t)at);
            text_add(&text, window->new.bytes, (size_t)window->new.size);
            rest.bytes += at + window->old.size;
            rest.size -= at + window->old.size;
            left--;
        }
        text_add(&text, rest.bytes, (size_t)rest.size);
    }
    window->result = go_machine_take_text(machine, &text);
    return GO_DONE;
}

typedef struct RepeatWindow {
    GoString result, text;
    int64_t count;
} RepeatWindow;

GO_NATIVE(strings_repeat, RepeatWindow)
    int64_t size = window->text.size * window->count;
    char *bytes = block_new(&machine->heap, size, GO_PLAIN);
    if (bytes == NULL) go_compile_no_memory(machine->world);
    for (int64_t i = 0; i < window->count && window->text.size > 0; i++)
        memcpy(bytes + i * window->text.size, window->text.bytes, (size_t)window->text.size);
    window->result = (GoString){size == 0 ? NULL : bytes, size};
    return GO_DONE;
}

typedef struct JoinWindow {
    GoString result;
    GoSlice parts;
    GoString between;
} JoinWindow;

GO_NATIVE(strings_Join, JoinWindow)
    const GoString *parts = (const GoString *)window->parts.items;
    TextBuffer text = {0};
    for (int64_t i = 0; i < window->parts.length; i++) {
        if (i > 0) text_add(&text, window->between.bytes, (size_t)window->between.size);
        text_add(&text, parts[i].bytes, (size_t)parts[i].size);
    }
    window->result = go_machine_take_text(machine, &text);
    return GO_DONE;
}

// A string that shares the bytes of a slice, which is not changed any more.
typedef struct ShareWindow {
    GoString result;
    GoSlice bytes;
} ShareWindow;

GO_NATIVE(strings_share, ShareWindow)
    window->result = (GoString){window->bytes.items, window->bytes.length};
    return GO_DONE;
}

typedef struct RunesWindow {
    int64_t result;
    GoString text;
} RunesWindow;

GO_NATIVE(utf8_RuneCountInString, RunesWindow)
    int64_t count = 0, pair[2];
    for (int64_t at = 0; at < window->text.size; count++)
        at = operations_next_rune(&window->text, at, pair);
    window->result = count;
    return GO_DONE;
}

typedef struct DecodeWindow {
    int64_t rune, size;
    GoString text;
} DecodeWindow;

GO_NATIVE(utf8_DecodeRuneInString, DecodeWindow)
    int64_t pair[2];
    if (window->text.size == 0) {
        window->rune = 0xfffd;
        window->size = 0;
        return GO_DONE;
    }
    window->size = operations_next_rune(&window->text, 0, pair);
    window->rune = pair[1];
    return GO_DONE;
}

// --- unicode ---

typedef struct RuneWindow {
    int64_t result;
    int64_t rune;
} RuneWindow;

static const char *category(int64_t rune) {
    if (rune < 0 || rune > 0x10ffff) return "Cn";
    return unicode_category_name(unicode_get_properties((uint32_t)rune)->category);
}

GO_NATIVE(unicode_IsLetter, RuneWindow)
    window->result = category(window->rune)[0] == 'L';
    return GO_DONE;
}

GO_NATIVE(unicode_IsDigit, RuneWindow)
    window->result = strcmp(category(window->rune), "Nd") == 0;
    return GO_DONE;
}

GO_NATIVE(unicode_IsNumber, RuneWindow)
    window->result = category(window->rune)[0] == 'N';
    return GO_DONE;
}

GO_NATIVE(unicode_IsUpper, RuneWindow)
    window->result = strcmp(category(window->rune), "Lu") == 0;
    return GO_DONE;
}

GO_NATIVE(unicode_IsLower, RuneWindow)
    window->result = strcmp(category(window->rune), "Ll") == 0;
    return GO_DONE;
}

GO_NATIVE(unicode_IsTitle, RuneWindow)
    window->result = strcmp(category(window->rune), "Lt") == 0;
    return GO_DONE;
}

GO_NATIVE(unicode_IsPunct, RuneWindow)
    window->result = category(window->rune)[0] == 'P';
    return GO_DONE;
}

GO_NATIVE(unicode_IsSymbol, RuneWindow)
    window->result = category(window->rune)[0] == 'S';
    return GO_DONE;
}

GO_NATIVE(unicode_IsMark, RuneWindow)
    window->result = category(window->rune)[0] == 'M';
    return GO_DONE;
}

GO_NATIVE(unicode_IsControl, RuneWindow)
    window->result = strcmp(category(window->rune), "Cc") == 0;
    return GO_DONE;
}

GO_NATIVE(unicode_IsSpace, RuneWindow)
    int64_t rune = window->rune;
    window->result = (rune >= 9 && rune <= 13) || rune == ' ' || rune == 0x85 ||
                     category(rune)[0] == 'Z';
    return GO_DONE;
}

GO_NATIVE(unicode_IsPrint, RuneWindow)
    window->result = window->rune >= 0 && digits_is_printable((uint32_t)window->rune);
    return GO_DONE;
}

GO_NATIVE(unicode_IsGraphic, RuneWindow)
    window->result = (window->rune >= 0 && digits_is_printable((uint32_t)window->rune)) ||
                     strcmp(category(window->rune), "Zs") == 0;
    return GO_DONE;
}

static bool is_code(int64_t rune) {
    return rune >= 0 && rune <= 0x10ffff;
}

GO_NATIVE(unicode_ToUpper, RuneWindow)
    window->result = is_code(window->rune)
                     ? unicode_to_upper_simple((uint32_t)window->rune) : window->rune;
    return GO_DONE;
}

GO_NATIVE(unicode_ToLower, RuneWindow)
    window->result = is_code(window->rune)
                     ? unicode_to_lower_simple((uint32_t)window->rune) : window->rune;
    return GO_DONE;
}

GO_NATIVE(unicode_ToTitle, RuneWindow)
    uint32_t row[UNICODE_CASE_MAX];
    window->result = is_code(window->rune) && unicode_to_title((uint32_t)window->rune, row) == 1
                     ? row[0] : window->rune;
    return GO_DONE;
}

// --- strconv ---

typedef struct FormatIntWindow {
    GoString result;
    int64_t value, base;
} FormatIntWindow;

GO_NATIVE(strconv_formatInt, FormatIntWindow)
    TextBuffer text = {0};
    digits_add_signed(&text, window->value, (int)window->base);
    window->result = go_machine_take_text(machine, &text);
    return GO_DONE;
}

GO_NATIVE(strconv_formatUint, FormatIntWindow)
    TextBuffer text = {0};
    digits_add_unsigned(&text, (uint64_t)window->value, (int)window->base);
    window->result = go_machine_take_text(machine, &text);
    return GO_DONE;
}

typedef struct FormatFloatWindow {
    GoString result;
    double value;
    int64_t format, precision, bits;
} FormatFloatWindow;

GO_NATIVE(strconv_FormatFloat, FormatFloatWindow)
    TextBuffer text = {0};
    if (strchr("eEfgGbxX", (int)window->format) == NULL || window->format == 0)
        text_add_format(&text, "%%%c", (char)window->format);
    else digits_add_float(&text, window->value, (char)window->format, (int)window->precision,
                          (int)window->bits);
    window->result = go_machine_take_text(machine, &text);
    return GO_DONE;
}

typedef struct QuoteWindow {
    GoString result, text;
    int64_t how;
} QuoteWindow;

GO_NATIVE(strconv_quote, QuoteWindow)
    TextBuffer text = {0};
    digits_add_quoted(&text, window->text.bytes, window->text.size, '"',
                      (DigitsQuoting)window->how);
    window->result = go_machine_take_text(machine, &text);
    return GO_DONE;
}

typedef struct QuoteRuneWindow {
    GoString result;
    int64_t rune, how;
} QuoteRuneWindow;

GO_NATIVE(strconv_quoteRune, QuoteRuneWindow)
    TextBuffer text = {0};
    digits_add_quoted_rune(&text, (uint32_t)window->rune, (DigitsQuoting)window->how);
    window->result = go_machine_take_text(machine, &text);
    return GO_DONE;
}

// The value of decimal text that is known to be a number; state 1: too big.
typedef struct ParseFloatWindow {
    double result;
    int64_t state;
    GoString text;
    int64_t bits;
} ParseFloatWindow;

GO_NATIVE(strconv_parseFloat, ParseFloatWindow)
    double value = 0;
    GoString text = window->text;
    bool is_negative = text.size > 0 && text.bytes[0] == '-';
    if (text.size > 0 && (text.bytes[0] == '-' || text.bytes[0] == '+')) {
        text.bytes++;
        text.size--;
    }
    size_t taken = number_parse_double(text.bytes, (size_t)text.size, &value);
    window->state = taken != (size_t)text.size ? 2 : 0;
    if (window->bits == 32) value = (float)value;
    if (window->state == 0 && isinf(value)) window->state = 1;
    window->result = is_negative ? -value : value;
    return GO_DONE;
}

const GoNativeRow go_native_rows_text[] = {
    {"strings", "Index", strings_Index}, {"strings", "Contains", strings_Contains},
    {"strings", "Count", strings_Count}, {"strings", "Replace", strings_Replace},
    {"strings", "repeat", strings_repeat}, {"strings", "Join", strings_Join},
    {"strings", "share", strings_share},
    {"unicode/utf8", "RuneCountInString", utf8_RuneCountInString},
    {"unicode/utf8", "DecodeRuneInString", utf8_DecodeRuneInString},
    {"unicode", "IsLetter", unicode_IsLetter}, {"unicode", "IsDigit", unicode_IsDigit},
    {"unicode", "IsNumber", unicode_IsNumber}, {"unicode", "IsUpper", unicode_IsUpper},
    {"unicode", "IsLower", unicode_IsLower}, {"unicode", "IsTitle", unicode_IsTitle},
    {"unicode", "IsPunct", unicode_IsPunct}, {"unicode", "IsSymbol", unicode_IsSymbol},
    {"unicode", "IsMark", unicode_IsMark}, {"unicode", "IsControl", unicode_IsControl},
    {"unicode", "IsSpace", unicode_IsSpace}, {"unicode", "IsPrint", unicode_IsPrint},
    {"unicode", "IsGraphic", unicode_IsGraphic}, {"unicode", "ToUpper", unicode_ToUpper},
    {"unicode", "ToLower", unicode_ToLower}, {"unicode", "ToTitle", unicode_ToTitle},
    {"strconv", "formatInt", strconv_formatInt}, {"strconv", "formatUint", strconv_formatUint},
    {"strconv", "FormatFloat", strconv_FormatFloat}, {"strconv", "quote", strconv_quote},
    {"strconv", "quoteRune", strconv_quoteRune}, {"strconv", "parseFloat", strconv_parseFloat},
    {NULL, NULL, NULL},
};
