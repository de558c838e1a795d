// The two header-only libraries that do the hard part, behind a C interface.

#include <cstring>
#include <dragonbox/dragonbox.h>
#include <fast_float/fast_float.h>

extern "C" {
#include "base/number.h"
}

extern "C" size_t number_parse_double(const char *text, size_t length, double *value) {
    if (length == 0 || !(text[0] == '.' || (text[0] >= '0' && text[0] <= '9'))) return 0;
    auto result = fast_float::from_chars(text, text + length, *value);
    if (result.ec == std::errc::invalid_argument) return 0;
    return (size_t)(result.ptr - text);
}

extern "C" int number_shortest_digits(double value, char digits[17], int *exponent) {
    auto decimal = jkj::dragonbox::to_decimal(value);
    char reversed[20];
    int count = 0;
    for (uint64_t rest = decimal.significand; rest != 0; rest /= 10)
        reversed[count++] = (char)('0' + rest % 10);
    *exponent = decimal.exponent + count;
    for (int i = 0; i < count; i++) digits[i] = reversed[count - 1 - i];
    while (count > 1 && digits[count - 1] == '0') count--;
    return count;
}
