#include "modules/settings.h"

#include <stdlib.h>
#include <string.h>

#include "base/host.h"
#include "base/text.h"

static const char compiler_digest[] =
#include "compiler_digest.inc"
    ;

enum { DIGITS_MAX_LEAST = 640, TRACED_FRAMES_MAX = 65535 };

typedef enum Counts { NEVER, PRESENT, ONCE, LEVEL } Counts;

static const char *find_in_environment(const Settings *settings, const char *name) {
    size_t length = strlen(name);
    const char *end = settings->environment + settings->environment_bytes;
    for (const char *row = settings->environment; row < end; row += strlen(row) + 1)
        if (strncmp(row, name, length) == 0 && row[length] == '=') return row + length + 1;
    return NULL;
}

const char *settings_find_variable(const Settings *settings, const char *name) {
    if (settings->ignores_environment || settings->environment == NULL) return NULL;
    const char *value = find_in_environment(settings, name);
    return value != NULL && *value != '\0' ? value : NULL;
}

const char *settings_find_extension(const Settings *settings, const char *name) {
    size_t length = strlen(name);
    // The last one counts.
    for (int i = settings->extensions.count; i-- > 0;) {
        const char *text = settings->extensions.texts[i];
        if (strncmp(text, name, length) != 0) continue;
        if (text[length] == '\0') return "";
        if (text[length] == '=') return text + length + 1;
    }
    return NULL;
}

// A whole number without anything around it; false: it is none or does not fit.
static bool read_number(const char *text, int64_t *number) {
    char *end;
    if (*text == '\0') return false;
    int64_t value = strtoll(text, &end, 10);
    if (*end != '\0' || value > INT32_MAX || value < INT32_MIN) return false;
    *number = value;
    return true;
}

// --- switches ---

static int switch_value(Counts counts, const char *value, int given) {
    int64_t number;
    if (counts == PRESENT) return 1;
    // What is no number counts as 1.
    if (!read_number(value, &number) || number < 0) number = 1;
    if (counts == ONCE && number > 0) number = 1;
    return given > (int)number ? given : (int)number;
}

static void complete_switches(Settings *settings) {
    static const struct {
        size_t offset;
        const char *variable;
        Counts counts;
        const char *extension;
    } rows[] = {
#define SWITCH(name, variable, counts, extension, doc) \
    {offsetof(Settings, name), variable, counts, extension},
#include "modules/settings.def"
#undef SWITCH
    };
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        int *field = (int *)(void *)((char *)settings + rows[i].offset);
        const char *value = NULL;
        if (rows[i].variable != NULL) value = settings_find_variable(settings, rows[i].variable);
        if (value != NULL) *field = switch_value(rows[i].counts, value, *field);
        if (rows[i].extension != NULL &&
            settings_find_extension(settings, rows[i].extension) != NULL)
            *field = 1;
    }
}

// --- what has a value ---

static const char *complete_utf8(Settings *settings) {
    const char *extension = settings_find_extension(settings, "utf8");
    const char *variable = settings_find_variable(settings, "PYTHONUTF8");
    if (extension != NULL) {
        bool is_off = strcmp(extension, "0") == 0;
        if (!is_off && *extension != '\0' && strcmp(extension, "1") != 0)
            return "preconfig_init_utf8_mode: invalid -X utf8 option value";
        settings->utf8_mode = !is_off;
    } else if (variable != NULL) {
        if (strcmp(variable, "0") != 0 && strcmp(variable, "1") != 0)
            return "preconfig_init_utf8_mode: invalid PYTHONUTF8 environment variable value";
        settings->utf8_mode = *variable == '1';
    } else {
        static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
        const char *locale = NULL;
        for (size_t i = 0; i < ARRAY_COUNT(names) && (locale == NULL || *locale == '\0'); i++)
            locale = find_in_environment(settings, names[i]);
        settings->utf8_mode = locale == NULL || *locale == '\0' || strcmp(locale, "C") == 0 ||
                              strcmp(locale, "POSIX") == 0;
    }
    return NULL;
}

static const char *complete_hash_seed(Settings *settings, World *world) {
    const char *text = settings_find_variable(settings, "PYTHONHASHSEED");
    if (text == NULL) return NULL;
    if (strcmp(text, "random") == 0) {
        settings->is_hash_keyed = true;
        int64_t result = world_entropy(world, &settings->hash_key, sizeof(settings->hash_key));
        return result < 0 ? "init_hash_seed: failed to get random numbers" : NULL;
    }
    char *end;
    unsigned long long seed = strtoull(text, &end, 10);
    if (*end != '\0' || seed > UINT32_MAX)
        return "config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an integer in range "
               "[0; 4294967295]";
    settings->is_hash_keyed = seed != 0;
    settings->hash_key = hash_key_from_seed((uint32_t)seed);
    return NULL;
}

static bool read_digits_max(Settings *settings, const char *text) {
    int64_t number;
    if (!read_number(text, &number) || number < 0 || (number != 0 && number < DIGITS_MAX_LEAST))
        return false;
    settings->int_digits_max = (int)number;
    return true;
}

static const char *complete_int_digits(Settings *settings) {
    const char *variable = settings_find_variable(settings, "PYTHONINTMAXSTRDIGITS");
    const char *extension = settings_find_extension(settings, "int_max_str_digits");
    settings->int_digits_max = -1;
    if (variable != NULL && !read_digits_max(settings, variable))
        return "config_init_int_max_str_digits: PYTHONINTMAXSTRDIGITS: invalid limit; must be "
               ">= 640 or 0 for unlimited.";
    if (extension != NULL && !read_digits_max(settings, extension))
        return "config_init_int_max_str_digits: -X int_max_str_digits: invalid limit; must be "
               ">= 640 or 0 for unlimited.";
    return NULL;
}

static const char *complete_tracing(Settings *settings) {
    const char *variable = settings_find_variable(settings, "PYTHONTRACEMALLOC");
    const char *extension = settings_find_extension(settings, "tracemalloc");
    int64_t frames = 0;
    if (variable != NULL &&
        (!read_number(variable, &frames) || frames < 0 || frames > TRACED_FRAMES_MAX))
        return "config_init_tracemalloc: PYTHONTRACEMALLOC: invalid number of frames";
    if (extension != NULL) {
        if (*extension == '\0') frames = 1;
        else if (!read_number(extension, &frames) || frames < 1 || frames > TRACED_FRAMES_MAX)
            return "config_init_tracemalloc: -X tracemalloc=NFRAME: invalid number of frames";
    }
    settings->traced_frames = (int)frames;
    return NULL;
}

static const char *none_if_empty(const char *text) {
    return text != NULL && *text != '\0' ? text : NULL;
}

static void complete_texts(Settings *settings) {
    const char *extension = settings_find_extension(settings, "pycache_prefix");
    settings->pycache_prefix = extension != NULL
        ? none_if_empty(extension) : settings_find_variable(settings, "PYTHONPYCACHEPREFIX");
    settings->path = settings_find_variable(settings, "PYTHONPATH");
    settings->io_encoding = settings_find_variable(settings, "PYTHONIOENCODING");
    settings->library_name = settings_find_variable(settings, "PYTHONPLATLIBDIR");
    if (settings->library_name == NULL) settings->library_name = "lib";
    if (settings->check_hash_pycs == NULL) settings->check_hash_pycs = "default";
}

// $XDG_CACHE_HOME or ~/.cache, and there our own.
static bool complete_cache(Settings *settings) {
    const char *home = find_in_environment(settings, "XDG_CACHE_HOME");
    bool is_given = home != NULL && home[0] == '/';
    if (!is_given) home = find_in_environment(settings, "HOME");
    if (home == NULL || home[0] != '/') return true;
    TextBuffer text = {0};
    text_add_c(&text, home);
    text_add_c(&text, is_given ? "/nametag/" : "/.cache/nametag/");
    text_add(&text, compiler_digest, sizeof compiler_digest);
    settings->cache = text.bytes;
    return !text.is_failed;
}

const char *settings_complete(Settings *settings, World *world) {
    WorldRequest request = {.operation = WORLD_ENVIRONMENT};
    settings->environment_bytes = world_ask_all(world, &request, &settings->environment);
    if (settings->environment_bytes < 0) return "init_environment: out of memory";
    if (settings->isolated)
        settings->ignores_environment = settings->no_user_site = settings->safe_path = 1;
    complete_switches(settings);
    const char *wrong = complete_utf8(settings);
    if (wrong == NULL) wrong = complete_hash_seed(settings, world);
    if (wrong == NULL) wrong = complete_int_digits(settings);
    if (wrong == NULL) wrong = complete_tracing(settings);
    complete_texts(settings);
    if (wrong == NULL && !complete_cache(settings)) wrong = "init_cache: out of memory";
    return wrong;
}

void settings_done(Settings *settings) {
    char **const owned[] = {&settings->environment, &settings->library_found, &settings->prefix,
                            &settings->exec_prefix, &settings->cache};
    for (size_t i = 0; i < ARRAY_COUNT(owned); i++) {
        host_release(*owned[i]);
        *owned[i] = NULL;
    }
}
