// Fields and methods of a type by name, through embedded fields.

#include <string.h>
#include <strings.h>

#include "base/unicode.h"
#include "base/utf8.h"
#include "go/scope.h"

enum { DEPTH_MAX = 16, WIDTH_MAX = 128 };

bool go_type_exports_name(const char *name) {
    return unicode_is_upper(utf8_read(name, strlen(name)).code);
}

// A struct on the way: how it was reached.
typedef struct Step {
    GoType *type;            // without pointer
    int32_t path[DEPTH_MAX];
    int32_t depth;
    bool is_indirect, is_multiple;
} Step;

static bool is_name(const char *name, GoPackage *owner, const char *wanted, GoPackage *package) {
    return name == wanted && (owner == package || go_type_exports_name(name));
}

static GoSelection *found(GoCompile *compile, const Step *step, GoSelectionKind kind) {
    GoSelection *selection = GO_NEW(compile, GoSelection);
    selection->kind = kind;
    selection->depth = step->depth;
    selection->path = GO_NEW_ROW(compile, int32_t, step->depth + 1);
    memcpy(selection->path, step->path, sizeof(int32_t) * (size_t)step->depth);
    selection->is_indirect = step->is_indirect;
    selection->receiver = step->type;
    return selection;
}

static GoSelection *find_method(GoCompile *compile, const Step *step, GoPackage *package,
                                const char *name) {
    GoType *type = step->type;
    if (type->kind != GO_KIND_NAMED) return NULL;
    GoType *origin = type->origin != NULL ? type->origin : type;
    for (int i = 0; i < origin->declared_count; i++) {
        GoEntity *method = origin->declared[i];
        if (!is_name(method->name, method->package, name, package)) continue;
        GoSelection *selection = found(compile, step, GO_SELECT_METHOD);
        selection->method = method;
        selection->owner = type;
        selection->wants_pointer = method->has_pointer_receiver;
        return selection;
    }
    return NULL;
}

static GoSelection *find_field(GoCompile *compile, const Step *step, GoType *under,
                               GoPackage *package, const char *name) {
    for (int i = 0; i < under->count; i++) {
        GoField *field = &under->fields[i];
        if (!is_name(field->name, field->package, name, package)) continue;
        GoSelection *selection = found(compile, step, GO_SELECT_FIELD);
        selection->path[selection->depth++] = i;
        selection->type = field->type;
        selection->field = field;
        return selection;
    }
    return NULL;
}

static GoSelection *find_interface_method(GoCompile *compile, const Step *step, GoType *under,
                                          GoPackage *package, const char *name) {
    go_type_complete(compile, under);
    for (int i = 0; i < under->method_count; i++) {
        if (!is_name(under->methods[i].name, under->methods[i].package, name, package)) continue;
        GoSelection *selection = found(compile, step, GO_SELECT_INTERFACE);
        selection->method_index = i;
        selection->type = under->methods[i].type;
        return selection;
    }
    return NULL;
}

static GoSelection *find_here(GoCompile *compile, const Step *step, GoPackage *package,
                              const char *name) {
    GoSelection *selection = find_method(compile, step, package, name);
    if (selection != NULL) return selection;
    GoType *under = go_type_underlying(step->type);
    if (under->kind == GO_KIND_STRUCT) return find_field(compile, step, under, package, name);
    if (under->kind == GO_KIND_INTERFACE)
        return find_interface_method(compile, step, under, package, name);
    return NULL;
}

static int add_embedded(const Step *step, Step *next, int count, GoType **seen, int *seen_count) {
    GoType *under = go_type_underlying(step->type);
    if (under->kind != GO_KIND_STRUCT || step->depth >= DEPTH_MAX - 1) return count;
    for (int i = 0; i < under->count; i++) {
        if (!under->fields[i].is_embedded) continue;
        GoType *type = under->fields[i].type;
        bool is_pointer = type->kind == GO_KIND_POINTER;
        if (is_pointer) type = type->element;
        bool is_old = false;
        for (int j = 0; j < *seen_count; j++) is_old |= seen[j] == type;
        if (is_old || count == WIDTH_MAX) continue;
        int same = 0;
        while (same < count && next[same].type != type) same++;
        if (same < count) {
            next[same].is_multiple = true;
            continue;
        }
        next[count] = *step;
        next[count].type = type;
        next[count].path[next[count].depth++] = i;
        next[count].is_indirect |= is_pointer;
        next[count].is_multiple = step->is_multiple;
        count++;
    }
    return count;
}

static void finish_method(GoCompile *compile, GoSelection *selection) {
    if (selection->kind != GO_SELECT_METHOD) return;
    GoEntity *method = selection->method;
    if (method->type == NULL) return;
    selection->type = method->type;
    if (selection->owner->argument_count == 0) return;
    GoSubstitution by = {method->parameters, selection->owner->arguments,
                         selection->owner->argument_count};
    if (method->parameter_count == selection->owner->argument_count)
        selection->type = go_type_substitute(compile, method->type, &by);
}

GoSelection *go_type_select(GoCompile *compile, GoType *type, GoPackage *package,
                            const char *name) {
    Step *now = GO_NEW_ROW(compile, Step, 1), *next;
    GoType *seen[WIDTH_MAX];
    int count = 1, seen_count = 0;
    GoSelection *none = GO_NEW(compile, GoSelection);
    if (strcmp(name, "_") == 0) return none;
    now[0].type = type;
    if (type->kind == GO_KIND_POINTER || (type->kind != GO_KIND_NAMED &&
        go_type_underlying(type)->kind == GO_KIND_POINTER)) {
        now[0].type = go_type_underlying(type)->element;
        now[0].is_indirect = true;
        if (go_type_is_interface(now[0].type)) return none;   // no methods behind the pointer
        if (go_type_is_parameter(now[0].type)) return none;
    } else if (type->kind == GO_KIND_NAMED && go_type_underlying(type)->kind == GO_KIND_POINTER) {
        // A named pointer type has fields, but no methods.
        now[0].type = go_type_underlying(type)->element;
        now[0].is_indirect = true;
        GoType *under = go_type_underlying(now[0].type);
        if (under->kind != GO_KIND_STRUCT) return none;
        GoSelection *field = go_type_select(compile, go_type_pointer(compile, now[0].type),
                                            package, name);
        return field->kind == GO_SELECT_FIELD ? field : none;
    }
    while (count > 0) {
        GoSelection *selection = NULL;
        for (int i = 0; i < count; i++) {
            if (seen_count < WIDTH_MAX) seen[seen_count++] = now[i].type;
            GoSelection *here = find_here(compile, &now[i], package, name);
            if (here == NULL) continue;
            if (selection != NULL || now[i].is_multiple) {
                none->kind = GO_SELECT_AMBIGUOUS;
                return none;
            }
            selection = here;
        }
        if (selection != NULL) {
            finish_method(compile, selection);
            return selection;
        }
        next = GO_NEW_ROW(compile, Step, WIDTH_MAX / 4);
        int next_count = 0;
        for (int i = 0; i < count && next_count < WIDTH_MAX / 4 - 1; i++)
            next_count = add_embedded(&now[i], next, next_count, seen, &seen_count);
        now = next;
        count = next_count;
    }
    return none;
}

// --- does a type have an interface's methods? ---

static const char *find_other_case(GoType *type, const char *name) {
    if (type->kind == GO_KIND_POINTER) type = type->element;
    GoType *origin = type->origin != NULL ? type->origin : type;
    for (int i = 0; i < origin->declared_count && origin->kind == GO_KIND_NAMED; i++)
        if (strcasecmp(origin->declared[i]->name, name) == 0) return origin->declared[i]->name;
    return NULL;
}

bool go_type_lacks(GoCompile *compile, GoType *type, GoType *interface, GoMissing *missing) {
    GoType *wanted = go_type_underlying(interface);
    go_type_complete(compile, wanted);
    memset(missing, 0, sizeof *missing);
    for (int i = 0; i < wanted->method_count; i++) {
        const GoMethod *method = &wanted->methods[i];
        GoSelection *selection = go_type_select(compile, type, method->package, method->name);
        missing->method = method;
        missing->selection = selection;
        if (selection->kind != GO_SELECT_METHOD && selection->kind != GO_SELECT_INTERFACE) {
            if (selection->kind == GO_SELECT_NONE)
                missing->other_case = find_other_case(type, method->name);
            return true;
        }
        if (selection->type != NULL && !go_type_identical(selection->type, method->type)) {
            missing->found = selection->type;
            return true;
        }
        if (selection->wants_pointer && !selection->is_indirect &&
            type->kind != GO_KIND_POINTER) {
            missing->wants_pointer = true;
            return true;
        }
    }
    return false;
}
