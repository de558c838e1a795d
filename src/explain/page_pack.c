#include "explain/page_pack.h"

#include "base/host.h"

#include <string.h>

#if __has_include(<zlib.h>)
#include <zlib.h>

enum { ROOM = 24576, LEVEL = 6, RAW_WINDOW = -15, MEMORY_LEVEL = 8 };

struct PagePack {
    z_stream stream;
    uint8_t rest[3];      // bytes that wait for a whole group of three
    size_t rest_size;
    bool is_failed;
    uint8_t room[ROOM];
};

static void *pack_allocate(void *context, uInt count, uInt size) {
    (void)context;
    return host_allocate((size_t)count * size);
}

static void pack_release(void *context, void *block) {
    (void)context;
    host_release(block);
}

PagePack *page_pack_new(void) {
    PagePack *pack = host_allocate(sizeof(PagePack));
    if (pack == NULL) return NULL;
    memset(pack, 0, offsetof(PagePack, room));
    pack->stream.zalloc = pack_allocate;
    pack->stream.zfree = pack_release;
    if (deflateInit2(&pack->stream, LEVEL, Z_DEFLATED, RAW_WINDOW, MEMORY_LEVEL,
                     Z_DEFAULT_STRATEGY) == Z_OK)
        return pack;
    host_release(pack);
    return NULL;
}

static void add_group(const uint8_t *bytes, size_t size, TextBuffer *text) {
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint32_t group = (uint32_t)bytes[0] << 16;
    if (size > 1) group |= (uint32_t)bytes[1] << 8;
    if (size > 2) group |= bytes[2];
    char letters[4] = {digits[group >> 18], digits[group >> 12 & 63], digits[group >> 6 & 63],
                       digits[group & 63]};
    if (size < 3) letters[3] = '=';
    if (size < 2) letters[2] = '=';
    text_add(text, letters, sizeof letters);
}

static void add_base64(PagePack *pack, const uint8_t *bytes, size_t size, TextBuffer *text) {
    for (size_t i = 0; i < size; i++) {
        pack->rest[pack->rest_size++] = bytes[i];
        if (pack->rest_size < sizeof pack->rest) continue;
        add_group(pack->rest, sizeof pack->rest, text);
        pack->rest_size = 0;
    }
}

static void deflate_all(PagePack *pack, int flush, TextBuffer *text) {
    z_stream *stream = &pack->stream;
    do {
        stream->next_out = pack->room;
        stream->avail_out = ROOM;
        pack->is_failed |= deflate(stream, flush) == Z_STREAM_ERROR;
        add_base64(pack, pack->room, ROOM - stream->avail_out, text);
    } while (stream->avail_out == 0);
}

void page_pack_add(PagePack *pack, const char *bytes, size_t size, TextBuffer *text) {
    pack->stream.next_in = (Bytef *)(uintptr_t)bytes;
    pack->stream.avail_in = (uInt)size;
    deflate_all(pack, Z_NO_FLUSH, text);
}

void page_pack_end(PagePack *pack, TextBuffer *text) {
    deflate_all(pack, Z_FINISH, text);
    if (pack->rest_size > 0) add_group(pack->rest, pack->rest_size, text);
    pack->rest_size = 0;
    text->is_failed |= pack->is_failed;
}

bool page_pack_restart(PagePack *pack) {
    return deflateReset(&pack->stream) == Z_OK;
}

void page_pack_drop(PagePack *pack) {
    if (pack == NULL) return;
    deflateEnd(&pack->stream);
    host_release(pack);
}

#else

struct PagePack {
    char unused;
};

PagePack *page_pack_new(void) {
    return host_allocate(sizeof(PagePack));
}

// Nothing in the data may end the script element that it stands in.
void page_pack_add(PagePack *pack, const char *bytes, size_t size, TextBuffer *text) {
    (void)pack;
    size_t start = 0;
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] != '<') continue;
        text_add(text, bytes + start, i - start);
        text_add_c(text, "\\u003c");
        start = i + 1;
    }
    text_add(text, bytes + start, size - start);
}

void page_pack_end(PagePack *pack, TextBuffer *text) {
    (void)pack, (void)text;
}

bool page_pack_restart(PagePack *pack) {
    (void)pack;
    return true;
}

void page_pack_drop(PagePack *pack) {
    host_release(pack);
}

#endif
