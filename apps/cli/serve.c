// A server for one reader: it listens on the loopback interface alone, and answers only who
// knows the token of its address and asks for that address (no other name of this machine).

#define _GNU_SOURCE   // strcasestr, accept4
#include "cli/serve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { TOKEN_BYTES = 16, REQUEST_BYTES_MAX = 8192, WAIT_SECONDS = 5, BACKLOG = 8 };

typedef struct Server {
    const ServedPage *pages;
    size_t count;
    int port;
    char token[2 * TOKEN_BYTES + 1];
} Server;

static int make_token(Server *server) {
    unsigned char bytes[TOKEN_BYTES];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes) return 0;
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(server->token + 2 * i, 3, "%02x", bytes[i]);
    return 1;
}

// A socket that listens, or -1.
static int listen_on(Server *server, int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;
    if (listener < 0) return -1;
    (void)setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (const struct sockaddr *)&address, size) == 0 &&
        listen(listener, BACKLOG) == 0 &&
        getsockname(listener, (struct sockaddr *)&address, &size) == 0) {
        server->port = ntohs(address.sin_port);
        return listener;
    }
    close(listener);
    return -1;
}

// --- a request ---

static void send_all(int client, const char *bytes, size_t size) {
    while (size > 0) {
        ssize_t sent = send(client, bytes, size, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return;
        bytes += sent;
        size -= (size_t)sent;
    }
}

static void answer(int client, const char *status, const char *body, size_t size) {
    char head[512];
    int length = snprintf(head, sizeof head,
                          "HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\n"
                          "Content-Length: %zu\r\nCache-Control: no-store\r\n"
                          "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n"
                          "Connection: close\r\n\r\n", status, size);
    send_all(client, head, (size_t)length);
    send_all(client, body, size);
}

// Reads up to the empty line; 0: that is not a request.
static int read_request(int client, char *request) {
    struct timeval patience = {.tv_sec = WAIT_SECONDS};
    (void)setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    (void)setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    size_t size = 0;
    while (size < REQUEST_BYTES_MAX - 1) {
        ssize_t got = recv(client, request + size, REQUEST_BYTES_MAX - 1 - size, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return 0;
        size += (size_t)got;
        request[size] = '\0';
        if (strstr(request, "\r\n\r\n") != NULL) return 1;
    }
    return 0;
}

// Whether the page was asked for by this server's own address: another name that leads here
// would let pages of that name read it.
static int is_own_host(const Server *server, const char *request) {
    const char *host = strcasestr(request, "\r\nhost:");
    if (host == NULL) return 0;
    host += strlen("\r\nhost:");
    host += strspn(host, " \t");
    char wanted[2][32];
    snprintf(wanted[0], sizeof wanted[0], "127.0.0.1:%d\r\n", server->port);
    snprintf(wanted[1], sizeof wanted[1], "localhost:%d\r\n", server->port);
    return strncasecmp(host, wanted[0], strlen(wanted[0])) == 0 ||
           strncasecmp(host, wanted[1], strlen(wanted[1])) == 0;
}

// The page that is asked for; NULL: none.
static const ServedPage *find_page(const Server *server, const char *request) {
    size_t token = strlen(server->token);
    if (strncmp(request, "GET /", 5) != 0) return NULL;
    const char *path = request + 5;
    if (strncmp(path, server->token, token) != 0 || path[token] != '/') return NULL;
    path += token + 1;
    char *end;
    unsigned long long number = strtoull(path, &end, 10);
    int is_number = *path >= '0' && *path <= '9' && (*end == ' ' || *end == '?');
    return is_number && number < server->count ? &server->pages[number] : NULL;
}

static void serve_client(const Server *server, int client) {
    static char request[REQUEST_BYTES_MAX];
    static const char missing[] = "<!doctype html><title>Nametag</title><p>There is no such page.";
    if (!read_request(client, request)) return;
    const ServedPage *page = is_own_host(server, request) ? find_page(server, request) : NULL;
    if (page != NULL) answer(client, "200 OK", page->text, page->size);
    else answer(client, "404 Not Found", missing, sizeof missing - 1);
}

// --- the server ---

static void open_browser(const char *address) {
    char *arguments[] = {"xdg-open", (char *)address, NULL};
    extern char **environ;
    pid_t child;
    if (getenv("DISPLAY") == NULL && getenv("WAYLAND_DISPLAY") == NULL) return;
    (void)posix_spawnp(&child, arguments[0], NULL, NULL, arguments, environ);
}

int serve_pages(const ServedPage *pages, size_t count, int port, int opens) {
    Server server = {.pages = pages, .count = count};
    int listener = make_token(&server) ? listen_on(&server, port) : -1;
    if (listener < 0) {
        fprintf(stderr, "nametag show: can't serve on port %d: %s\n", port, strerror(errno));
        return 1;
    }
    char address[96];
    snprintf(address, sizeof address, "http://127.0.0.1:%d/%s/0", server.port, server.token);
    printf("%s\n", address);
    fflush(stdout);
    signal(SIGCHLD, SIG_IGN);   // the browser's starter is not waited for
    if (opens) open_browser(address);
    for (;;) {
        int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (client < 0 && (errno == EINTR || errno == ECONNABORTED)) continue;
        if (client < 0) break;
        serve_client(&server, client);
        close(client);
    }
    close(listener);
    return 1;
}
