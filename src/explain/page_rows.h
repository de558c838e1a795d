// Events as the short rows of a page: page/src/rows.ts says what stands in each.

#ifndef EXPLAIN_PAGE_ROWS_H
#define EXPLAIN_PAGE_ROWS_H

#include "explain/view.h"

typedef struct PageFiles {   // the program's files, the main one first
    EventText *paths;        // owns the row; the texts live as long as the view
    int64_t count, capacity;
} PageFiles;

// The number of a file; one that has none gets the next. 0, too, where memory ends.
int64_t page_files_find(PageFiles *files, EventText path);
void page_files_done(PageFiles *files);

// Appends the row of an event; nothing where the page has no use for it.
void page_rows_add(TextBuffer *row, const Event *event, int64_t file);
// Appends rows, with commas between them, that make an object or a frame as it stands in a view.
void page_rows_add_object(TextBuffer *row, const ViewObject *object);
void page_rows_add_frame(TextBuffer *row, const ViewFrame *frame, int64_t file);

#endif
