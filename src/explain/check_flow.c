// The rules about what runs: loops, calls, comparisons, exceptions and finalisers.

#include "explain/check_parts.h"

#include <string.h>

static bool has_start(EventText text, const char *start) {
    size_t size = strlen(start);
    return text.size >= size && memcmp(text.text, start, size) == 0;
}

static bool is_called(EventText qualified, EventText name) {
    if (qualified.size < name.size) return false;
    size_t start = qualified.size - name.size;
    return memcmp(qualified.text + start, name.text, name.size) == 0 &&
           (start == 0 || qualified.text[start - 1] == '.');
}

// --- loops ---

static void loop_begin(Check *check, const Event *event, const Site *site) {
    for (int64_t i = 0; i < check->round_count; i++)
        if (check->rounds[i].site == site && check->rounds[i].frame == event->frame) return;
    if (!check_reserve(check, (void **)&check->rounds, &check->round_capacity,
                       check->round_count + 1, sizeof(Round)))
        return;
    check->rounds[check->round_count++] = (Round){
        .site = site, .frame = event->frame, .shared = {event->step, event->line},
        .container = check_resolve(check, event->frame, site->expr)};
}

static void loop_goes_on(Check *check, Round *round, const Event *event) {
    if (round->written.step == 0) return;
    Suspicion suspicion = {.rule = RULE_LOOP, .shared = round->shared, .written = round->written};
    const Expr *through = round->site->expr;
    while (through->kind == EXPR_Attribute && through->Attribute.value->kind != EXPR_Name)
        through = through->Attribute.value;
    suspicion.name = site_name(through->kind == EXPR_Name ? through->Name.id
                                                           : through->Attribute.attr);
    check_find(check, &suspicion, event->step, event->line, round->container);
    round->written.step = 0;
}

static void loops_take(Check *check, const Event *event) {
    int64_t kept = 0;
    for (int64_t i = 0; i < check->round_count; i++) {
        Round round = check->rounds[i];
        bool is_here = round.frame == event->frame;
        if (is_here && event->line == round.site->line) loop_goes_on(check, &round, event);
        bool is_left = is_here && (event->line < round.site->line ||
                                   event->line > round.site->end_line);
        if (!is_left) check->rounds[kept++] = round;
    }
    check->round_count = kept;
    int64_t at = sites_first(&check->sites, event->line);
    const Site *site;
    while ((site = check_next(check, SITE_FOR, event->line, &at)) != NULL)
        if (check_is_of(check, site, event->frame)) loop_begin(check, event, site);
}

static bool is_running(const Check *check, int64_t line) {
    for (int64_t i = 0; i < check->round_count; i++)
        if (line >= check->rounds[i].site->line && line <= check->rounds[i].site->end_line)
            return true;
    return false;
}

// Whether places move: something is taken out, or put in before the end.
static bool moves_places(const Event *event) {
    const EventValues *old = &event->mutate.old, *new = &event->mutate.new;
    switch (event->mutate.place.kind) {
    case AT_SLICE: return old->count != new->count;
    case AT_INDEX: return new->one == 0;
    case AT_KEY: case AT_ELEMENT: return old->one == 0 || new->one == 0;
    default: return false;
    }
}

static void write_loops(Check *check, const Event *event) {
    for (int64_t i = 0; i < check->round_count; i++) {
        Round *round = &check->rounds[i];
        if (round->container == event->mutate.object && moves_places(event) &&
            view_frame_is_live(view_frame(check->view, round->frame)))
            round->written = (Proof){event->step, event->line};
    }
}

// --- functions made in a loop ---

static Serial bound_by(const Event *event, EventText name) {
    for (int64_t i = 0; i < event->call.bindings.count; i++)
        if (event_text_is_equal(event->call.bindings.items[i].name, name))
            return event->call.bindings.items[i].to;
    return 0;
}

// How many functions of the site are alive, and the one that was made last.
static int64_t closures_alive(const Check *check, const Site *site, const Suspicion **last) {
    int64_t alive = 0;
    for (int64_t i = 0; i < check->count; i++) {
        const Suspicion *made = &check->items[i];
        if (made->rule != RULE_CLOSURE || made->site != site) continue;
        if (!check_is_alive(check, made->subject)) continue;
        alive++;
        *last = made;
    }
    return alive;
}

static void call_closure(Check *check, Suspicion *first, const Event *event) {
    const Site *site = first->site;
    const Suspicion *last = NULL;
    if (event->line != site->line || !is_called(event->call.function, site_name(site->function)) ||
        is_running(check, site->line))
        return;
    Serial now = bound_by(event, first->name);
    if (now == 0) now = check_look_up(check, 0, site->name);
    // A comprehension's functions become known together, at its end.
    bool has_moved = site->index == 1 || now != first->one;
    if (now == 0 || !has_moved || !check_is_alive(check, first->subject)) return;
    if (closures_alive(check, site, &last) < 2 || first->other++ == 0) return;
    first->written = last->shared;
    check_find(check, first, event->step, event->line, now);
}

// --- calls that only rebind, or that change what they were given ---

static bool is_impure(const Check *check, EventText function) {
    for (int64_t i = 0; i < check->sites.count; i++)
        if (check->sites.items[i].kind == SITE_IMPURE &&
            site_is_name(check->sites.items[i].function, function))
            return true;
    return false;
}

static void begin_call(Check *check, const Event *event, const Site *site) {
    EventText function = site_name(site->expr->Call.func->Name.id);
    if (!is_called(event->call.function, function)) return;
    const ExprList *args = &site->expr->Call.args;
    for (int32_t i = 0; i < args->count && i < event->call.bindings.count; i++) {
        if (args->items[i]->kind != EXPR_Name) continue;
        const EventBinding *binding = &event->call.bindings.items[i];
        const Identifier *given = args->items[i]->Name.id;
        if (check_look_up(check, event->call.caller, given) != binding->to) continue;
        bool is_statement = site->name == NULL;
        if (is_statement ? is_impure(check, function)
                         : site->name == given ||
                           !check_is_container(check, binding->to))
            continue;
        Suspicion *suspicion =
            check_suspect(check, is_statement ? RULE_REBOUND : RULE_ARGUMENT, event, site);
        if (suspicion == NULL) return;
        suspicion->shared.line = site->line;
        suspicion->subject = binding->to;
        suspicion->one = 0;   // 1 when it has returned
        suspicion->name = is_statement ? view_keep_text(check->view, binding->name)
                                       : site_name(given);
        suspicion->other_name = function;
        suspicion->other = (Serial)i;
    }
}

static void take_call(Check *check, const Event *event) {
    int64_t count = check->count;
    for (int64_t i = 0; i < count; i++) {
        Suspicion *suspicion = &check->items[i];
        if (suspicion->is_over) continue;
        if (suspicion->rule == RULE_CLOSURE) call_closure(check, suspicion, event);
        bool is_again = suspicion->rule == RULE_DEFAULT &&
                        is_called(event->call.function, suspicion->other_name) &&
                        bound_by(event, suspicion->name) == suspicion->subject;
        if (is_again) suspicion->frame = event->frame;
    }
    const ViewFrame *caller = view_frame(check->view, event->call.caller);
    if (caller == NULL || event->call.is_resumed) return;
    int64_t at = sites_first(&check->sites, caller->line);
    const Site *site;
    while ((site = check_next(check, SITE_CALL, caller->line, &at)) != NULL)
        if (check_is_of(check, site, caller->number)) begin_call(check, event, site);
}

static bool is_open_call(const Suspicion *suspicion) {
    return (suspicion->rule == RULE_REBOUND || suspicion->rule == RULE_ARGUMENT) &&
           !suspicion->is_over && suspicion->one == 0;
}

static void take_return(Check *check, const Event *event) {
    for (int64_t i = 0; i < check->count; i++) {
        Suspicion *suspicion = &check->items[i];
        if (!is_open_call(suspicion) || suspicion->frame != event->frame) continue;
        const ViewObject *value = view_object(check->view, event->returns.value);
        bool is_it = suspicion->rule == RULE_ARGUMENT
                         ? event->returns.value == suspicion->subject
                         : value != NULL && event_text_is(value->type, "NoneType");
        if (!is_it || suspicion->written.step == 0) suspicion->is_over = true;
        suspicion->one = 1;
        suspicion->frame = event->returns.caller;
    }
    int64_t kept = 0;
    for (int64_t i = 0; i < check->round_count; i++)
        if (check->rounds[i].frame != event->frame) check->rounds[kept++] = check->rounds[i];
    check->round_count = kept;
}

// Anything that a caller could see ends the suspicion that a call does nothing.
static void take_effect(Check *check, const Event *event) {
    const ViewObject *changed =
        event->kind == EVENT_MUTATE ? view_object(check->view, event->mutate.object) : NULL;
    for (int64_t i = 0; i < check->count; i++) {
        Suspicion *suspicion = &check->items[i];
        if (!is_open_call(suspicion)) continue;
        if (suspicion->rule == RULE_ARGUMENT) {
            if (changed != NULL && changed->serial == suspicion->subject &&
                event->frame == suspicion->frame && suspicion->written.step == 0)
                suspicion->written = (Proof){event->step, event->line};
        } else if (changed == NULL || changed->born < suspicion->shared.step) {
            suspicion->is_over = true;
        }
    }
}

static void take_rebind(Check *check, const Event *event) {
    for (int64_t i = 0; i < check->count; i++) {
        Suspicion *suspicion = &check->items[i];
        if (!is_open_call(suspicion) || suspicion->rule != RULE_REBOUND) continue;
        bool is_parameter = event->kind == EVENT_REBIND && event->frame == suspicion->frame &&
                            event_text_is_equal(event->rebind.name, suspicion->name) &&
                            event->rebind.old == suspicion->subject;
        if (is_parameter) suspicion->written = (Proof){event->step, event->line};
        if (event->frame < suspicion->frame) suspicion->is_over = true;
    }
}

// The caller reads the name that it gave, after the call.
static void read_calls(Check *check, const Event *event) {
    int64_t count = check->count;
    for (int64_t i = 0; i < count; i++) {
        Suspicion *suspicion = &check->items[i];
        bool has_returned = (suspicion->rule == RULE_REBOUND || suspicion->rule == RULE_ARGUMENT) &&
                            suspicion->one == 1 && !suspicion->is_over;
        if (!has_returned || suspicion->frame != event->frame) continue;
        const Expr *given = suspicion->site->expr->Call.args.items[suspicion->other];
        int64_t at = sites_first(&check->sites, event->line);
        const Site *site;
        while ((site = check_next(check, SITE_LOAD, event->line, &at)) != NULL) {
            if (site->name != given->Name.id || event->line == suspicion->site->line) continue;
            if (check_look_up(check, event->frame, site->name) != suspicion->subject) continue;
            check_find(check, suspicion, event->step, event->line, suspicion->subject);
            break;
        }
    }
}

// --- comparisons ---

static bool is_value(const ViewObject *object) {
    static const char *const types[] = {"int", "float", "str", "bytes", "complex"};
    for (size_t i = 0; object != NULL && i < ARRAY_COUNT(types); i++)
        if (event_text_is(object->type, types[i])) return true;
    return false;
}

static bool is_literal(const Expr *expr) {
    return expr->kind == EXPR_Constant && expr->Constant.value.kind >= CONSTANT_INT;
}

static void take_comparison(Check *check, const Event *event) {
    int64_t at = sites_first(&check->sites, event->line);
    const Site *site = check_next(check, SITE_IS, event->line, &at);
    const ViewObject *left = view_object(check->view, event->compare.left);
    const ViewObject *right = view_object(check->view, event->compare.right);
    if (site == NULL || event->compare.equal >= 0 || !is_value(left) || !is_value(right)) return;
    if (!event_text_is_equal(left->type, right->type) ||
        !event_text_is_equal(left->scalar, right->scalar))
        return;
    bool is_same = event->compare.same_object == 1;
    bool has_literal = is_literal(site->expr->Compare.left) ||
                       is_literal(site->expr->Compare.comparators.items[0]);
    if (is_same && !has_literal) return;
    Suspicion suspicion = {.rule = RULE_IS, .shared = {event->step, event->line},
                           .written = {event->step, event->line}};
    suspicion.name = event->compare.operator;
    suspicion.other_name = event_text(is_same ? "one object" : "two objects");
    check_find(check, &suspicion, event->step, event->line, left->serial);
}

// --- exceptions ---

static void raise_in_tuple(Check *check, const Event *event) {
    int64_t at = sites_first(&check->sites, event->line);
    const Site *site = check_next(check, SITE_AUGMENTED, event->line, &at);
    bool is_it = site != NULL && site->expr->kind == EXPR_Subscript &&
                 check->last_write.line == event->line &&
                 has_start(event->raise.text, "TypeError: 'tuple' object does not support item");
    if (!is_it) return;
    const Expr *root = site->expr->Subscript.value;
    Serial tuple = check_resolve(check, event->frame, root);
    Suspicion suspicion = {.rule = RULE_TUPLE, .shared = {check->last_write.step, event->line},
                           .written = check->last_write};
    suspicion.name = root->kind == EXPR_Name ? site_name(root->Name.id) : event_text("t");
    const ViewObject *seen = view_object(check->view, tuple);
    if (seen != NULL) suspicion.shared = (Proof){seen->born, seen->born_line};
    check_find(check, &suspicion, event->step, event->line,
               tuple != 0 ? tuple : check->last_written);
}

static void raise_of_call(Check *check, const Event *event) {
    if (!site_has_part(event->raise.text, "object is not callable")) return;
    for (int64_t i = 0; i < check->count; i++) {
        Suspicion *suspicion = &check->items[i];
        if (suspicion->rule != RULE_HIDES || suspicion->is_over) continue;
        int64_t at = sites_first(&check->sites, event->line);
        const Site *site;
        while ((site = check_next(check, SITE_LOAD, event->line, &at)) != NULL) {
            if (!site_is_name(site->name, suspicion->name)) continue;
            if (check_look_up(check, event->frame, site->name) != suspicion->subject) continue;
            suspicion->written = (Proof){event->step, event->line};
            check_find(check, suspicion, event->step, event->line, suspicion->subject);
            return;
        }
    }
}

static void note_hidden(Check *check, const Event *event) {
    static const char *const names[] = {
        "list", "dict", "set", "str", "int", "float", "tuple", "bytes", "type", "id", "sum", "max",
        "min", "len", "input", "print", "open", "range", "sorted", "filter", "map", "all", "any",
        "abs", "hash", "iter", "next", "round", "zip", "format", "object", "vars", "dir", "bool"};
    const ViewObject *value = view_object(check->view, event->bind.new);
    if (value == NULL || event_text_is(value->type, "function") ||
        event_text_is(value->type, "type") || has_start(value->scalar, "<built-in"))
        return;
    for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
        if (!event_text_is(event->bind.name, names[i])) continue;
        Suspicion *suspicion = check_suspect(check, RULE_HIDES, event, NULL);
        if (suspicion == NULL) return;
        suspicion->name = event_text(names[i]);
        suspicion->subject = event->bind.new;
    }
}

// --- finalisers ---

static bool has_finaliser(const Check *check, const ViewObject *object) {
    if (object == NULL || !object->is_alive || object->existed) return false;
    const ViewObject *class = check_class_of(check, object);
    return class != NULL && class->serial != object->serial &&
           check_own_attribute(check, class->serial, event_text("__del__")) != 0;
}

// A name let the object go, and no other reaches it.
static void let_go(Check *check, const Event *event, Serial object) {
    if (!check->sites.has_finaliser || object == 0) return;
    const ViewObject *seen = view_object(check->view, object);
    if (!has_finaliser(check, seen)) return;
    ViewPaths paths;
    view_find_paths(check->view, object, 1, &paths);
    bool is_held = paths.count > 0;
    view_paths_done(&paths);
    if (is_held) return;
    Suspicion *suspicion = NULL;   // the last time counts
    for (int64_t i = 0; i < check->count; i++)
        if (check->items[i].rule == RULE_FINALISER && check->items[i].subject == object)
            suspicion = &check->items[i];
    if (suspicion == NULL) suspicion = check_suspect(check, RULE_FINALISER, event, NULL);
    if (suspicion == NULL) return;
    suspicion->shared = (Proof){seen->born, seen->born_line};
    suspicion->written = (Proof){event->step, event->line};
    suspicion->subject = object;
    suspicion->name = seen->type;
}

static void take_free(Check *check, const Event *event) {
    for (int64_t i = 0; i < check->count; i++) {
        Suspicion *suspicion = &check->items[i];
        if (suspicion->rule != RULE_FINALISER || suspicion->subject != event->free.object) continue;
        if (!suspicion->is_over && event_text_is(event->free.why, "collected in a cycle"))
            check_find(check, suspicion, event->step, event->line, suspicion->subject);
        suspicion->is_over = true;
    }
}

static void frame_lets_go(Check *check, const Event *event) {
    const ViewFrame *frame = view_frame(check->view, event->frame);
    if (is_called(event->returns.function, event_text("__del__"))) return;
    for (int64_t i = 0; frame != NULL && event->frame != 0 && i < frame->name_count; i++)
        let_go(check, event, frame->names[i].to);
}

// --- all ---

void check_take_flow(Check *check, const Event *event) {
    switch (event->kind) {
    case EVENT_LINE:
        loops_take(check, event);
        read_calls(check, event);
        break;
    case EVENT_CALL: take_call(check, event); break;
    case EVENT_RETURN:
        take_return(check, event);
        frame_lets_go(check, event);
        break;
    case EVENT_MUTATE:
        write_loops(check, event);
        take_effect(check, event);
        check->last_write = (Proof){event->step, event->line};
        check->last_written = event->mutate.object;
        break;
    case EVENT_BIND: note_hidden(check, event); take_rebind(check, event); break;
    case EVENT_REBIND:
        note_hidden(check, event);
        take_rebind(check, event);
        let_go(check, event, event->rebind.old);
        break;
    case EVENT_UNBIND: let_go(check, event, event->unbind.old); break;
    case EVENT_OUTPUT: case EVENT_YIELD: take_effect(check, event); break;
    case EVENT_RAISE:
        raise_in_tuple(check, event);
        raise_of_call(check, event);
        take_effect(check, event);
        break;
    case EVENT_COMPARE: take_comparison(check, event); break;
    case EVENT_FREE: take_free(check, event); break;
    default: break;
    }
}
