// Between the files of str: what its methods share, and the natives by file.

#ifndef OBJECTS_STR_METHODS_H
#define OBJECTS_STR_METHODS_H

#include "objects/row.h"
#include "objects/str.h"

extern const RowKind str_row_kind;

ALWAYS_INLINE uint32_t str_get_char_max(const Str *str) {
    if (str->width == 1) return str->is_ascii ? 0x7f : 0xff;
    return str->width == 2 ? 0xffff : CHAR_MAX_OF_ALL;
}

ALWAYS_INLINE Row str_get_row(Str *str) {
    return (Row){&str_row_kind, &str->base, str_get_chars(str), str_get_char_max(str)};
}

// str_search.c
Native str_method_find, str_method_rfind, str_method_index, str_method_rindex, str_method_count,
    str_method_startswith, str_method_endswith, str_method_replace, str_method_removeprefix,
    str_method_removesuffix;
// str_cut.c
Native str_method_split, str_method_rsplit, str_method_splitlines, str_method_partition,
    str_method_rpartition, str_method_strip, str_method_lstrip, str_method_rstrip,
    str_method_center, str_method_ljust, str_method_rjust, str_method_zfill,
    str_method_expandtabs, str_method_join;
// str_case.c
Native str_method_capitalize, str_method_casefold, str_method_lower, str_method_upper,
    str_method_swapcase, str_method_title, str_method_isascii, str_method_islower,
    str_method_isupper, str_method_istitle, str_method_isspace, str_method_isdecimal,
    str_method_isdigit, str_method_isnumeric, str_method_isalpha, str_method_isalnum,
    str_method_isidentifier, str_method_isprintable;
// str_translate.c
Native str_method_translate, str_method_maketrans;
// str_format_method.c
Native str_method_format, str_method_format_map, str_method___format__;

#endif
