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
    bool has_begun, has_ended;
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
    page->has_begun = true;
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
    text_add_c(row, ",\"rows\":[\n[\"n\"]");
    row_end(page);
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

void page_take(Page *page, const Event *event, TextBuffer *text) {
    if (page->has_ended) return;
    page->text = text;
    if (!page->has_begun) page_begin(page);
    page->step = event->step;
    // A line's sentence belongs to what is before it: the page stops at the row of the line.
    if (event->kind == EVENT_LINE) {
        add_sentences(page, event);
        tell_cells(page);
        add_row(page, event);
        return;
    }
    if (event->kind == EVENT_CREATE || event->kind == EVENT_EXISTS)
        note_cells(page, event->create.id);
    add_row(page, event);
    add_sentences(page, event);
}

void page_end(Page *page, TextBuffer *text) {
    if (page->has_ended) return;
    page->text = text;
    if (!page->has_begun) page_begin(page);
    page->has_ended = true;
    tell_cells(page);
    text_add_format(&page->row, "\n],\"last\":%llu}", (unsigned long long)page->step);
    row_end(page);
    page_pack_end(page->pack, text);
    text_add(text, page_after, sizeof page_after - 1);
}
