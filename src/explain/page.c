#include "explain/page.h"

#include "base/host.h"
#include "base/world.h"
#include "explain/page_pack.h"
#include "explain/page_rows.h"
#include "explain/sentences.h"
#include "memory/cells.h"
#include "page.inc"

#include <stdlib.h>
#include <string.h>

enum { CELL_PAGES_MAX = 32 };   // of the heap, that are shown

struct Page {
    Vm *vm;
    View *view;
    const ExplainOptions *options;
    Sentences *sentences;
    PagePack *pack;
    TextBuffer row, words;   // used again and again
    TextBuffer *text;        // borrows: what the call that runs appends to
    PageFiles files;
    CellPage *cells;         // owns; as they were told last
    int cell_page_count;
    uint64_t step;
    int64_t stop;            // lines that have begun
    int64_t first;           // of them, before the page
    int64_t number;          // of the page, from 0
    enum { PAGE_WAITS, PAGE_OPEN, PAGE_CLOSED } state;
};

Page *page_new(Vm *vm, View *view, const ExplainOptions *options) {
    Page *page = host_allocate(sizeof(Page));
    if (page == NULL) return NULL;
    *page = (Page){.vm = vm, .view = view, .options = options,
                   .sentences = sentences_new(view, options), .pack = page_pack_new(),
                   .cells = host_allocate(CELL_PAGES_MAX * sizeof(CellPage))};
    if (page->sentences != NULL && page->pack != NULL && page->cells != NULL) return page;
    page_drop(page);
    return NULL;
}

void page_drop(Page *page) {
    if (page == NULL) return;
    sentences_drop(page->sentences);
    page_pack_drop(page->pack);
    page_files_done(&page->files);
    host_release(page->cells);
    text_done(&page->row);
    text_done(&page->words);
    host_release(page);
}

// Hands on the row that was gathered.
static void row_end(Page *page) {
    page->text->is_failed |= page->row.is_failed;
    page_pack_add(page->pack, page->row.bytes, page->row.size, page->text);
    text_cut(&page->row, 0);
}

static void page_begin(Page *page) {
    const ExplainOptions *options = page->options;
    TextBuffer *row = &page->row;
    page->state = PAGE_OPEN;
    page->first = page->stop;
    page->cell_page_count = 0;
    page->files.count = 0;
    (void)page_files_find(&page->files, event_text(options->program));
    text_add(page->text, page_before, sizeof page_before - 1);
    const char *name = options->program == NULL ? "" : strrchr(options->program, '/');
    name = name == NULL ? options->program : name[0] == '/' ? name + 1 : name;
    text_add_c(row, "{\"program\":");
    text_add_json(row, name, strlen(name));
    text_add_c(row, ",\"source\":");
    text_add_json(row, options->source == NULL ? "" : options->source,
                  options->source == NULL ? 0 : options->source_bytes);
    if (options->listing != NULL) {
        text_add_c(row, ",\"code\":");
        text_add_json(row, options->listing, strlen(options->listing));
    }
    if (page->number > 0 || options->page_full != NULL)
        text_add_format(row, ",\"page\":%lld", (long long)page->number);
    if (page->first > 0) text_add_format(row, ",\"first\":%lld", (long long)page->first);
    text_add_c(row, ",\"rows\":[\n[\"n\"]");
    row_end(page);
}

static void page_close(Page *page, bool has_more) {
    page->state = PAGE_CLOSED;
    text_add_format(&page->row, "\n],\"last\":%llu%s}", (unsigned long long)page->step,
                    has_more ? ",\"more\":true" : "");
    row_end(page);
    page_pack_end(page->pack, page->text);
    text_add(page->text, page_after, sizeof page_after - 1);
}

// What the sentences say of an event, a row a line.
static void add_sentences(Page *page, const Event *event) {
    text_cut(&page->words, 0);
    sentences_take(page->sentences, event, true, &page->words);
    const char *at = page->words.bytes, *end = at + page->words.size;
    while (at < end) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        size_t size = (size_t)((line_end == NULL ? end : line_end) - at);
        // Sentences are set in from the heading of their line, which the page shows itself.
        size_t blanks = 0;
        while (blanks < size && at[blanks] == ' ') blanks++;
        if (blanks > 0 && blanks < size) {
            text_add_c(&page->row, ",\n[\"s\",");
            text_add_json(&page->row, at + blanks, size - blanks);
            text_add_char(&page->row, ']');
            row_end(page);
        }
        at += size + 1;
    }
}

// Sentences know what went before, told or not.
static void follow_quietly(Page *page, const Event *event) {
    text_cut(&page->words, 0);
    sentences_take(page->sentences, event, false, &page->words);
}

// --- pages of the heap ---

static void add_bits(TextBuffer *row, const CellPage *cells) {
    size_t size = sizeof cells->used;
    while (size > 0 && cells->used[size - 1] == 0) size--;
    for (size_t i = 0; i < size; i++) text_add_format(row, "%02x", cells->used[i]);
}

// The page in which a new object lies is told with its first object.
static void note_cells(Page *page, EventText id) {
    char digits[24] = {0};
    if (id.size >= sizeof digits || page->cell_page_count == CELL_PAGES_MAX) return;
    memcpy(digits, id.text, id.size);
    uint64_t address = strtoull(digits, NULL, 16), start = address & ~(uint64_t)(REGION_PAGE - 1);
    for (int i = page->cell_page_count - 1; i >= 0; i--)
        if (page->cells[i].start == start) return;
    CellPage *cells = &page->cells[page->cell_page_count];
    if (!cells_read(page->vm, address, cells)) return;
    memset(cells->used, 0, sizeof cells->used);
    page->cell_page_count++;
    text_add_format(&page->row, ",\n[\"h\",\"%#llx\",%u,%u]", (unsigned long long)cells->start,
                    cells->cell_bytes, cells->prefix_bytes);
    row_end(page);
}

static void tell_cells(Page *page) {
    CellPage now;
    for (int i = 0; i < page->cell_page_count; i++) {
        CellPage *known = &page->cells[i];
        if (!cells_read(page->vm, known->start, &now)) continue;
        if (memcmp(now.used, known->used, sizeof now.used) == 0) continue;
        *known = now;
        text_add_format(&page->row, ",\n[\"k\",\"%#llx\",\"", (unsigned long long)known->start);
        add_bits(&page->row, known);
        text_add_c(&page->row, "\"]");
        row_end(page);
    }
}

// --- the page ---

// A file beside the main one comes with its text when it is first met.
static int64_t find_file(Page *page, const Event *event) {
    if (event->file.text == NULL) return 0;
    int64_t known = page->files.count, file = page_files_find(&page->files, event->file);
    if (file < known || file == 0) return file;
    text_add_format(&page->row, ",\n[\"n\",%lld,", (long long)file);
    text_add_json(&page->row, event->file.text, event->file.size);
    text_add_char(&page->row, ',');
    char *source = NULL;
    TextBuffer path = {0};
    text_add(&path, event->file.text, event->file.size);
    text_add_char(&path, '\0');
    int64_t size = path.is_failed ? -1 : world_read_path(page->vm->world, path.bytes, &source);
    text_add_json(&page->row, size < 0 ? "" : source, size < 0 ? 0 : (size_t)size);
    host_release(size < 0 ? NULL : source);
    text_done(&path);
    text_add_char(&page->row, ']');
    row_end(page);
    return file;
}

static void add_row(Page *page, const Event *event) {
    bool has_place = event->kind == EVENT_LINE || event->kind == EVENT_CALL;
    int64_t file = has_place ? find_file(page, event) : 0;
    text_add_c(&page->row, ",\n");
    page_rows_add(&page->row, event, file);
    if (page->row.size > 2) row_end(page);
    else text_cut(&page->row, 0);
}

// What there is when a page begins in the middle of the run.
static void add_view(Page *page) {
    const View *view = page->view;
    for (Serial serial = 1; serial <= view->object_last; serial++) {
        const ViewObject *object = view_object(view, serial);
        if (object == NULL || object->serial == 0 || !object->is_alive) continue;
        note_cells(page, object->id);
        text_add_c(&page->row, ",\n");
        page_rows_add_object(&page->row, object);
        row_end(page);
    }
    for (int64_t i = 0; i < view->live_count; i++) {
        const ViewFrame *frame = view_frame(view, view->live[i]);
        Event event = {.file = frame->file};
        int64_t file = find_file(page, &event);
        text_add_c(&page->row, ",\n");
        page_rows_add_frame(&page->row, frame, file);
        row_end(page);
    }
}

// A line begins: a page may be full with it, and the next one starts from it.
static void take_line(Page *page, const Event *event) {
    const ExplainOptions *options = page->options;
    if (page->state == PAGE_OPEN) {
        // A line's sentence belongs to what is before it: the page stops at the row of the line.
        add_sentences(page, event);
        tell_cells(page);
        add_row(page, event);
    } else {
        follow_quietly(page, event);
    }
    bool is_full = page->state == PAGE_OPEN && options->stops_max > 0 &&
                   page->stop - page->first + 1 >= options->stops_max;
    if (is_full) {
        page_close(page, true);
        page->number++;
        if (options->page_full != NULL && page_pack_restart(page->pack)) {
            options->write(options->context, page->text->bytes, page->text->size);
            text_cut(page->text, 0);
            options->page_full(options->context);
            page->state = PAGE_WAITS;
        }
    }
    if (page->state == PAGE_WAITS && page->stop >= options->page_first) {
        page_begin(page);
        add_view(page);
        tell_cells(page);
        add_row(page, event);
    }
    page->stop++;
}

void page_take(Page *page, const Event *event, TextBuffer *text) {
    page->text = text;
    page->step = event->step;
    if (page->state == PAGE_WAITS && page->options->page_first == 0 && page->number == 0)
        page_begin(page);
    if (event->kind == EVENT_LINE) {
        take_line(page, event);
        return;
    }
    if (page->state != PAGE_OPEN) {
        follow_quietly(page, event);
        return;
    }
    if (event->kind == EVENT_CREATE || event->kind == EVENT_EXISTS)
        note_cells(page, event->create.id);
    add_row(page, event);
    add_sentences(page, event);
}

void page_end(Page *page, TextBuffer *text) {
    page->text = text;
    if (page->state == PAGE_WAITS) page_begin(page);
    if (page->state != PAGE_OPEN) return;
    tell_cells(page);
    page_close(page, false);
}

bool page_is_done(const Page *page) {
    return page->state == PAGE_CLOSED;
}
