// Snapshots: all that is in use of a region, copied to host memory and put back.
//
// A snapshot goes back only into the process and the region that it was taken of,
// because it holds host addresses. Taking one and putting it back are done from a
// C stack outside of the region, while nothing else runs on one inside.
//
// It is kept in pages; a page that is equal to the one of an earlier snapshot is
// shared with it, so that a row of snapshots costs what changed between them.

#ifndef MEMORY_SNAPSHOT_H
#define MEMORY_SNAPSHOT_H

#include "memory/heap.h"

typedef struct Snapshot Snapshot;

// Copies what is in use; `earlier`, which may be NULL, is a snapshot of the same region
// to share pages with. NULL: the host has no memory.
MUST_USE Snapshot *snapshot_new(Vm *vm, const Snapshot *earlier);

// Puts everything back as it was.
void snapshot_restore(Vm *vm, const Snapshot *snapshot);

void snapshot_drop(Snapshot *snapshot);

// Bytes that it stands for, and bytes of pages that it alone holds.
size_t snapshot_bytes(const Snapshot *snapshot);
size_t snapshot_bytes_own(const Snapshot *snapshot);
// Its share of all pages: what several hold counts for each in part.
size_t snapshot_bytes_share(const Snapshot *snapshot);

#endif
