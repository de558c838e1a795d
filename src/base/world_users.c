// The real world's users and groups.

#define _GNU_SOURCE

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>

#include "base/world_real.h"

// Texts that are written one after another, as far as the room goes.
typedef struct Row {
    WorldRequest *request;
    size_t needed;
} Row;

static void add(Row *row, const char *text) {
    size_t count = strlen(text) + 1;
    if (row->needed + count <= row->request->out_bytes)
        memcpy((char *)row->request->out + row->needed, text, count);
    row->needed += count;
}

static void add_number(Row *row, long number) {
    char text[24];
    snprintf(text, sizeof(text), "%ld", number);
    add(row, text);
}

static int64_t end(const Row *row) {
    if (row->needed <= row->request->out_bytes) row->request->out_used = row->needed;
    return (int64_t)row->needed;
}

static void add_user(Row *row, const struct passwd *user) {
    add(row, user->pw_name);
    add(row, user->pw_passwd);
    add_number(row, (long)user->pw_uid);
    add_number(row, (long)user->pw_gid);
    add(row, user->pw_gecos == NULL ? "" : user->pw_gecos);
    add(row, user->pw_dir);
    add(row, user->pw_shell);
}

static void add_group(Row *row, const struct group *group) {
    add(row, group->gr_name);
    add(row, group->gr_passwd == NULL ? "" : group->gr_passwd);
    add_number(row, (long)group->gr_gid);
    for (char **member = group->gr_mem; *member != NULL; member++) add(row, *member);
    add(row, "");
}

int64_t real_user_rows(WorldRequest *request) {
    Row row = {request, 0};
    const struct passwd *user;
    if (request->numbers[1] != 0) {
        setpwent();
        while ((user = getpwent()) != NULL) add_user(&row, user);
        endpwent();
        return end(&row);
    }
    user = request->texts[0] != NULL ? getpwnam(request->texts[0])
                                     : getpwuid((uid_t)request->numbers[0]);
    if (user == NULL) return -ENOENT;
    add_user(&row, user);
    return end(&row);
}

int64_t real_group_rows(WorldRequest *request) {
    Row row = {request, 0};
    const struct group *group;
    if (request->numbers[1] != 0) {
        setgrent();
        while ((group = getgrent()) != NULL) add_group(&row, group);
        endgrent();
        return end(&row);
    }
    group = request->texts[0] != NULL ? getgrnam(request->texts[0])
                                      : getgrgid((gid_t)request->numbers[0]);
    if (group == NULL) return -ENOENT;
    add_group(&row, group);
    return end(&row);
}
