#include "explain/census.h"

#include "base/host.h"

#include <stdlib.h>
#include <string.h>

enum { SHARED_ROWS = 20, PATHS_SHOWN = 6, VALUE_WIDTH = 48 };

typedef struct Kind {
    EventText type;
    int64_t count, bytes, shared;
} Kind;

typedef struct Census {
    View *view;
    int64_t *holders;     // owns; by serial: names and slots that refer to it
    Serial *found;        // owns; what names reach, in the order in which it was reached
    int64_t found_count;
    Kind *kinds;          // owns
    int64_t kind_count;
} Census;

static void hold(Census *census, Serial serial) {
    const ViewObject *object = view_object(census->view, serial);
    if (object == NULL || !object->is_alive) return;
    if (census->holders[serial]++ == 0) census->found[census->found_count++] = serial;
}

static void find_all(Census *census) {
    const View *view = census->view;
    for (int64_t i = 0; i < view->live_count; i++) {
        const ViewFrame *frame = view->frames[view->live[i]];
        for (int64_t j = 0; j < frame->name_count; j++) hold(census, frame->names[j].to);
    }
    for (int64_t i = 0; i < census->found_count; i++) {
        const ViewObject *object = view_object(view, census->found[i]);
        for (int64_t j = 0; j < object->slot_count; j++) {
            hold(census, object->slots[j].to);
            if (object->slots[j].place.kind == AT_KEY) hold(census, object->slots[j].place.key);
        }
    }
}

static Kind *kind_of(Census *census, EventText type) {
    for (int64_t i = 0; i < census->kind_count; i++)
        if (event_text_is_equal(census->kinds[i].type, type)) return &census->kinds[i];
    Kind *kind = &census->kinds[census->kind_count++];
    *kind = (Kind){.type = type};
    return kind;
}

static int compare_kinds(const void *one, const void *other) {
    const Kind *left = one, *right = other;
    if (left->bytes != right->bytes) return left->bytes > right->bytes ? -1 : 1;
    size_t size = left->type.size < right->type.size ? left->type.size : right->type.size;
    int order = memcmp(left->type.text, right->type.text, size);
    return order != 0 ? order : (int)(left->type.size - right->type.size);
}

static void count_kinds(Census *census) {
    for (int64_t i = 0; i < census->found_count; i++) {
        const ViewObject *object = view_object(census->view, census->found[i]);
        Kind *kind = kind_of(census, object->type);
        kind->count++;
        kind->bytes += object->size;
        kind->shared += census->holders[object->serial] > 1;
    }
    if (census->kind_count > 0)
        qsort(census->kinds, (size_t)census->kind_count, sizeof(Kind), compare_kinds);
}

static void add_row(TextBuffer *text, const Kind *kind) {
    text_add_format(text, "%9lld %11lld %8lld  ", (long long)kind->count, (long long)kind->bytes,
                    (long long)kind->shared);
    text_add(text, kind->type.text, kind->type.size);
    text_add_char(text, '\n');
}

static void add_table(const Census *census, TextBuffer *text) {
    Kind all = {.type = event_text("in all")};
    text_add_c(text, "  objects       bytes   shared  type\n");
    for (int64_t i = 0; i < census->kind_count; i++) {
        const Kind *kind = &census->kinds[i];
        add_row(text, kind);
        all.count += kind->count;
        all.bytes += kind->bytes;
        all.shared += kind->shared;
    }
    add_row(text, &all);
}

// What can change and is held in several places, with the names that see it.
static void add_shared(const Census *census, TextBuffer *text) {
    int64_t shown = 0, more = 0;
    for (int64_t i = 0; i < census->found_count; i++) {
        const ViewObject *object = view_object(census->view, census->found[i]);
        bool is_data = object->is_mutable && object->scalar.text == NULL;
        if (!is_data || census->holders[object->serial] < 2) continue;
        if (shown == SHARED_ROWS) {
            more++;
            continue;
        }
        if (shown++ == 0) text_add_c(text, "\nshared, and can change:\n");
        text_add_c(text, "    ");
        view_show(census->view, object->serial, VALUE_WIDTH, text);
        ViewPaths paths;
        view_find_paths(census->view, object->serial, PATHS_SHOWN, &paths);
        for (int64_t j = 0; j < paths.count; j++) {
            text_add_c(text, j == 0 ? "  ← " : ", ");
            text_add(text, paths.items[j].path.text, paths.items[j].path.size);
        }
        if (paths.more > 0) text_add_format(text, " and %lld more", (long long)paths.more);
        view_paths_done(&paths);
        text_add_char(text, '\n');
    }
    if (more > 0) text_add_format(text, "    and %lld more\n", (long long)more);
}

bool census_write(View *view, const char *caption, TextBuffer *text) {
    size_t places = (size_t)view->object_last + 2;
    Census census = {.view = view, .holders = host_allocate(places * sizeof(int64_t)),
                     .found = host_allocate(places * sizeof(Serial)),
                     .kinds = host_allocate(places * sizeof(Kind))};
    bool is_done = census.holders != NULL && census.found != NULL && census.kinds != NULL;
    if (is_done) {
        memset(census.holders, 0, places * sizeof(int64_t));
        find_all(&census);
        count_kinds(&census);
        if (caption != NULL) text_add_format(text, "%s\n", caption);
        add_table(&census, text);
        add_shared(&census, text);
    }
    host_release(census.holders);
    host_release(census.found);
    host_release(census.kinds);
    return is_done && !text->is_failed;
}
