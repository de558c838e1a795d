#include "memory/image.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "base/hash.h"
#include "base/host.h"
#include "base/identity.h"
#include "base/poison.h"
#include "memory/zones.h"

enum { PROGRAM_BYTES = 32, TEXT_BYTES_MAX = 1 << 20, ZONES_KEPT = ZONE_STACKS };

typedef struct ImageHead {
    char magic[16];
    uint8_t program[PROGRAM_BYTES];   // its identity, with zeros behind
    const void *program_start;        // where it lies
    Region region;
    size_t offsets[ZONES_KEPT];       // of each zone's bytes in the file
    size_t text_bytes, file_bytes;
    uint64_t check;                   // hash of the head without this, and of the text
} ImageHead;

static const char magic[16] = "nametag image 1";

static size_t round_up(size_t bytes) {
    return (bytes + REGION_HOST_PAGE - 1) / REGION_HOST_PAGE * REGION_HOST_PAGE;
}

static size_t used_bytes(const Zone *zone) {
    return (size_t)(zone->used - zone->start);
}

static uint64_t check_of(const ImageHead *head, const void *text) {
    static const HashKey key = {{0, 0}};
    return hash_raw(&key, head, offsetof(ImageHead, check)) * 31 +
           hash_raw(&key, text, head->text_bytes);
}

// --- this program ---

static bool add_program(ImageHead *head) {
    size_t size;
    const uint8_t *identity = identity_of_program(&size);
    if (identity == NULL || size == 0 || size > PROGRAM_BYTES) return false;
    memcpy(head->magic, magic, sizeof(magic));
    memcpy(head->program, identity, size);
    head->program_start = &magic;
    return true;
}

bool image_is_possible(void) {
    ImageHead head = {0};
    return !POISON_IS_ON && add_program(&head);
}

// --- writing ---

static void write_zeros(Replacement *replacement, size_t size) {
    static const char zeros[REGION_HOST_PAGE];
    (void)replacement_write(replacement, zeros, size);
}

void image_write(Vm *vm, Replacement *replacement, const void *text, size_t size) {
    const Region *region = &heap_of(vm)->zones->region;
    ImageHead head = {0};
    if (!add_program(&head) || size > TEXT_BYTES_MAX) return;
    head.region = *region;
    head.text_bytes = size;
    head.file_bytes = round_up(sizeof(head) + size);
    for (int i = 0; i < ZONES_KEPT; i++) {
        head.offsets[i] = head.file_bytes;
        head.file_bytes += round_up(used_bytes(&region->zones[i]));
    }
    head.check = check_of(&head, text);
    World *world = vm->world;   // not of the next process
    vm->world = NULL;
    (void)replacement_write(replacement, &head, sizeof(head));
    (void)replacement_write(replacement, text, size);
    write_zeros(replacement, round_up(sizeof(head) + size) - (sizeof(head) + size));
    for (int i = 0; i < ZONES_KEPT; i++) {
        size_t used = used_bytes(&region->zones[i]);
        (void)replacement_write(replacement, region->zones[i].start, used);
        write_zeros(replacement, round_up(used) - used);
    }
    vm->world = world;
}

// --- reading ---

static bool read_whole(const Image *image, void *bytes, size_t size) {
    return world_read(image->world, (int)image->file, bytes, size) == (int64_t)size;
}

// Is the file the user's own?
static bool is_own(const Image *image, const WorldStat *stat) {
    WorldRequest request = {.operation = WORLD_IDENTITY, .numbers = {WORLD_EFFECTIVE_USER}};
    return stat->user == world_ask(image->world, &request) && (stat->mode & 022) == 0;
}

static bool read_head(Image *image) {
    ImageHead own = {0};
    WorldStat stat;
    ImageHead *head = image->head = host_allocate(sizeof(ImageHead));
    if (head == NULL || !add_program(&own) || !read_whole(image, head, sizeof(*head))) return false;
    return memcmp(head, &own, offsetof(ImageHead, region)) == 0 &&
           head->text_bytes <= TEXT_BYTES_MAX &&
           world_stat_file(image->world, (int)image->file, &stat) >= 0 &&
           (size_t)stat.bytes == head->file_bytes && is_own(image, &stat);
}

static bool read_text(Image *image) {
    image->text_bytes = image->head->text_bytes;
    image->text = host_allocate(image->text_bytes + 1);
    if (image->text == NULL || !read_whole(image, image->text, image->text_bytes)) return false;
    image->text[image->text_bytes] = '\0';
    return image->head->check == check_of(image->head, image->text);
}

bool image_open(Image *image, World *world, const char *path) {
    *image = (Image){.world = world};
    image->file = world_open(world, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
    if (image->file >= 0 && read_head(image) && read_text(image)) return true;
    image_done(image);
    return false;
}

void image_done(Image *image) {
    if (image->file >= 0) world_close(image->world, (int)image->file);
    host_release(image->head);
    host_release(image->text);
    *image = (Image){.file = -1};
}

// --- beginning with it ---

static bool zones_agree(const Region *region, const Region *other) {
    for (int i = 0; i < ZONE_COUNT; i++)
        if (region->zones[i].start != other->zones[i].start ||
            region->zones[i].end != other->zones[i].end)
            return false;
    return true;
}

static bool map_zones(const Image *image, const Region *region) {
    for (int i = 0; i < ZONES_KEPT; i++) {
        const Zone *zone = &image->head->region.zones[i];
        if (!region_map(region, zone->start, used_bytes(zone), (int)image->file,
                        image->head->offsets[i]))
            return false;
    }
    return true;
}

Heap *image_begin(const Image *image, const HeapLimits *limits) {
    Region region;
    if (!zones_reserve(&region, limits)) return NULL;
    if (zones_agree(&region, &image->head->region) && map_zones(image, &region)) {
        Heap *heap = &((HeapHead *)region.start)->heap;
        heap->vm.world = image->world;
        for (int i = 0; i < ZONES_KEPT; i++)
            heap_zone(heap, (RegionZone)i)->touched = heap_zone(heap, (RegionZone)i)->used;
        if (zones_guard_stacks(heap->zones)) return heap;
    }
    region_release(&region);
    return NULL;
}
