// The C library's <signal.h>, whose raise() has the name of ours. To be included before what
// includes it (<spawn.h>, <sys/wait.h>).

#ifndef MODULES_LIBC_SIGNAL_H
#define MODULES_LIBC_SIGNAL_H

#define raise libc_raise
#include <signal.h>
#undef raise

#endif
