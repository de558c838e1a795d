// The page of a run: one HTML file that shows every step, offline.
//
// It holds the run's events in short rows, packed, of which its script rebuilds each state; so
// it grows with what the run changes, not with what it holds. The script's sources stand in the
// folder page/ of the project; what they are built to, page/page.html beside this file, is
// built in (tools/page).

#ifndef EXPLAIN_PAGE_H
#define EXPLAIN_PAGE_H

#include "explain/explain.h"

typedef struct Page Page;

MUST_USE Page *page_new(Vm *vm, View *view, const ExplainOptions *options);   // NULL: no memory
// Takes an event and appends what the page says of it. The view has taken it before.
void page_take(Page *page, const Event *event, TextBuffer *text);
// The program has ended: appends the rest of the page; later events are not shown.
void page_end(Page *page, TextBuffer *text);
// Whether the page is written, and no other one begins.
bool page_is_done(const Page *page);
void page_drop(Page *page);   // NULL is allowed

#endif
