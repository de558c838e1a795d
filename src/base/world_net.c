// The real world's names of the net: hosts, services, protocols, interfaces.

#define _GNU_SOURCE

#include <errno.h>
#include <net/if.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>

#include "base/host.h"
#include "base/world_real.h"

enum { HOST_BYTES = 16384, HOST_BYTES_MAX = 1 << 20 };

// Bytes that are written one part after another, as far as the room goes.
typedef struct Answer {
    WorldRequest *request;
    size_t needed;
} Answer;

static void add(Answer *answer, const void *bytes, size_t count) {
    if (answer->needed + count <= answer->request->out_bytes && count > 0)
        memcpy((char *)answer->request->out + answer->needed, bytes, count);
    answer->needed += count;
}

static void add_text(Answer *answer, const char *text) {
    add(answer, text, strlen(text) + 1);
}

static int64_t end(Answer *answer) {
    if (answer->needed <= answer->request->out_bytes) answer->request->out_used = answer->needed;
    return (int64_t)answer->needed;
}

// What the resolver's numbers, all below 0, become.
static int64_t resolver_failure(int error) {
    return error == EAI_SYSTEM ? -(int64_t)errno : -(int64_t)WORLD_NET_FAILED + error;
}

// --- addresses ---

int64_t real_resolve(WorldRequest *request) {
    const int64_t *n = request->numbers;
    struct addrinfo hints = {.ai_family = (int)n[0], .ai_socktype = (int)n[1],
                             .ai_protocol = (int)n[2], .ai_flags = (int)n[3]};
    struct addrinfo *all = NULL;
    int error = getaddrinfo(request->texts[0], request->texts[1], &hints, &all);
    if (error != 0) return resolver_failure(error);
    Answer answer = {request, 0};
    for (const struct addrinfo *row = all; row != NULL; row = row->ai_next) {
        WorldAddress address = {row->ai_family, row->ai_socktype, row->ai_protocol,
                                (int32_t)row->ai_addrlen, {0}};
        if (row->ai_addrlen <= sizeof(address.address))
            memcpy(address.address, row->ai_addr, row->ai_addrlen);
        add(&answer, &address, sizeof(address));
        add_text(&answer, row->ai_canonname == NULL ? "" : row->ai_canonname);
        // Rows are aligned.
        add(&answer, "\0\0\0", -answer.needed % sizeof(int32_t));
    }
    freeaddrinfo(all);
    return end(&answer);
}

int64_t real_name_address(WorldRequest *request) {
    char host[NI_MAXHOST] = "", service[NI_MAXSERV] = "";
    int error = getnameinfo(request->in, (socklen_t)request->in_bytes, host, sizeof(host),
                            service, sizeof(service), (int)request->numbers[0]);
    if (error != 0) return resolver_failure(error);
    Answer answer = {request, 0};
    add_text(&answer, host);
    add_text(&answer, service);
    return end(&answer);
}

static int64_t host_answer(WorldRequest *request, const struct hostent *host) {
    Answer answer = {request, 0};
    int32_t numbers[2] = {host->h_addrtype, host->h_length};
    add(&answer, numbers, sizeof(numbers));
    add_text(&answer, host->h_name);
    for (char **row = host->h_aliases; *row != NULL; row++) add_text(&answer, *row);
    add_text(&answer, "");
    for (char **row = host->h_addr_list; *row != NULL; row++)
        add(&answer, *row, (size_t)host->h_length);
    return end(&answer);
}

int64_t real_host(WorldRequest *request) {
    struct hostent entry, *host = NULL;
    int error = ERANGE, failure = 0;
    int64_t answer = -ENOMEM;
    for (size_t bytes = HOST_BYTES; error == ERANGE && bytes <= HOST_BYTES_MAX; bytes *= 2) {
        char *room = host_allocate(bytes);
        if (room == NULL) return -ENOMEM;
        error = request->texts[0] != NULL
                    ? gethostbyname_r(request->texts[0], &entry, room, bytes, &host, &failure)
                    : gethostbyaddr_r(request->in, (socklen_t)request->in_bytes,
                                      (int)request->numbers[0], &entry, room, bytes, &host,
                                      &failure);
        if (error != ERANGE)
            answer = host != NULL ? host_answer(request, host)
                                  : -(int64_t)(WORLD_NET_FAILED + failure);
        host_release(room);
    }
    return answer;
}

// --- services, protocols, interfaces ---

int64_t real_service(WorldRequest *request) {
    const char *name = request->texts[0], *protocol = request->texts[1];
    const struct servent *service =
        name != NULL ? getservbyname(name, protocol)
                     : getservbyport(htons((uint16_t)request->numbers[0]), protocol);
    if (service == NULL) return -ENOENT;
    if (name != NULL) return ntohs((uint16_t)service->s_port);
    return world_real_answer(request, service->s_name, strlen(service->s_name));
}

int64_t real_protocol(WorldRequest *request) {
    const struct protoent *protocol = getprotobyname(request->texts[0]);
    return protocol == NULL ? -ENOENT : protocol->p_proto;
}

int64_t real_interfaces(WorldRequest *request) {
    struct if_nameindex *rows = if_nameindex();
    if (rows == NULL) return -errno;
    Answer answer = {request, 0};
    for (const struct if_nameindex *row = rows; row->if_index != 0; row++) {
        int32_t index = (int32_t)row->if_index;
        add(&answer, &index, sizeof(index));
        add_text(&answer, row->if_name);
    }
    if_freenameindex(rows);
    return end(&answer);
}

int64_t real_interface(WorldRequest *request) {
    char name[IF_NAMESIZE + 1] = "";
    if (request->texts[0] != NULL) {
        unsigned index = if_nametoindex(request->texts[0]);
        return index == 0 ? -ENODEV : (int64_t)index;
    }
    if (if_indextoname((unsigned)request->numbers[0], name) == NULL) return -(int64_t)errno;
    return world_real_answer(request, name, strlen(name));
}
