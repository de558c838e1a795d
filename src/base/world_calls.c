// The real world's requests that are one call of the system: the rows CALL of world.def.

#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

#include "base/world_real.h"

// For functions that give the error itself.
static int fails_with(int error) {
    errno = error;
    return error == 0 ? 0 : -1;
}

#define WIDE(index) (request->numbers[index])
#define N(index) ((int)request->numbers[index])
#define TEXT(index) (request->texts[index])
#define PLACE(index) ((void *)(uintptr_t)request->numbers[index])
#define DIRECTORY(index) world_real_directory(request->numbers[index])
#define NO_FOLLOW(index) (request->numbers[index] != 0 ? AT_SYMLINK_NOFOLLOW : 0)

#define WORLD(id, name, doc)
#define CALL(id, name, doc, call) \
    int64_t real_##name(WorldRequest *request) { \
        (void)request; \
        return world_real_result(call); \
    }
#include "base/world.def"
#undef WORLD
