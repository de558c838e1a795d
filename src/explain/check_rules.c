// The rules about objects that are shared: where the sharing begins, what is written, and
// which line reads it.

#include "explain/check_parts.h"

#include <string.h>

bool check_is_container(const Check *check, Serial serial) {
    const ViewObject *object = view_object(check->view, serial);
    static const char *const types[] = {"list", "dict", "set", "bytearray", "deque",
                                        "defaultdict", "OrderedDict"};
    for (size_t i = 0; object != NULL && i < ARRAY_COUNT(types); i++)
        if (event_text_is(object->type, types[i])) return true;
    return false;
}

static bool is_type(const ViewObject *object, const char *type) {
    return object != NULL && event_text_is(object->type, type);
}

// --- where it begins ---

// The object that stands in two places of a new container; 0: none.
static Serial repeated(const EventSlots *slots) {
    for (int64_t i = 1; i < slots->count; i++)
        if (slots->items[i].to == slots->items[0].to) return slots->items[0].to;
    return 0;
}

void check_take_create(Check *check, const Event *event) {
    static const struct { SiteKind site; RuleId rule; const char *type; } kinds[] = {
        {SITE_REPEAT, RULE_REPEAT, "list"}, {SITE_FROM_KEYS, RULE_FROM_KEYS, "dict"},
    };
    int64_t start = sites_first(&check->sites, event->line);
    for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
        int64_t at = start;
        const Site *site = check_next(check, kinds[i].site, event->line, &at);
        bool is_it = site != NULL && event_text_is(event->create.type, kinds[i].type);
        Serial shared = is_it ? repeated(&event->create.slots) : 0;
        Suspicion *suspicion = shared == 0 ? NULL
                                           : check_suspect(check, kinds[i].rule, event, site);
        if (suspicion == NULL) continue;
        suspicion->subject = shared;
        suspicion->one = event->create.object;
    }
    // A function of a loop: its variable's value as the function is made.
    int64_t at = start;
    const Site *site = event_text_is(event->create.type, "function")
                           ? check_next(check, SITE_CLOSURE, event->line, &at) : NULL;
    Suspicion *suspicion = site == NULL ? NULL
                                        : check_suspect(check, RULE_CLOSURE, event, site);
    if (suspicion == NULL) return;
    suspicion->subject = event->create.object;
    suspicion->one = check_look_up(check, event->frame, site->name);
    suspicion->name = site_name(site->name);
}

// --- names ---

static void take_chain(Check *check, const Event *event, const Site *site) {
    const ExprList *targets = &site->stmt->Assign.targets;
    for (int32_t i = 0; i + 1 < targets->count; i++) {
        const Identifier *first = targets->items[i]->Name.id;
        const Identifier *second = targets->items[i + 1]->Name.id;
        if (!site_is_name(second, event->bind.name)) continue;
        if (check_look_up(check, event->frame, first) != event->bind.new) continue;
        Suspicion *suspicion = check_suspect(check, RULE_CHAIN, event, site);
        if (suspicion == NULL) return;
        suspicion->subject = event->bind.new;
        suspicion->name = site_name(first);
        suspicion->other_name = site_name(second);
    }
}

static void take_alias(Check *check, const Event *event, const Site *site) {
    if (!site_is_name(site->name, event->bind.name) || !check_is_container(check, event->bind.new))
        return;
    Suspicion *suspicion = check_suspect(check, RULE_IN_PLACE, event, site);
    if (suspicion == NULL) return;
    suspicion->subject = event->bind.new;
    suspicion->name = site_name(site->name);
    suspicion->other_name = site_name(site->expr->Name.id);
}

// name = receiver.sort(): the receiver is a container of Python's own.
static void take_none(Check *check, const Event *event, const Site *site) {
    const ViewObject *value = view_object(check->view, event->bind.new);
    if (!site_is_name(site->name, event->bind.name) || !is_type(value, "NoneType")) return;
    bool is_own = site->expr->kind == EXPR_Name && site->expr->Name.id == site->name;
    Serial receiver = is_own ? (event->kind == EVENT_REBIND ? event->rebind.old : 0)
                             : check_resolve(check, event->frame, site->expr);
    if (!check_is_container(check, receiver)) return;
    Suspicion *suspicion = check_suspect(check, RULE_NONE, event, site);
    if (suspicion == NULL) return;
    suspicion->subject = event->bind.new;
    suspicion->written = suspicion->shared;
    suspicion->name = site_name(site->name);
}

void check_take_bind(Check *check, const Event *event) {
    int64_t start = sites_first(&check->sites, event->line), at = start;
    const Site *site = check_next(check, SITE_CHAIN, event->line, &at);
    if (site != NULL) take_chain(check, event, site);
    at = start;
    site = check_next(check, SITE_ALIAS, event->line, &at);
    if (site != NULL) take_alias(check, event, site);
    at = start;
    site = check_next(check, SITE_NONE, event->line, &at);
    if (site != NULL) take_none(check, event, site);
}

// --- copies ---

void check_take_copy(Check *check, const Event *event) {
    if (!event_text_is(event->copy.depth, "shallow") || event->copy.shared.count == 0) return;
    Suspicion *suspicion = check_suspect(check, RULE_COPY, event, NULL);
    if (suspicion == NULL) return;
    suspicion->one = event->copy.from;
    suspicion->other = event->copy.to;
}

// The original or the copy, through whose inner object the line changes; 0: neither.
static Serial changed_through(const Check *check, const Suspicion *suspicion,
                              const Event *event, const Expr **base) {
    int64_t at = sites_first(&check->sites, event->line);
    const Site *site;
    while ((site = check_next(check, SITE_CHANGE, event->line, &at)) != NULL) {
        Serial object = check_resolve(check, event->frame, site->expr);
        *base = site->expr;
        bool is_either = object != 0 && (object == suspicion->one || object == suspicion->other);
        if (is_either && site->index >= 2) return object;
        // for row in copy: row.append(…)
        for (int64_t i = 0; i < check->round_count; i++) {
            const Round *round = &check->rounds[i];
            bool is_target = site->expr->kind == EXPR_Name && round->frame == event->frame &&
                             site->expr->Name.id == round->site->name;
            if (!is_target || object != event->mutate.object) continue;
            *base = round->site->expr;
            if (round->container == suspicion->one || round->container == suspicion->other)
                return round->container;
        }
    }
    return 0;
}

static void write_copy(Check *check, Suspicion *suspicion, const Event *event) {
    const ViewObject *inner = view_object(check->view, event->mutate.object);
    const Expr *base = NULL;
    Serial through = changed_through(check, suspicion, event, &base);
    if (through == 0 ||
        !check_is_container(check, event->mutate.object) || inner->serial == suspicion->one ||
        inner->serial == suspicion->other)
        return;
    if (!check_reaches(check, suspicion->one, inner->serial, 3) ||
        !check_reaches(check, suspicion->other, inner->serial, 3))
        return;
    suspicion->written = (Proof){event->step, event->line};
    suspicion->subject = inner->serial;
    if (through == suspicion->other) suspicion->other = suspicion->one;
    suspicion->one = through;
    while (base->kind == EXPR_Attribute && base->Attribute.value->kind == EXPR_Attribute)
        base = base->Attribute.value;
    suspicion->name = site_name(base->kind == EXPR_Name ? base->Name.id : base->Attribute.attr);
}

// --- defaults and attributes of classes ---

// The function whose default the object is.
static const ViewObject *default_of(const Check *check, Serial object, int64_t *index) {
    const ViewObject *seen = view_object(check->view, object);
    for (int64_t i = 0; seen != NULL && i < seen->referrers.count; i++) {
        const ViewObject *row = view_object(check->view, seen->referrers.items[i]);
        if (row == NULL || !row->is_alive) continue;
        for (int64_t j = 0; j < row->referrers.count; j++) {
            const ViewObject *function = view_object(check->view, row->referrers.items[j]);
            if (function == NULL || !function->is_alive || !is_type(function, "function")) continue;
            for (*index = 0; *index < row->slot_count; ++*index)
                if (row->slots[*index].to == object) return function;
        }
    }
    return NULL;
}

// Names by which an author says that sharing is meant.
static bool is_meant(EventText name) {
    static const char *const words[] = {"cache", "memo", "registry", "shared"};
    if (name.size > 0 && name.text[0] == '_') return true;
    for (size_t i = 0; i < ARRAY_COUNT(words); i++)
        if (site_has_part(name, words[i])) return true;
    return false;
}

// <function f> is the def at the site.
static bool is_function_of(const ViewObject *function, const Site *site) {
    EventText name = site_name(site->function), shown = function->scalar;
    if (shown.text == NULL || shown.size < name.size + 2) return false;
    return memcmp(shown.text + shown.size - 1 - name.size, name.text, name.size) == 0;
}

static void write_default(Check *check, const Event *event) {
    int64_t index = 0;
    const ViewObject *function = default_of(check, event->mutate.object, &index);
    for (int64_t i = 0; function != NULL && i < check->sites.count; i++) {
        const Site *site = &check->sites.items[i];
        bool is_it = site->kind == SITE_DEFAULT && is_function_of(function, site) &&
                     (site->index == index || site->index < 0);
        if (!is_it || is_meant(site_name(site->name))) continue;
        Suspicion *suspicion = check_suspect(check, RULE_DEFAULT, event, site);
        if (suspicion == NULL) return;
        suspicion->shared = (Proof){function->born, site->line};
        suspicion->written = (Proof){event->step, event->line};
        suspicion->subject = event->mutate.object;
        suspicion->name = site_name(site->name);
        suspicion->other_name = site_name(site->function);
        suspicion->frame = -1;   // until it is called again
        return;
    }
}

// instance.attribute.append(…), where the attribute is the class's.
static void write_class(Check *check, const Event *event) {
    int64_t at = sites_first(&check->sites, event->line);
    const Site *site;
    while ((site = check_next(check, SITE_CHANGE, event->line, &at)) != NULL) {
        if (site->expr->kind != EXPR_Attribute || site->index != 1) continue;
        EventText name = site_name(site->expr->Attribute.attr);
        Serial instance = check_resolve(check, event->frame, site->expr->Attribute.value);
        const ViewObject *seen = view_object(check->view, instance);
        if (seen == NULL || check_own_attribute(check, instance, name) != 0) continue;
        const ViewObject *class = check_class_of(check, seen);
        bool is_it = class != NULL && class->serial != instance &&
                     check_resolve(check, event->frame, site->expr) == event->mutate.object;
        if (!is_it || is_meant(name)) continue;
        if (sites_use_class(&check->sites, seen->type, site->expr->Attribute.attr)) continue;
        Suspicion *suspicion = check_suspect(check, RULE_CLASS, event, site);
        if (suspicion == NULL) return;
        suspicion->shared = (Proof){class->born, class->born_line};
        suspicion->written = (Proof){event->step, event->line};
        suspicion->subject = event->mutate.object;
        suspicion->one = instance;
        suspicion->name = name;
    }
}

// --- writes ---

// name += … at the line, where name is one of the two.
static bool is_augmented(const Check *check, const Suspicion *suspicion, const Event *event) {
    int64_t at = sites_first(&check->sites, event->line);
    const Site *site;
    while ((site = check_next(check, SITE_AUGMENTED, event->line, &at)) != NULL) {
        if (site->expr->kind != EXPR_Name) continue;
        EventText name = site_name(site->expr->Name.id);
        if (event_text_is_equal(name, suspicion->name) ||
            event_text_is_equal(name, suspicion->other_name))
            return true;
    }
    return false;
}

static void write_alias(Suspicion *suspicion, const Check *check, const Event *event) {
    if (event->frame != suspicion->frame || !is_augmented(check, suspicion, event)) return;
    int64_t at = sites_first(&check->sites, event->line);
    const Site *site = check_next(check, SITE_AUGMENTED, event->line, &at);
    EventText name = site_name(site->expr->Name.id);
    // `other` is who sees what the one that is written did.
    if (event_text_is_equal(name, suspicion->other_name)) {
        suspicion->other_name = suspicion->name;
        suspicion->name = name;
    }
    suspicion->written = (Proof){event->step, event->line};
}

// The name that did not write is who sees it.
static void write_chain(Suspicion *suspicion, const Check *check, const Event *event) {
    int64_t at = sites_first(&check->sites, event->line);
    const Site *site;
    while ((site = check_next(check, SITE_CHANGE, event->line, &at)) != NULL) {
        bool is_other = site->expr->kind == EXPR_Name &&
                        site_is_name(site->expr->Name.id, suspicion->other_name);
        if (!is_other) continue;
        suspicion->other_name = suspicion->name;
        suspicion->name = site_name(site->expr->Name.id);
        break;
    }
    suspicion->written = (Proof){event->step, event->line};
}

void check_take_mutate(Check *check, const Event *event) {
    Serial object = event->mutate.object;
    for (int64_t i = 0; i < check->count; i++) {
        Suspicion *suspicion = &check->items[i];
        if (suspicion->written.step != 0 || suspicion->is_over) continue;
        if (suspicion->rule == RULE_COPY) write_copy(check, suspicion, event);
        if (suspicion->subject != object) continue;
        switch (suspicion->rule) {
        case RULE_CHAIN: write_chain(suspicion, check, event); break;
        case RULE_REPEAT: case RULE_FROM_KEYS:
            suspicion->written = (Proof){event->step, event->line};
            break;
        case RULE_IN_PLACE: write_alias(suspicion, check, event); break;
        default: break;
        }
    }
    write_default(check, event);
    write_class(check, event);
}

// --- reads ---

// A name at the line refers to the object, or to what holds it; NULL: none does.
static const Site *read_of(const Check *check, const Event *event, Serial holder, int depth) {
    int64_t at = sites_first(&check->sites, event->line);
    const Site *site;
    while ((site = check_next(check, SITE_LOAD, event->line, &at)) != NULL)
        if (check_is_of(check, site, event->frame) &&
            check_reaches(check, check_look_up(check, event->frame, site->name), holder, depth))
            return site;
    return NULL;
}

static const Site *read_of_name(const Check *check, const Event *event, EventText name,
                                Serial object) {
    int64_t at = sites_first(&check->sites, event->line);
    const Site *site;
    while ((site = check_next(check, SITE_LOAD, event->line, &at)) != NULL)
        if (site_is_name(site->name, name) && check_is_of(check, site, event->frame) &&
            check_look_up(check, event->frame, site->name) == object)
            return site;
    return NULL;
}

// Another instance's attribute is the same object.
static bool reads_class(const Check *check, const Suspicion *suspicion, const Event *event) {
    int64_t at = sites_first(&check->sites, event->line);
    const Site *site;
    while ((site = check_next(check, SITE_LOAD_ATTRIBUTE, event->line, &at)) != NULL) {
        if (!site_is_name(site->name, suspicion->name)) continue;
        Serial base = check_resolve(check, event->frame, site->expr->Attribute.value);
        if (base == 0 || base == suspicion->one) continue;
        if (!check_is_of(check, site, event->frame)) continue;
        if (check_resolve(check, event->frame, site->expr) == suspicion->subject) return true;
    }
    return false;
}

static void read_suspicion(Check *check, Suspicion *suspicion, const Event *event) {
    const Site *site = NULL;
    Serial shown = suspicion->subject;
    switch (suspicion->rule) {
    case RULE_REPEAT: case RULE_FROM_KEYS:
        site = read_of(check, event, suspicion->one, 2);
        shown = suspicion->one;
        break;
    case RULE_COPY:
        site = check_is_alive(check, suspicion->other) &&
               check_reaches(check, suspicion->other, suspicion->subject, 3)
                   ? read_of(check, event, suspicion->other, 1) : NULL;
        if (site != NULL) suspicion->other_name = site_name(site->name);
        shown = suspicion->other;
        break;
    case RULE_CHAIN: case RULE_IN_PLACE:
        site = event->frame == suspicion->frame
                   ? read_of_name(check, event, suspicion->other_name, suspicion->subject) : NULL;
        break;
    case RULE_NONE:
        site = event->frame == suspicion->frame
                   ? read_of_name(check, event, suspicion->name, suspicion->subject) : NULL;
        break;
    case RULE_DEFAULT:
        site = suspicion->frame == event->frame
                   ? read_of_name(check, event, suspicion->name, suspicion->subject) : NULL;
        break;
    case RULE_CLASS:
        if (reads_class(check, suspicion, event)) site = suspicion->site;
        break;
    default: break;
    }
    if (site != NULL) check_find(check, suspicion, event->step, event->line, shown);
}

void check_take_line(Check *check, const Event *event) {
    int64_t count = check->count;
    for (int64_t i = 0; i < count; i++) {
        Suspicion *suspicion = &check->items[i];
        if (suspicion->written.step != 0 && !suspicion->is_over)
            read_suspicion(check, suspicion, event);
    }
}
