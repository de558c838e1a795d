// A file that is written anew beside the old one and then takes its place, so that others see
// all of it or nothing.

#ifndef BASE_REPLACEMENT_H
#define BASE_REPLACEMENT_H

#include "base/text.h"
#include "base/world.h"

typedef struct Replacement {
    World *world;          // borrows
    const char *path;      // borrows: of the file that is replaced
    TextBuffer own_path;   // where it is written
    int file;              // -1: it can't be written
} Replacement;

// Begins one, with the mode given to the new file. Where it can't be written, all the rest
// does nothing.
void replacement_begin(Replacement *replacement, World *world, const char *path, int mode);
// Writes a part; false: that failed, or something before.
bool replacement_write(Replacement *replacement, const void *bytes, size_t size);
// Puts the file in place, if all of it could be written. False: it is not there.
bool replacement_end(Replacement *replacement);

#endif
