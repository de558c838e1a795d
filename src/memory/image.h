// An image: a machine's memory at rest, in a file, that other processes begin with.
//
//   | head | text | head zone | lists | system | small | large | registers |
//
// The text says what the image stands on, in the words of the one who has it written. Each
// zone's used part begins at a host page of the file: whoever begins with the image maps it
// into his own region, copy on write. Pointers hold because the region lies where it lay then,
// in the same build of the same program, which is linked to fixed addresses; where one of
// these is not so, the image is refused.

#ifndef MEMORY_IMAGE_H
#define MEMORY_IMAGE_H

#include "base/replacement.h"
#include "memory/heap.h"

typedef struct Image {
    World *world;      // borrows
    int64_t file;      // owns; -1: none
    struct ImageHead *head;   // owns, host memory
    char *text;        // owns, host memory
    size_t text_bytes;
} Image;

// Can a machine of this program begin with an image, and be written to one?
bool image_is_possible(void);

// Writes the memory of a machine whose C stacks are all given back.
void image_write(Vm *vm, Replacement *replacement, const void *text, size_t size);

// Opens a file and reads what stands before the zones. False: there is no such file, or it is
// not a whole image, of this program, that nobody else can write.
MUST_USE bool image_open(Image *image, World *world, const char *path);
// A machine's memory as it was written; NULL: that can't be.
MUST_USE Heap *image_begin(const Image *image, const HeapLimits *limits);
// Closes the file and gives back what was read.
void image_done(Image *image);

#endif
