// marshal: values as bytes, in the form of .pyc files.
//
// A byte says what follows, its top bit that the value gets the next number, under which
// a later 'r' means it again. Writing gives numbers to all that more than one reference
// holds, so the counts of a program decide about bytes, as in CPython.

#ifndef MODULES_MARSHAL_H
#define MODULES_MARSHAL_H

#include "objects/operations.h"

enum { MARSHAL_VERSION = 4, MARSHAL_DEPTH_MAX = 2000, MARSHAL_FLAG_NUMBERED = 0x80 };

// What a value begins with, less the flag.
enum MarshalCode {
    MARSHAL_NULL = '0',   // ends a dict
    MARSHAL_NONE = 'N',
    MARSHAL_FALSE = 'F',
    MARSHAL_TRUE = 'T',
    MARSHAL_STOP_ITERATION = 'S',
    MARSHAL_ELLIPSIS = '.',
    MARSHAL_INT = 'i',
    MARSHAL_INT64 = 'I',   // read only
    MARSHAL_FLOAT_TEXT = 'f',
    MARSHAL_FLOAT = 'g',
    MARSHAL_COMPLEX_TEXT = 'x',
    MARSHAL_COMPLEX = 'y',
    MARSHAL_LONG = 'l',
    MARSHAL_BYTES = 's',
    MARSHAL_INTERNED = 't',
    MARSHAL_REFERENCE = 'r',
    MARSHAL_TUPLE = '(',
    MARSHAL_TUPLE_SMALL = ')',
    MARSHAL_LIST = '[',
    MARSHAL_DICT = '{',
    MARSHAL_CODE = 'c',
    MARSHAL_STR = 'u',
    MARSHAL_SET = '<',
    MARSHAL_FROZENSET = '>',
    MARSHAL_ASCII = 'a',
    MARSHAL_ASCII_INTERNED = 'A',
    MARSHAL_ASCII_SHORT = 'z',
    MARSHAL_ASCII_SHORT_INTERNED = 'Z',
};

enum { MARSHAL_DIGIT_BITS = 15 };   // of a 'l'

// The value as bytes. ValueError: something in it can't be written.
MUST_USE Object *marshal_dump(Vm *vm, Object *value, int version);

// The value at the start of the bytes; EOFError, ValueError or TypeError when they are bad.
MUST_USE Object *marshal_load(Vm *vm, const uint8_t *bytes, int64_t size);
// The same from an object with readinto().
MUST_USE Object *marshal_load_from(Vm *vm, Object *file);

// A .pyc file begins with these four bytes, and has the code behind a head.
#define MARSHAL_PYC_MAGIC "\xa7\r\r\n"
enum { MARSHAL_PYC_MAGIC_BYTES = 4, MARSHAL_PYC_HEAD_BYTES = 16 };

#endif
