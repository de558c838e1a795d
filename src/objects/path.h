// Paths: str, bytes, or what has __fspath__ (os.PathLike).

#ifndef OBJECTS_PATH_H
#define OBJECTS_PATH_H

#include "objects/str.h"

// os.fspath(object): the str or bytes itself, or what its __fspath__ gives. New reference.
MUST_USE Object *path_load(Vm *vm, Object *object);

// The bytes of os.fspath(object), for the system: without zeros between them.
MUST_USE struct Bytes *path_load_bytes(Vm *vm, Object *object);

// The path as text, without zeros; also of objects with bytes behind them. New reference.
MUST_USE Str *path_load_text(Vm *vm, Object *object);

#endif
