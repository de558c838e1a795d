#include "syntax/charset.h"

#include <string.h>

// The tables, and the names that lead to them, sorted: charset_tables, charset_aliases.
#include "charsets.inc"

#define NAME_MAX_LENGTH 64

// Writes a name as the alias table spells it: lower case, one `_` for other signs.
static bool normalise(const char *name, char normal[NAME_MAX_LENGTH]) {
    size_t length = 0;
    for (; *name != '\0'; name++) {
        char c = *name;
        if (c >= 'A' && c <= 'Z') c = (char)(c + ('a' - 'A'));
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!is_plain && length > 0 && normal[length - 1] == '_') continue;
        if (length + 1 >= NAME_MAX_LENGTH) return false;
        normal[length++] = is_plain ? c : '_';
    }
    normal[length] = '\0';
    return true;
}

const Charset *charset_find(const char *name) {
    char normal[NAME_MAX_LENGTH];
    if (!normalise(name, normal)) return NULL;
    size_t low = 0, high = ARRAY_COUNT(charset_aliases);
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(normal, charset_aliases[middle].name);
        if (order == 0) return &charset_tables[charset_aliases[middle].table];
        if (order < 0) high = middle;
        else low = middle + 1;
    }
    return NULL;
}

const char *charset_codec(const Charset *charset) {
    return strcmp(charset->name, "ascii") == 0 ? "ascii" : "charmap";
}

const char *charset_reason(const Charset *charset) {
    bool is_ascii = strcmp(charset->name, "ascii") == 0;
    return is_ascii ? "ordinal not in range(128)" : "character maps to <undefined>";
}
