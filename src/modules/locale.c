// The module _locale: how text and numbers are written where the user is.

#define _GNU_SOURCE

#include "modules/argument.h"
#include "modules/constant.h"
#include "modules/error_class.h"
#include "modules/posix.h"
#include "objects/dict.h"
#include "objects/path.h"

#include "base/host.h"

#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <string.h>
#include <wchar.h>

#define LOCALE(name) static Object *locale_function_##name(Vm *vm, const Slot *arguments)

typedef struct LocaleState {
    Slot error;   // the class locale.Error
} LocaleState;

static void locale_visit(Vm *vm, void *state, SlotVisit *visit, void *context) {
    visit(vm, NULL, &((LocaleState *)state)->error, context);
}

static void locale_done(Vm *vm, void *state) {
    slot_clear(vm, NULL, &((LocaleState *)state)->error);
}

static const StateDefinition locale_state = {sizeof(LocaleState), locale_visit, locale_done};

static Object *raise_error(Vm *vm, const char *text) {
    const LocaleState *state = state_load(vm, &locale_state);
    return state == NULL ? NULL : raise_text(vm, (Type *)state->error.object, "%s", text);
}

// --- texts ---

// utf-8 of a str without zeros. NULL: raised.
static const char *acquire_text(Vm *vm, const char *function, int place, Object *given,
                                size_t *bytes) {
    if (!argument_str(vm, function, place, given)) return NULL;
    const char *text = str_utf8(vm, (Str *)given, bytes);
    if (text == NULL || strlen(text) == *bytes) return text;
    str_utf8_drop(vm, (Str *)given, text, *bytes);
    return (const char *)raise(vm, ERROR_EMBEDDED_NULL);
}

static bool is_given(Vm *vm, const Object *object) {
    return object != NULL && object != vm->objects->none;
}

// Asks for a text. FOUND with a new reference; ABSENT: the result is below 0.
static Found find_text(Vm *vm, WorldRequest *request, Object **text, int64_t *result) {
    char *bytes;
    *result = world_ask_all(vm->world, request, &bytes);
    if (*result < 0) return ABSENT;
    *text = posix_text_new(vm, bytes, *result, POSIX_AS_STR);
    host_release(bytes);
    return *text == NULL ? RAISED : FOUND;
}

// Asks with up to two texts of a function's arguments; one that is None isn't given.
static Found ask_texts(Vm *vm, const char *function, WorldRequest *request, Object *first,
                       Object *second, Object **text, int64_t *result) {
    Object *given[2] = {first, second};
    const char *texts[2] = {NULL, NULL};
    size_t sizes[2];
    Found found = RAISED;
    bool done = true;
    for (int i = 0; i < 2; i++) {
        if (!done || !is_given(vm, given[i])) continue;
        texts[i] = acquire_text(vm, function, second == NULL ? 0 : i + 1, given[i], &sizes[i]);
        request->texts[i] = texts[i];
        done = texts[i] != NULL;
    }
    if (done) found = find_text(vm, request, text, result);
    for (int i = 0; i < 2; i++)
        if (texts[i] != NULL) str_utf8_drop(vm, (Str *)given[i], texts[i], sizes[i]);
    return found;
}

// --- the locale ---

LOCALE(setlocale) {
    int category;
    int64_t result;
    size_t bytes;
    Object *given = arguments[1].object, *text = NULL;
    if (!argument_int(vm, arguments[0].object, &category)) return NULL;
    WorldRequest request = {.operation = WORLD_SET_LOCALE, .numbers = {category}};
    bool sets = is_given(vm, given);
    if (sets && !object_is_str(vm, given)) {
        argument_refuse(vm, "setlocale", 2, "str or None", given);
        return NULL;
    }
    if (sets) {
        request.texts[0] = acquire_text(vm, "setlocale", 2, given, &bytes);
        if (request.texts[0] == NULL) return NULL;
    }
    Found found = find_text(vm, &request, &text, &result);
    if (sets) str_utf8_drop(vm, (Str *)given, request.texts[0], bytes);
    if (found == ABSENT)
        return raise_error(vm, sets ? "unsupported locale setting" : "locale query failed");
    return found == FOUND ? text : NULL;
}

static const Constant keys[] = {
#include "modules/locale_keys.def"
};

static Object *information(Vm *vm, int64_t key) {
    int64_t result;
    Object *text = NULL;
    WorldRequest request = {.operation = WORLD_LOCALE_TEXT, .numbers = {key}};
    Found found = find_text(vm, &request, &text, &result);
    return found == ABSENT ? posix_raise(vm, result) : text;
}

LOCALE(nl_langinfo) {
    int key;
    if (!argument_int(vm, arguments[0].object, &key)) return NULL;
    for (size_t i = 0; i < ARRAY_COUNT(keys); i++)
        if (keys[i].value == key) return information(vm, key);
    return raise(vm, ERROR_LOCALE_KEY);
}

LOCALE(getencoding) {
    (void)arguments;
    return information(vm, CODESET);
}

// --- localeconv() ---

// How digits are grouped: numbers up to one that ends the row, which is in it.
static Object *grouping_new(Vm *vm, const char *text) {
    List *list = list_new(vm, 0);
    bool is_last = *text == 0;
    while (list != NULL && !is_last) {
        is_last = *text == 0 || *text == CHAR_MAX;
        if (list_take_add(vm, list, int_new(vm, *text++))) continue;
        object_drop(vm, (Object *)list);
        return NULL;
    }
    return (Object *)list;
}

typedef enum ConventionKind { IS_TEXT, IS_GROUPING, IS_NUMBER } ConventionKind;

static Object *conventions_new(Vm *vm, const char *numbers, const char *texts) {
    static const struct { const char *name; ConventionKind kind; } rows[] = {
        {"int_curr_symbol", IS_TEXT}, {"currency_symbol", IS_TEXT}, {"mon_decimal_point", IS_TEXT},
        {"mon_thousands_sep", IS_TEXT}, {"mon_grouping", IS_GROUPING}, {"positive_sign", IS_TEXT},
        {"negative_sign", IS_TEXT}, {"int_frac_digits", IS_NUMBER}, {"frac_digits", IS_NUMBER},
        {"p_cs_precedes", IS_NUMBER}, {"p_sep_by_space", IS_NUMBER}, {"n_cs_precedes", IS_NUMBER},
        {"n_sep_by_space", IS_NUMBER}, {"p_sign_posn", IS_NUMBER}, {"n_sign_posn", IS_NUMBER},
        {"decimal_point", IS_TEXT}, {"thousands_sep", IS_TEXT}, {"grouping", IS_GROUPING},
    };
    Dict *dict = dict_new(vm);
    for (size_t i = 0; dict != NULL && i < ARRAY_COUNT(rows); i++) {
        Object *value = rows[i].kind == IS_NUMBER ? int_new(vm, *numbers++)
                        : rows[i].kind == IS_GROUPING
                            ? grouping_new(vm, texts)
                            : posix_text_new(vm, texts, (int64_t)strlen(texts), POSIX_AS_STR);
        if (rows[i].kind != IS_NUMBER) texts += strlen(texts) + 1;
        bool done = value != NULL && dict_set_c(vm, dict, rows[i].name, value);
        object_drop_or_null(vm, value);
        if (done) continue;
        object_drop(vm, (Object *)dict);
        return NULL;
    }
    return (Object *)dict;
}

LOCALE(localeconv) {
    enum { NUMBERS = 8 };
    char *bytes;
    (void)arguments;
    WorldRequest request = {.operation = WORLD_LOCALE_NUMBERS};
    int64_t result = world_ask_all(vm->world, &request, &bytes);
    if (result < 0) return posix_raise(vm, result);
    Object *dict = conventions_new(vm, bytes, bytes + NUMBERS);
    host_release(bytes);
    return dict;
}

// --- order of texts ---

static bool add_wide(Vm *vm, PosixPack *pack, const Str *text) {
    for (int64_t i = 0; i <= text->length; i++) {
        wchar_t character = i < text->length ? (wchar_t)str_get_char(text, i) : 0;
        if (i < text->length && character == 0) return raise_false(vm, ERROR_EMBEDDED_NULL);
        if (!posix_pack_add(vm, pack, &character, sizeof character)) return false;
    }
    return true;
}

LOCALE(strcoll) {
    PosixPack pack = {0};
    int32_t order = 0;
    bool done = true;
    for (int i = 0; i < 2; i++)
        if (!argument_str(vm, "strcoll", i + 1, arguments[i].object)) return NULL;
    for (int i = 0; done && i < 2; i++) done = add_wide(vm, &pack, (Str *)arguments[i].object);
    WorldRequest request = {.operation = WORLD_COLLATE, .in = pack.bytes, .in_bytes = pack.used,
                            .out = &order, .out_bytes = sizeof order};
    if (done) (void)world_ask(vm->world, &request);
    posix_pack_drop(vm, &pack);
    return done ? int_new(vm, order) : NULL;
}

LOCALE(strxfrm) {
    PosixPack pack = {0};
    char *key;
    if (!argument_str(vm, "strxfrm", 0, arguments[0].object)) return NULL;
    Object *text = NULL;
    if (add_wide(vm, &pack, (Str *)arguments[0].object)) {
        WorldRequest request = {.operation = WORLD_COLLATION_KEY, .in = pack.bytes,
                                .in_bytes = pack.used};
        int64_t bytes = world_ask_all(vm->world, &request, &key);
        int64_t length = bytes / (int64_t)sizeof(wchar_t) - 1;   // without the zero
        if (bytes < 0) (void)posix_raise(vm, bytes);
        else text = str_new_from_chars(vm, key, sizeof(wchar_t), length);
        if (bytes >= 0) host_release(key);
    }
    posix_pack_drop(vm, &pack);
    return text;
}

// --- messages ---

static Object *message(Vm *vm, const char *function, Object *text, Object *domain, int category) {
    Object *translation = NULL;
    int64_t result;
    WorldRequest request = {.operation = WORLD_MESSAGE,
                            .numbers = {category, is_given(vm, domain)}};
    Found found = ask_texts(vm, function, &request, text, domain, &translation, &result);
    return found == ABSENT ? posix_raise(vm, result) : translation;
}

LOCALE(gettext) {
    return message(vm, "gettext", arguments[0].object, NULL, LC_MESSAGES);
}

static bool check_domain(Vm *vm, const char *function, Object *domain) {
    return domain == vm->objects->none || object_is_str(vm, domain) ||
           argument_refuse(vm, function, 1, "str or None", domain);
}

LOCALE(dgettext) {
    if (!check_domain(vm, "dgettext", arguments[0].object) ||
        !argument_str(vm, "dgettext", 2, arguments[1].object))
        return NULL;
    return message(vm, "dgettext", arguments[1].object, arguments[0].object, LC_MESSAGES);
}

LOCALE(dcgettext) {
    int category;
    if (!check_domain(vm, "dcgettext", arguments[0].object) ||
        !argument_str(vm, "dcgettext", 2, arguments[1].object) ||
        !argument_int(vm, arguments[2].object, &category))
        return NULL;
    return message(vm, "dcgettext", arguments[1].object, arguments[0].object, category);
}

LOCALE(textdomain) {
    Object *domain = arguments[0].object, *name = NULL;
    int64_t result;
    if (is_given(vm, domain) && !object_is_str(vm, domain)) {
        argument_refuse(vm, "textdomain", 0, "str or None", domain);
        return NULL;
    }
    WorldRequest request = {.operation = WORLD_MESSAGE_DOMAIN};
    Found found = ask_texts(vm, "textdomain", &request, domain, NULL, &name, &result);
    return found == ABSENT ? posix_raise(vm, result) : name;
}

LOCALE(bindtextdomain) {
    Object *domain = arguments[0].object, *folder = NULL, *path = NULL;
    int64_t result;
    if (!argument_str(vm, "bindtextdomain", 1, domain)) return NULL;
    if (((const Str *)domain)->length == 0)
        return raise_error(vm, "domain must be a non-empty string");
    if (is_given(vm, arguments[1].object)) {
        path = (Object *)path_load_text(vm, arguments[1].object);
        if (path == NULL) return NULL;
    }
    WorldRequest request = {.operation = WORLD_MESSAGE_FOLDER};
    Found found = ask_texts(vm, "bindtextdomain", &request, domain, path, &folder, &result);
    object_drop_or_null(vm, path);
    return found == ABSENT ? posix_raise(vm, result) : folder;
}

LOCALE(bind_textdomain_codeset) {
    Object *domain = arguments[0].object, *codeset = arguments[1].object, *name = NULL;
    int64_t result;
    if (!argument_str(vm, "bind_textdomain_codeset", 1, domain)) return NULL;
    if (is_given(vm, codeset) && !object_is_str(vm, codeset)) {
        argument_refuse(vm, "bind_textdomain_codeset", 2, "str or None", codeset);
        return NULL;
    }
    WorldRequest request = {.operation = WORLD_MESSAGE_CODESET};
    Found found = ask_texts(vm, "bind_textdomain_codeset", &request, domain, codeset, &name,
                            &result);
    return found == ABSENT ? none_new(vm) : name;
}

static const Method functions[] = {
    {"setlocale", locale_function_setlocale, "(category, locale=<unrepresentable>, /)",
     "Set a category to a locale, or ask for the one that it has.", 0},
    FUNCTION(locale, localeconv, "()", "How numbers and sums of money are written."),
    FUNCTION(locale, strcoll, "(os1, os2, /)",
             "The order of two texts in the locale: below, at or above 0."),
    FUNCTION(locale, strxfrm, "(string, /)", "A key that orders a text as the locale does."),
    FUNCTION(locale, nl_langinfo, "(key, /)", "What the locale has for a key."),
    FUNCTION(locale, gettext, "(msg, /)", "The translation of a message."),
    FUNCTION(locale, dgettext, "(domain, msg, /)", "The same in a domain."),
    FUNCTION(locale, dcgettext, "(domain, msg, category, /)",
             "The same in a domain and a category."),
    FUNCTION(locale, textdomain, "(domain, /)", "Set the domain of messages; None asks for it."),
    FUNCTION(locale, bindtextdomain, "(domain, dir, /)", "Set a domain's folder."),
    FUNCTION(locale, bind_textdomain_codeset, "(domain, codeset, /)",
             "Set a domain's encoding."),
    FUNCTION(locale, getencoding, "()", "The encoding of the locale."),
    {0},
};

static const Constant constants[] = {
    CONSTANT(LC_CTYPE) CONSTANT(LC_TIME) CONSTANT(LC_COLLATE) CONSTANT(LC_MONETARY)
    CONSTANT(LC_MESSAGES) CONSTANT(LC_NUMERIC) CONSTANT(LC_ALL) CONSTANT(CHAR_MAX)
};

bool locale_module_start(Vm *vm, Module *module) {
    LocaleState *state = state_load(vm, &locale_state);
    if (state == NULL) return false;
    if (state->error.object == NULL) {
        Object *error = error_class_new(vm, "locale.Error",
                                        exception_type(vm, EXCEPTION_Exception), NULL);
        if (error == NULL) return false;
        slot_take(vm, NULL, &state->error, error);
    }
    return module_set_doc(vm, module, "How text and numbers are written where the user is.") &&
           module_add_functions(vm, module, functions) &&
           constants_add(vm, module, constants, ARRAY_COUNT(constants)) &&
           module_set(vm, module, "Error", state->error.object) &&
           constants_add(vm, module, keys, ARRAY_COUNT(keys));
}
