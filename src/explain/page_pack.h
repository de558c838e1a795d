// Packing a page's data: deflated and in base64 where zlib was there when Nametag was built,
// else as it is. The page reads both.

#ifndef EXPLAIN_PAGE_PACK_H
#define EXPLAIN_PAGE_PACK_H

#include "base/text.h"

typedef struct PagePack PagePack;

MUST_USE PagePack *page_pack_new(void);   // NULL: no memory
// Takes a piece, and appends to the text what is ready of it.
void page_pack_add(PagePack *pack, const char *bytes, size_t size, TextBuffer *text);
void page_pack_end(PagePack *pack, TextBuffer *text);
// Begins anew, after the end; false: that can't be done.
bool page_pack_restart(PagePack *pack);
void page_pack_drop(PagePack *pack);      // NULL is allowed

#endif
