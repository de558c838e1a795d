// The real world's locale: how text and numbers are written where the user is.
//
// The process's own locale stays "C", which the machine's texts of numbers count on. What a
// program sets is a locale object beside it, with the name that each category was set to.

#define _GNU_SOURCE

#include <errno.h>
#include <langinfo.h>
#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/world_real.h"

enum { CATEGORIES = 13, NAME_BYTES = 256, TEXTS = 10, NUMBERS = 8 };

static const char *const category_names[CATEGORIES] = {
    "LC_CTYPE", "LC_NUMERIC", "LC_TIME", "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES", "LC_ALL",
    "LC_PAPER", "LC_NAME", "LC_ADDRESS", "LC_TELEPHONE", "LC_MEASUREMENT", "LC_IDENTIFICATION",
};

static char names[CATEGORIES][NAME_BYTES];
static locale_t current;   // owns; 0: not asked for yet

// What the environment says of a category.
static const char *wanted_name(int category) {
    const char *const variables[] = {"LC_ALL", category_names[category], "LANG"};
    for (size_t i = 0; i < ARRAY_COUNT(variables); i++) {
        const char *value = getenv(variables[i]);
        if (value != NULL && *value != 0) return value;
    }
    return "C";
}

static bool is_plain(const char *name) {
    return strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0;
}

// The plain locale is taken for its utf-8 form, unless LC_ALL insists on it.
static const char *first_name(void) {
    const char *all = getenv("LC_ALL"), *name = wanted_name(LC_CTYPE);
    bool insists = all != NULL && *all != 0;
    return is_plain(name) && !insists ? "C.UTF-8" : name;
}

// Sets one category; false: there is no such locale.
static bool set_category(int category, const char *name) {
    if (*name == 0) name = wanted_name(category);
    if (strlen(name) >= NAME_BYTES) return false;
    locale_t base = duplocale(current);
    if (base == (locale_t)0) return false;
    locale_t changed = newlocale(1 << category, name, base);
    if (changed == (locale_t)0) {
        freelocale(base);
        return false;
    }
    freelocale(current);
    current = changed;
    memmove(names[category], name, strlen(name) + 1);
    return true;
}

static bool start(void) {
    if (current != (locale_t)0) return true;
    current = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (current == (locale_t)0) return false;
    for (int i = 0; i < CATEGORIES; i++) memcpy(names[i], "C", 2);
    if (!set_category(LC_CTYPE, first_name())) (void)set_category(LC_CTYPE, "C.UTF-8");
    return true;
}

locale_t world_real_locale(void) {
    return start() ? current : LC_GLOBAL_LOCALE;
}

// --- setting and asking ---

// One name when all categories have it, else each with its own.
static int64_t answer_all(WorldRequest *request) {
    char text[CATEGORIES * (NAME_BYTES + 20)], *end = text;
    bool is_one = true;
    for (int i = 0; i < CATEGORIES; i++)
        if (i != LC_ALL && strcmp(names[i], names[LC_CTYPE]) != 0) is_one = false;
    if (is_one) return world_real_answer(request, names[LC_CTYPE], strlen(names[LC_CTYPE]));
    for (int i = 0; i < CATEGORIES; i++)
        if (i != LC_ALL)
            end += sprintf(end, "%s%s=%s", i == 0 ? "" : ";", category_names[i], names[i]);
    return world_real_answer(request, text, (size_t)(end - text));
}

static int64_t answer_names(WorldRequest *request, int category) {
    if (category == LC_ALL) return answer_all(request);
    return world_real_answer(request, names[category], strlen(names[category]));
}

static int find_category(const char *name, size_t length) {
    for (int i = 0; i < CATEGORIES; i++)
        if (strlen(category_names[i]) == length && strncmp(category_names[i], name, length) == 0)
            return i;
    return LC_ALL;
}

// "LC_CTYPE=…;LC_NUMERIC=…": what answer_all gave.
static bool set_each(const char *text) {
    while (*text != 0) {
        char name[NAME_BYTES];
        size_t key = strcspn(text, "=");
        if (text[key] != '=') return false;
        const char *value = text + key + 1;
        size_t length = strcspn(value, ";");
        int category = find_category(text, key);
        if (category == LC_ALL || length >= sizeof(name)) return false;
        memcpy(name, value, length);
        name[length] = 0;
        if (!set_category(category, name)) return false;
        text = value + length + (value[length] == ';');
    }
    return true;
}

static bool set_all(const char *name) {
    if (strchr(name, ';') != NULL) return set_each(name);
    for (int i = 0; i < CATEGORIES; i++)
        if (i != LC_ALL && !set_category(i, name)) return false;
    return true;
}

int64_t real_set_locale(WorldRequest *request) {
    int64_t category = request->numbers[0];
    const char *name = request->texts[0];
    if (!start()) return -ENOMEM;
    if (category < 0 || category >= CATEGORIES) return -EINVAL;
    if (name == NULL) return answer_names(request, (int)category);
    // All or nothing.
    char former[CATEGORIES][NAME_BYTES];
    locale_t kept = duplocale(current);
    if (kept == (locale_t)0) return -ENOMEM;
    memcpy(former, names, sizeof(names));
    bool done = category == LC_ALL ? set_all(name) : set_category((int)category, name);
    if (done) {
        freelocale(kept);
        return answer_names(request, (int)category);
    }
    freelocale(current);
    current = kept;
    memcpy(names, former, sizeof(names));
    return -ENOENT;
}

int64_t real_locale_text(WorldRequest *request) {
    const char *text = nl_langinfo_l((nl_item)request->numbers[0], world_real_locale());
    return world_real_answer(request, text, strlen(text));
}

static void add_text(WorldRequest *request, size_t *used, const char *text) {
    size_t count = strlen(text) + 1;
    if (*used + count <= request->out_bytes) memcpy((char *)request->out + *used, text, count);
    *used += count;
}

int64_t real_locale_numbers(WorldRequest *request) {
    locale_t former = uselocale(world_real_locale());
    const struct lconv *conventions = localeconv();
    const char numbers[NUMBERS] = {
        conventions->int_frac_digits, conventions->frac_digits, conventions->p_cs_precedes,
        conventions->p_sep_by_space, conventions->n_cs_precedes, conventions->n_sep_by_space,
        conventions->p_sign_posn, conventions->n_sign_posn,
    };
    const char *const texts[TEXTS] = {
        conventions->int_curr_symbol, conventions->currency_symbol,
        conventions->mon_decimal_point, conventions->mon_thousands_sep,
        conventions->mon_grouping, conventions->positive_sign, conventions->negative_sign,
        conventions->decimal_point, conventions->thousands_sep, conventions->grouping,
    };
    size_t used = sizeof(numbers);
    if (used <= request->out_bytes) memcpy(request->out, numbers, used);
    for (int i = 0; i < TEXTS; i++) add_text(request, &used, texts[i]);
    (void)uselocale(former);
    if (used <= request->out_bytes) request->out_used = used;
    return (int64_t)used;
}

// --- order of texts ---

int64_t real_collate(WorldRequest *request) {
    const wchar_t *first = request->in, *second = first + wcslen(first) + 1;
    int32_t order = wcscoll_l(first, second, world_real_locale());
    return world_real_fill(request, 0, &order, sizeof(order));
}

int64_t real_collation_key(WorldRequest *request) {
    size_t room = request->out_bytes / sizeof(wchar_t);
    size_t length = wcsxfrm_l(request->out, request->in, room, world_real_locale());
    size_t bytes = (length + 1) * sizeof(wchar_t);
    if (length < room) request->out_used = bytes;
    return (int64_t)bytes;
}

// --- messages ---

// Answers with a text of the C library, or -errno where it gave none.
static int64_t answer_text(WorldRequest *request, const char *text) {
    if (text == NULL) return errno == 0 ? -ENODATA : -(int64_t)errno;
    return world_real_answer(request, text, strlen(text));
}

int64_t real_message(WorldRequest *request) {
    locale_t former = uselocale(world_real_locale());
    const char *domain = request->numbers[1] != 0 ? request->texts[1] : NULL;
    const char *text = dcgettext(domain, request->texts[0], (int)request->numbers[0]);
    (void)uselocale(former);
    return answer_text(request, text);
}

int64_t real_message_domain(WorldRequest *request) {
    errno = 0;
    return answer_text(request, textdomain(request->texts[0]));
}

int64_t real_message_folder(WorldRequest *request) {
    errno = 0;
    return answer_text(request, bindtextdomain(request->texts[0], request->texts[1]));
}

int64_t real_message_codeset(WorldRequest *request) {
    errno = 0;
    return answer_text(request, bind_textdomain_codeset(request->texts[0], request->texts[1]));
}
