// The modules pwd and grp: the system's users and groups.

#include "modules/argument.h"
#include "modules/posix.h"
#include "objects/list.h"
#include "objects/struct_sequence.h"

#include "base/host.h"

#include <string.h>

enum { USER_TEXTS = 7, USER_ID = 2, USER_GROUP = 3, GROUP_TEXTS = 3, GROUP_ID = 2 };

static const StructField user_fields[] = {
    {"pw_name", "the user's name"}, {"pw_passwd", "the password"}, {"pw_uid", "the number"},
    {"pw_gid", "the number of the group"}, {"pw_gecos", "the full name"},
    {"pw_dir", "the home folder"}, {"pw_shell", "the shell"},
};

static const StructSequence struct_passwd = {
    .name = "pwd.struct_passwd", .doc = "A user of the system.", .fields = user_fields,
    .field_count = ARRAY_COUNT(user_fields), .visible_count = ARRAY_COUNT(user_fields),
};

static const StructField group_fields[] = {
    {"gr_name", "the group's name"}, {"gr_passwd", "the password"}, {"gr_gid", "the number"},
    {"gr_mem", "the names of its members"},
};

static const StructSequence struct_group = {
    .name = "grp.struct_group", .doc = "A group of the system.", .fields = group_fields,
    .field_count = ARRAY_COUNT(group_fields), .visible_count = ARRAY_COUNT(group_fields),
};

// --- rows of the world ---

static Object *text_new(Vm *vm, const char **at, bool is_number) {
    const char *text = *at;
    *at += strlen(text) + 1;
    return is_number ? int_new_from_text(vm, text, strlen(text), 10)
                     : posix_text_new(vm, text, (int64_t)strlen(text), POSIX_AS_STR);
}

// The user at *at, which moves behind it.
static Object *user_new(Vm *vm, const char **at) {
    Object *values[USER_TEXTS];
    for (int i = 0; i < USER_TEXTS; i++)
        values[i] = text_new(vm, at, i == USER_ID || i == USER_GROUP);
    return struct_sequence_take(vm, &struct_passwd, values);
}

static Object *members_new(Vm *vm, const char **at) {
    List *members = list_new(vm, 0);
    while (**at != 0) {
        Object *name = text_new(vm, at, false);
        if (members == NULL || !list_take_add(vm, members, name)) {
            object_drop_or_null(vm, (Object *)members);
            return NULL;
        }
    }
    ++*at;
    return (Object *)members;
}

static Object *group_new(Vm *vm, const char **at) {
    Object *values[GROUP_TEXTS + 1];
    for (int i = 0; i < GROUP_TEXTS; i++) values[i] = text_new(vm, at, i == GROUP_ID);
    values[GROUP_TEXTS] = members_new(vm, at);
    return struct_sequence_take(vm, &struct_group, values);
}

typedef Object *RowNew(Vm *vm, const char **at);

static RowNew *row_new(WorldOperation operation) {
    return operation == WORLD_USER_ROWS ? user_new : group_new;
}

// The row that was asked for; FOUND with a new reference, ABSENT: there is none.
static Found find_row(Vm *vm, WorldRequest *request, Object **row) {
    char *texts;
    int64_t bytes = world_ask_all(vm->world, request, &texts);
    *row = NULL;
    if (bytes <= 0) return ABSENT;
    const char *at = texts;
    *row = row_new(request->operation)(vm, &at);
    host_release(texts);
    return *row == NULL ? RAISED : FOUND;
}

static Object *rows_new(Vm *vm, WorldOperation operation) {
    char *texts;
    WorldRequest request = {.operation = operation, .numbers = {0, 1}};
    int64_t bytes = world_ask_all(vm->world, &request, &texts);
    if (bytes < 0) return posix_raise(vm, bytes);
    List *rows = list_new(vm, 0);
    for (const char *at = texts; rows != NULL && at < texts + bytes;) {
        if (list_take_add(vm, rows, row_new(operation)(vm, &at))) continue;
        object_drop(vm, (Object *)rows);
        rows = NULL;
    }
    host_release(texts);
    return (Object *)rows;
}

static Object *row_of_name(Vm *vm, WorldOperation operation, const char *function,
                           Object *given) {
    Object *row;
    size_t bytes;
    const char *name = str_utf8(vm, (Str *)given, &bytes);
    if (name == NULL) return NULL;
    bool is_whole = strlen(name) == bytes;
    WorldRequest request = {.operation = operation, .texts = {name}};
    Found found = is_whole ? find_row(vm, &request, &row) : RAISED;
    if (!is_whole) (void)raise(vm, ERROR_EMBEDDED_NULL_BYTE);
    str_utf8_drop(vm, (Str *)given, name, bytes);
    if (found == ABSENT) return raise(vm, ERROR_NAME_NOT_FOUND, function, given);
    return found == FOUND ? row : NULL;
}

// --- pwd ---

static Object *pwd_function_getpwuid(Vm *vm, const Slot *arguments) {
    int64_t id;
    Object *row, *given = arguments[0].object;
    if (!argument_identity(vm, "uid", given, &id)) {
        if (!raised_clear_if(vm, exception_type(vm, EXCEPTION_OverflowError))) return NULL;
        return raise(vm, ERROR_USER_NOT_FOUND);
    }
    WorldRequest request = {.operation = WORLD_USER_ROWS, .numbers = {id}};
    Found found = find_row(vm, &request, &row);
    if (found == ABSENT) return raise(vm, ERROR_ID_NOT_FOUND, "getpwuid", "uid", id);
    return found == FOUND ? row : NULL;
}

static Object *pwd_function_getpwnam(Vm *vm, const Slot *arguments) {
    if (!argument_str(vm, "getpwnam", 0, arguments[0].object)) return NULL;
    return row_of_name(vm, WORLD_USER_ROWS, "getpwnam", arguments[0].object);
}

static Object *pwd_function_getpwall(Vm *vm, const Slot *arguments) {
    (void)arguments;
    return rows_new(vm, WORLD_USER_ROWS);
}

static const Method pwd_functions[] = {
    FUNCTION(pwd, getpwuid, "(uidobj, /)", "The user of a number."),
    FUNCTION(pwd, getpwnam, "(name, /)", "The user of a name."),
    FUNCTION(pwd, getpwall, "()", "All users."),
    {0},
};

bool pwd_module_start(Vm *vm, Module *module) {
    return module_set_doc(vm, module, "The system's users.") &&
           module_add_functions(vm, module, pwd_functions) &&
           posix_add_type(vm, module, "struct_passwd", &struct_passwd);
}

// --- grp ---

static Object *grp_function_getgrgid(Vm *vm, const Slot *arguments) {
    int64_t id;
    Object *row;
    if (!argument_identity(vm, "gid", arguments[0].object, &id)) return NULL;
    WorldRequest request = {.operation = WORLD_GROUP_ROWS, .numbers = {id}};
    Found found = find_row(vm, &request, &row);
    if (found == ABSENT) return raise(vm, ERROR_ID_NOT_FOUND, "getgrgid", "gid", id);
    return found == FOUND ? row : NULL;
}

static Object *grp_function_getgrnam(Vm *vm, const Slot *arguments) {
    Object *given = arguments[0].object;
    if (!object_is_str(vm, given)) {
        argument_refuse_named(vm, "getgrnam", "name", "str", given);
        return NULL;
    }
    return row_of_name(vm, WORLD_GROUP_ROWS, "getgrnam", given);
}

static Object *grp_function_getgrall(Vm *vm, const Slot *arguments) {
    (void)arguments;
    return rows_new(vm, WORLD_GROUP_ROWS);
}

static const Method grp_functions[] = {
    FUNCTION(grp, getgrgid, "(id)", "The group of a number."),
    FUNCTION(grp, getgrnam, "(name)", "The group of a name."),
    FUNCTION(grp, getgrall, "()", "All groups."),
    {0},
};

bool grp_module_start(Vm *vm, Module *module) {
    return module_set_doc(vm, module, "The system's groups.") &&
           module_add_functions(vm, module, grp_functions) &&
           posix_add_type(vm, module, "struct_group", &struct_group);
}
