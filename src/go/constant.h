// Constants of any size: what the compiler computes with.
//
// Ints are exact; floats are exact fractions; a complex one is two of them. Numbers live in
// GMP's memory and are released all at once with the compilation.

#ifndef GO_CONSTANT_H
#define GO_CONSTANT_H

#include <gmp.h>

#include "go/compile.h"

typedef enum GoConstantKind {
    GO_CONSTANT_UNKNOWN, GO_CONSTANT_BOOL, GO_CONSTANT_STRING, GO_CONSTANT_INTEGER,
    GO_CONSTANT_FLOAT, GO_CONSTANT_COMPLEX,
} GoConstantKind;

typedef struct GoConstant GoConstant;
struct GoConstant {
    GoConstantKind kind;
    bool truth;
    const char *bytes;       // of a string
    size_t size;
    mpq_t real, imaginary;   // of numbers
    bool has_numbers;
    GoConstant *next;        // the one made before
};

void go_constant_release_all(GoCompile *compile);

GoConstant *go_constant_bool(GoCompile *compile, int truth);
GoConstant *go_constant_string(GoCompile *compile, const char *bytes, size_t size);
GoConstant *go_constant_integer(GoCompile *compile, int64_t value);
GoConstant *go_constant_unknown(GoCompile *compile);
// Reads a literal as written; unknown: it is too big to be told.
GoConstant *go_constant_read(GoCompile *compile, GoToken token, const char *text, size_t size);

// Any of these gives an unknown constant for an unknown operand.
GoConstant *go_constant_unary(GoCompile *compile, GoToken op, const GoConstant *value,
                              int unsigned_bits);
GoConstant *go_constant_binary(GoCompile *compile, GoToken op, const GoConstant *left,
                               const GoConstant *right);   // DIVIDE of ints truncates
GoConstant *go_constant_shift(GoCompile *compile, GoToken op, const GoConstant *value,
                              uint64_t count);
int go_constant_compare(GoToken op, const GoConstant *left, const GoConstant *right);

// The same value as another kind; NULL: it can't be that without loss.
GoConstant *go_constant_to_integer(GoCompile *compile, const GoConstant *value);
GoConstant *go_constant_to_float(GoCompile *compile, const GoConstant *value);
GoConstant *go_constant_to_complex(GoCompile *compile, const GoConstant *value);
// Rounded as the type rounds: 4 or 8 bytes a part; NULL: too big.
GoConstant *go_constant_round(GoCompile *compile, const GoConstant *value, int part_bytes);
GoConstant *go_constant_real(GoCompile *compile, const GoConstant *value);
GoConstant *go_constant_imaginary(GoCompile *compile, const GoConstant *value);
GoConstant *go_constant_make_complex(GoCompile *compile, const GoConstant *real,
                                     const GoConstant *imaginary);

int go_constant_sign(const GoConstant *value);
// Whether an integer has that many bits at most.
bool go_constant_fits_signed(const GoConstant *value, int bits);
bool go_constant_fits_unsigned(const GoConstant *value, int bits);
int64_t go_constant_get_int64(const GoConstant *value);    // of an integer that fits
uint64_t go_constant_get_uint64(const GoConstant *value);  // its lowest bits
double go_constant_get_double(const GoConstant *value);    // rounded
float go_constant_get_float(const GoConstant *value);
double go_constant_get_imaginary(const GoConstant *value);
float go_constant_get_imaginary_float(const GoConstant *value);
size_t go_constant_bits(const GoConstant *value);
// As messages show it.
const char *go_constant_text(GoCompile *compile, const GoConstant *value);

#endif
