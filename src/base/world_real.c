// The real world: every request is one or two calls of the system.
// Here are chance and surroundings, and the table of all.

#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/host.h"
#include "base/world_real.h"

extern char **environ;

int64_t world_real_result(int64_t value) {
    return value < 0 ? -(int64_t)errno : value;
}

int64_t world_real_answer(WorldRequest *request, const void *bytes, size_t count) {
    if (count <= request->out_bytes) {
        if (count > 0) memcpy(request->out, bytes, count);
        request->out_used = count;
    }
    return (int64_t)count;
}

int64_t world_real_fill(WorldRequest *request, int result, const void *bytes, size_t count) {
    if (result != 0) return -(int64_t)errno;
    (void)world_real_answer(request, bytes, count);
    return 0;
}

int64_t world_real_received(WorldRequest *request, int64_t count) {
    if (count < 0) return -(int64_t)errno;
    request->out_used = (size_t)count;
    return count;
}

// --- chance and surroundings ---

int64_t real_entropy(WorldRequest *request) {
    char *next = request->out;
    size_t rest = request->out_bytes;
    while (rest > 0) {
        ssize_t count = getrandom(next, rest, 0);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return -errno;
        next += count;
        rest -= (size_t)count;
    }
    request->out_used = request->out_bytes;
    return 0;
}

int64_t real_random(WorldRequest *request) {
    return world_real_received(
        request, getrandom(request->out, request->out_bytes, (unsigned)request->numbers[0]));
}

int64_t real_environment(WorldRequest *request) {
    size_t needed = 0;
    for (char **row = environ; row != NULL && *row != NULL; row++) needed += strlen(*row) + 1;
    if (needed > request->out_bytes) return (int64_t)needed;
    char *next = request->out;
    for (char **row = environ; row != NULL && *row != NULL; row++)
        next = stpcpy(next, *row) + 1;
    request->out_used = needed;
    return (int64_t)needed;
}

int64_t real_set_variable(WorldRequest *request) {
    const char *name = request->texts[0], *value = request->texts[1];
    return world_real_result(value == NULL ? unsetenv(name) : setenv(name, value, 1));
}

int64_t real_system_name(WorldRequest *request) {
    struct utsname name;
    if (uname(&name) != 0) return -errno;
    const char *const parts[] = {name.sysname, name.nodename, name.release, name.version,
                                 name.machine};
    char texts[sizeof(name)];
    char *next = texts;
    for (size_t i = 0; i < ARRAY_COUNT(parts); i++) next = stpcpy(next, parts[i]) + 1;
    return world_real_answer(request, texts, (size_t)(next - texts));
}

// -1 is an error only when it says which one.
int64_t real_configuration(WorldRequest *request) {
    errno = 0;
    int64_t value = sysconf((int)request->numbers[0]);
    return world_real_fill(request, value == -1 && errno != 0 ? -1 : 0, &value, sizeof(value));
}

int64_t real_configuration_text(WorldRequest *request) {
    errno = 0;
    size_t needed = confstr((int)request->numbers[0], request->out, request->out_bytes);
    if (needed == 0) return -(int64_t)errno;
    if (needed <= request->out_bytes) request->out_used = needed;
    return (int64_t)needed;
}

int64_t real_load(WorldRequest *request) {
    double loads[3] = {0};
    errno = ENOENT;
    return world_real_fill(request, getloadavg(loads, 3) == 3 ? 0 : -1, loads, sizeof(loads));
}

int64_t real_login_name(WorldRequest *request) {
    char name[256];
    int error = getlogin_r(name, sizeof(name));
    return error != 0 ? -error : world_real_answer(request, name, strlen(name));
}

int64_t real_program_path(WorldRequest *request) {
    char path[4096];
    ssize_t count = readlink("/proc/self/exe", path, sizeof(path));
    if (count < 0) return -errno;
    return world_real_answer(request, path, (size_t)count);
}

// The locale that the environment names; the plain one where it is not known.
static const char *locale_name(void) {
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < ARRAY_COUNT(variables); i++) {
        const char *name = getenv(variables[i]);
        if (name != NULL && *name != 0) return name;
    }
    return "C";
}

int64_t real_locale(WorldRequest *request) {
    locale_t locale = newlocale(LC_CTYPE_MASK, "", NULL);
    const char *encoding = locale != NULL ? nl_langinfo_l(CODESET, locale) : "";
    char texts[512], *end = texts;
    // The plain C locale is taken for its utf-8 form, as CPython does.
    if (*encoding == 0 || strcmp(encoding, "ANSI_X3.4-1968") == 0) encoding = "UTF-8";
    end = stpcpy(end, "C");
    if (locale != NULL) end = stpncpy(texts, locale_name(), 255);
    *end++ = 0;
    end = stpncpy(end, encoding, 255);
    *end++ = 0;
    if (locale != NULL) freelocale(locale);
    return world_real_answer(request, texts, (size_t)(end - texts));
}

// --- editing ---

int64_t real_edit(WorldRequest *request) {
    (void)request;
    return -ENOSYS;
}

int64_t real_edited(WorldRequest *request) {
    (void)request;
    return -ENOSYS;
}

int64_t real_set_editor(WorldRequest *request) {
    (void)request;
    return -ENOSYS;
}

// --- the table ---

static int64_t real_ask(World *world, WorldRequest *request) {
    typedef int64_t RealFunction(WorldRequest *request);
    static RealFunction *const functions[] = {
#define WORLD(id, name, doc) real_##name,
#include "base/world.def"
#undef WORLD
    };
    (void)world;
    request->out_used = 0;
    if (UNLIKELY((unsigned)request->operation >= WORLD_COUNT)) return -ENOSYS;
    return functions[request->operation](request);
}

static void real_drop(World *world) {
    host_release(world);
}

World *world_real_new(void) {
    World *world = host_allocate(sizeof(*world));
    if (world != NULL) *world = (World){real_ask, real_drop, NULL};
    return world;
}
