#include "explain/check.h"

#include "base/host.h"
#include "explain/check_parts.h"
#include "explain/draw.h"

#include <string.h>

enum { PICTURE_OBJECTS_MAX = 40, VALUE_WIDTH = 60, CLASS_DEPTH_MAX = 6 };

// --- start and end ---

Check *check_new(View *view, const ExplainOptions *options) {
    Check *check = host_allocate(sizeof(Check));
    if (check == NULL) return NULL;
    *check = (Check){.view = view, .options = *options};
    // The text must outlive the program: findings quote it.
    check->source = options->source == NULL ? NULL : host_allocate(options->source_bytes + 1);
    if (check->source != NULL) {
        memcpy(check->source, options->source, options->source_bytes);
        check->source[options->source_bytes] = '\0';
    }
    check->is_failed = options->source != NULL && check->source == NULL;
    check->options.source = check->source;
    sites_find(&check->sites, check->source, options->source_bytes);
    return check;
}

void check_drop(Check *check) {
    if (check == NULL) return;
    for (int64_t i = 0; i < check->finding_count; i++) {
        host_release(check->findings[i].value);
        host_release(check->findings[i].picture);
    }
    host_release(check->findings);
    host_release(check->items);
    host_release(check->rounds);
    host_release(check->source);
    sites_done(&check->sites);
    host_release(check);
}

bool check_reserve(Check *check, void **items, int64_t *capacity, int64_t count, size_t bytes) {
    if (count <= *capacity) return true;
    int64_t grown = *capacity * 2 + 16;
    void *block = host_resize(*items, (size_t)grown * bytes);
    if (block == NULL) {
        check->is_failed = true;
        return false;
    }
    *items = block;
    *capacity = grown;
    return true;
}

// --- looking things up ---

bool check_is_alive(const Check *check, Serial object) {
    const ViewObject *seen = view_object(check->view, object);
    return seen != NULL && seen->is_alive;
}

static Serial name_of_frame(const Check *check, int64_t number, EventText name) {
    const ViewFrame *frame = view_frame(check->view, number);
    const ViewName *known = frame == NULL ? NULL : view_name(frame, name);
    return known == NULL ? 0 : known->to;
}

Serial check_look_up(const Check *check, int64_t frame, const Identifier *name) {
    Serial found = name_of_frame(check, frame, site_name(name));
    return found != 0 ? found : name_of_frame(check, 0, site_name(name));
}

static Serial slot_named(const Check *check, Serial object, EventPlaceKind kind, EventText name) {
    const ViewObject *seen = view_object(check->view, object);
    for (int64_t i = 0; seen != NULL && i < seen->slot_count; i++)
        if (seen->slots[i].place.kind == kind &&
            event_text_is_equal(seen->slots[i].place.at, name))
            return seen->slots[i].to;
    return 0;
}

Serial check_own_attribute(const Check *check, Serial object, EventText name) {
    return slot_named(check, object, AT_ATTRIBUTE, name);
}

const ViewObject *check_class_of(const Check *check, const ViewObject *object) {
    static const char start[] = "<class ";
    size_t size = sizeof start - 1;
    for (Serial serial = 1; object != NULL && serial <= check->view->object_last; serial++) {
        const ViewObject *seen = view_object(check->view, serial);
        if (seen == NULL || !seen->is_alive || seen->scalar.text == NULL) continue;
        EventText text = seen->scalar;
        if (text.size != size + object->type.size + 1 || memcmp(text.text, start, size) != 0)
            continue;
        if (memcmp(text.text + size, object->type.text, object->type.size) == 0) return seen;
    }
    return NULL;
}

static Serial class_attribute(const Check *check, Serial class, EventText name, int depth) {
    Serial found = check_own_attribute(check, class, name);
    if (found != 0 || depth == 0) return found;
    const ViewObject *bases =
        view_object(check->view, slot_named(check, class, AT_FIELD, event_text("__bases__")));
    for (int64_t i = 0; bases != NULL && i < bases->slot_count && found == 0; i++)
        found = class_attribute(check, bases->slots[i].to, name, depth - 1);
    return found;
}

Serial check_resolve(const Check *check, int64_t frame, const Expr *expr) {
    if (expr->kind == EXPR_Name) return check_look_up(check, frame, expr->Name.id);
    if (expr->kind != EXPR_Attribute) return 0;
    Serial object = check_resolve(check, frame, expr->Attribute.value);
    if (object == 0) return 0;
    EventText name = site_name(expr->Attribute.attr);
    Serial found = check_own_attribute(check, object, name);
    if (found != 0) return found;
    const ViewObject *class = check_class_of(check, view_object(check->view, object));
    return class == NULL ? 0 : class_attribute(check, class->serial, name, CLASS_DEPTH_MAX);
}

bool check_reaches(const Check *check, Serial from, Serial to, int depth) {
    if (from == 0 || to == 0) return false;
    if (from == to) return true;
    const ViewObject *object = view_object(check->view, from);
    if (object == NULL || depth == 0) return false;
    for (int64_t i = 0; i < object->slot_count; i++)
        if (check_reaches(check, object->slots[i].to, to, depth - 1)) return true;
    return false;
}

const Site *check_next(const Check *check, SiteKind kind, int64_t line, int64_t *at) {
    for (; *at < check->sites.count && check->sites.items[*at].line == line; ++*at)
        if (check->sites.items[*at].kind == kind) return &check->sites.items[(*at)++];
    return NULL;
}

// The function's own name, without those of what it stands in.
static EventText last_part(EventText qualified) {
    for (size_t i = qualified.size; i-- > 0;)
        if (qualified.text[i] == '.')
            return (EventText){qualified.text + i + 1, qualified.size - i - 1};
    return qualified;
}

bool check_is_of(const Check *check, const Site *site, int64_t number) {
    const ViewFrame *frame = view_frame(check->view, number);
    if (frame == NULL) return false;
    if (site->function == NULL) return true;
    return site_is_name(site->function, last_part(frame->function));
}

// --- suspicions and findings ---

Suspicion *check_suspect(Check *check, RuleId rule, const Event *event, const Site *site) {
    if (!check_reserve(check, (void **)&check->items, &check->capacity, check->count + 1,
                       sizeof(Suspicion)))
        return NULL;
    Suspicion *suspicion = &check->items[check->count++];
    *suspicion = (Suspicion){.rule = rule, .shared = {event->step, event->line},
                             .frame = event->frame, .site = site};
    return suspicion;
}

static char *terminated(TextBuffer *text) {
    text_add_char(text, '\0');
    char *bytes = text->is_failed ? NULL : text->bytes;
    if (bytes == NULL) text_done(text);
    return bytes;
}

// The moment of the read, where it is small enough to be looked at.
static char *draw_moment(const Check *check, uint64_t since) {
    TextBuffer picture = {0};
    const DrawOptions options = {.format = DRAW_TEXT, .detail = DRAW_PLAIN, .since = since};
    if (check->view->alive > PICTURE_OBJECTS_MAX) return NULL;
    if (draw_view(check->view, &options, &picture)) return terminated(&picture);
    text_done(&picture);
    return NULL;
}

static bool is_known(const Check *check, const Suspicion *suspicion) {
    for (int64_t i = 0; i < check->finding_count; i++) {
        const Finding *finding = &check->findings[i];
        bool is_same_name = suspicion->rule == RULE_CHAIN ||
                            event_text_is_equal(finding->name, suspicion->name);
        if (finding->rule == suspicion->rule && finding->shared.line == suspicion->shared.line &&
            is_same_name)
            return true;
    }
    return false;
}

void check_find(Check *check, Suspicion *suspicion, uint64_t step, int64_t line, Serial shown) {
    suspicion->is_over = true;
    if (is_known(check, suspicion)) return;
    if (!check_reserve(check, (void **)&check->findings, &check->finding_capacity,
                       check->finding_count + 1, sizeof(Finding)))
        return;
    TextBuffer value = {0};
    view_show(check->view, shown, VALUE_WIDTH, &value);
    check->findings[check->finding_count++] = (Finding){
        .rule = suspicion->rule, .shared = suspicion->shared, .written = suspicion->written,
        .read = {step, line}, .name = suspicion->name, .other_name = suspicion->other_name,
        .value = terminated(&value), .picture = draw_moment(check, suspicion->written.step),
    };
}

// Suspicions whose object is gone are forgotten from time to time.
static void tidy_up(Check *check) {
    int64_t kept = 0;
    for (int64_t i = 0; i < check->count; i++) {
        const Suspicion *suspicion = &check->items[i];
        bool is_dead = suspicion->subject != 0 && !check_is_alive(check, suspicion->subject);
        if (!suspicion->is_over && !is_dead) check->items[kept++] = *suspicion;
    }
    check->count = kept;
}

void check_take(Check *check, const Event *event) {
    enum { TIDY_AT = 256 };
    if (event->is_exit && event->kind != EVENT_FREE) return;
    bool is_program = event_text_is(event->file, check->options.program);
    if (!is_program && event->kind != EVENT_FREE) return;
    switch (event->kind) {
    case EVENT_CREATE: check_take_create(check, event); break;
    case EVENT_BIND: case EVENT_REBIND: check_take_bind(check, event); break;
    case EVENT_MUTATE: check_take_mutate(check, event); break;
    case EVENT_COPY: check_take_copy(check, event); break;
    case EVENT_LINE:
        if (check->count > TIDY_AT) tidy_up(check);
        check_take_line(check, event);
        break;
    default: break;
    }
    check_take_flow(check, event);
}

bool check_is_whole(const Check *check) {
    return !check->is_failed && !check->sites.is_failed && !check->view->is_failed;
}

int64_t check_report(Check *check, TextBuffer *text) {
    switch (check->options.output) {
    case EXPLAIN_CHECK_JSON: check_write_json(check, text); break;
    case EXPLAIN_CHECK_SARIF: check_write_sarif(check, text); break;
    default: check_write_text(check, text); break;
    }
    return check->finding_count + !check_is_whole(check);
}
