// iterator: over an object that has __getitem__ but no __iter__: o[0], o[1], …

#ifndef OBJECTS_SEQUENCE_ITERATOR_H
#define OBJECTS_SEQUENCE_ITERATOR_H

#include "objects/iterator.h"

MUST_USE Object *sequence_iterator_new(Vm *vm, Object *sequence);

#endif
