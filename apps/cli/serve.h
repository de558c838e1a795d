// Serving pages to a browser on this machine.

#ifndef CLI_SERVE_H
#define CLI_SERVE_H

#include <stddef.h>

typedef struct ServedPage {
    char *text;              // owns
    size_t size;
} ServedPage;

// Serves page N as http://127.0.0.1:PORT/TOKEN/N, where the token is a new one, tells the first
// page's address on the standard output and opens it in the user's browser if there is one and
// `opens` is not 0. port 0: any. Goes on until it is interrupted; gives 1 where it can't begin.
int serve_pages(const ServedPage *pages, size_t count, int port, int opens);

#endif
