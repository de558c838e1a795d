// A page of small cells as it is now: which of them are in use. For those who show memory.

#ifndef MEMORY_CELLS_H
#define MEMORY_CELLS_H

#include "memory/heap.h"
#include "memory/region.h"

enum { CELLS_MAX = REGION_PAGE / CELL_GRAIN };   // in a page

typedef struct CellPage {
    uint64_t start;           // address of the page, as object_address() gives them
    uint32_t cell_bytes;
    uint32_t prefix_bytes;    // where in its cell an object begins
    uint32_t count;           // of cells
    uint8_t used[CELLS_MAX / 8];   // a bit a cell, the first cell's is the highest
} CellPage;

// Reads the page in which the object at an address lies; false: no cell is there, but a block
// of its own.
bool cells_read(Vm *vm, uint64_t address, CellPage *page);

#endif
