#include "base/unicode_name.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static int32_t find(const char *name) {
    return unicode_name_find(name, strlen(name));
}

static void characters_are_found_by_name(void **state) {
    (void)state;
    assert_int_equal(find("LATIN SMALL LETTER A"), 'a');
    assert_int_equal(find("euro sign"), 0x20AC);
    assert_int_equal(find("HANGUL SYLLABLE GAG"), 0xAC01);
    assert_int_equal(find("CJK UNIFIED IDEOGRAPH-4E00"), 0x4E00);
    assert_int_equal(find("NEW LINE"), '\n');
    assert_int_equal(find("HYPHEN-MINUS"), '-');
    assert_int_equal(find("NO SUCH NAME"), -1);
    assert_int_equal(find("EURO SIGN "), -1);
    assert_int_equal(find(""), -1);
}

static void wrong_utf8_is_told_as_cpython_tells_it(void **state) {
    (void)state;
    assert_int_equal(utf8_read("\xFF", 1).error, UTF8_INVALID_START);
    assert_int_equal(utf8_read("\xE9 ", 2).error, UTF8_INVALID_CONTINUATION);
    assert_int_equal(utf8_read("\xE2\x82", 2).error, UTF8_UNEXPECTED_END);
    assert_int_equal(utf8_read("\xE2\x82", 2).size, 2);
    assert_int_equal(utf8_read("\xED\xA0\x80", 3).error, UTF8_INVALID_CONTINUATION);
    assert_int_equal(utf8_read_surrogate("\xED\xA0\x80", 3).code, 0xD800);
    assert_int_equal(utf8_count("a\xFF\xE2\x82\xACz", 6), 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_are_found_by_name),
        cmocka_unit_test(wrong_utf8_is_told_as_cpython_tells_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
