// How arrows run through a channel: each wire has a vertical part on a track.
//
// Two wires that meet the channel's two edges on one line must not overlap there: the
// one that comes from the left stands left of the one that leaves to the right. Among
// the orders that keep this, one with few crossings is taken.

#include "explain/draw_parts.h"

#include <string.h>

PictureWire *picture_find_wire(const Picture *picture, int column, int box) {
    const PictureColumn *row = &picture->columns[column];
    for (int i = 0; i < row->wire_count; i++)
        if (row->wires[i].box == box) return &row->wires[i];
    return NULL;
}

// Room for one more, in the arena; NULL: memory ended.
static void *grow(Picture *picture, void *items, int count, int *capacity, size_t bytes) {
    if (count < *capacity) return items;
    int grown = *capacity * 2 + 4;
    void *block = arena_allocate_zeroed(&picture->arena, (size_t)grown * bytes);
    if (block == NULL) return NULL;
    if (count > 0) memcpy(block, items, (size_t)count * bytes);
    *capacity = grown;
    return block;
}

PictureWire *picture_wire(Picture *picture, int column, int box) {
    PictureWire *wire = picture_find_wire(picture, column, box);
    if (wire != NULL) return wire;
    PictureColumn *row = &picture->columns[column];
    PictureWire *wires = grow(picture, row->wires, row->wire_count, &row->wire_capacity,
                              sizeof(PictureWire));
    if (wires == NULL) return NULL;
    row->wires = wires;
    wires[row->wire_count] = (PictureWire){.box = box, .top = INT32_MAX, .bottom = -1};
    return &wires[row->wire_count++];
}

bool picture_wire_add(Picture *picture, PictureWire *wire, PicturePin pin) {
    PicturePin *pins = grow(picture, wire->pins, wire->pin_count, &wire->pin_capacity,
                            sizeof(PicturePin));
    if (pins == NULL) return false;
    wire->pins = pins;
    pins[wire->pin_count++] = pin;
    if (pin.y < wire->top) wire->top = pin.y;
    if (pin.y > wire->bottom) wire->bottom = pin.y;
    return true;
}

static bool is_left(const PicturePin *pin) {
    return pin->side == PIN_FROM || pin->side == PIN_BACK;
}

static bool is_straight(const PictureWire *wire) {
    return wire->top == wire->bottom;
}

// Whether the two share a line: the first meets it on the left, the second on the right.
static bool must_precede(const PictureWire *left, const PictureWire *right) {
    if (left == right) return false;
    for (int i = 0; i < left->pin_count; i++) {
        if (!is_left(&left->pins[i])) continue;
        for (int j = 0; j < right->pin_count; j++)
            if (right->pins[j].side == PIN_INTO && right->pins[j].y == left->pins[i].y)
                return true;
    }
    return false;
}

static bool leads_to(const PictureColumn *column, const PictureWire *left,
                     const PictureWire *right, uint64_t *seen) {
    if (left == right || must_precede(left, right)) return true;
    size_t own = (size_t)(left - column->wires);
    if (seen[own / 64] >> own % 64 & 1) return false;
    seen[own / 64] |= UINT64_C(1) << own % 64;
    for (int i = 0; i < column->wire_count; i++)
        if (must_precede(left, &column->wires[i]) &&
            leads_to(column, &column->wires[i], right, seen))
            return true;
    return false;
}

bool picture_wire_is_before(const PictureColumn *column, const PictureWire *left,
                            const PictureWire *right) {
    uint64_t seen[PICTURE_BOXES_MAX / 64 + 4] = {0};
    return leads_to(column, left, right, seen);
}

// How many lines cross when one stands left of the other.
static int count_crossings(const PictureWire *left, const PictureWire *right) {
    int count = 0;
    for (int i = 0; i < left->pin_count; i++)
        count += !is_left(&left->pins[i]) && left->pins[i].side != PIN_LANE &&
                 left->pins[i].y > right->top && left->pins[i].y < right->bottom;
    for (int i = 0; i < right->pin_count; i++)
        count += is_left(&right->pins[i]) && right->pins[i].y > left->top &&
                 right->pins[i].y < left->bottom;
    return count;
}

static bool overlap(const PictureWire *one, const PictureWire *other) {
    return one->top <= other->bottom && other->top <= one->bottom;
}

// First each where it must be, as early as it came.
static void sort_wires(const PictureWire **order, int count) {
    for (int at = 0; at < count; at++) {
        int first = at;
        for (; first < count; first++) {
            int j = at;
            while (j < count && !must_precede(order[j], order[first])) j++;
            if (j == count) break;
        }
        if (first == count) return;   // can't be: lines were chosen so that there is an order
        const PictureWire *wire = order[first];
        memmove(&order[at + 1], &order[at], (size_t)(first - at) * sizeof *order);
        order[at] = wire;
    }
}

// How many crossings fewer there are with the wire at `from` moved, at the best place for
// it; that place is given in `best`.
static int find_better(const PictureWire **order, int count, int from, int *best) {
    const PictureWire *wire = order[from];
    int most = 0;
    *best = from;
    for (int step = -1; step <= 1; step += 2) {
        int gain = 0;
        for (int at = from + step; at >= 0 && at < count; at += step) {
            const PictureWire *left = step > 0 ? wire : order[at];
            const PictureWire *right = step > 0 ? order[at] : wire;
            if (must_precede(left, right)) break;
            gain += count_crossings(left, right) - count_crossings(right, left);
            if (gain <= most) continue;
            most = gain;
            *best = at;
        }
    }
    return most;
}

// Moves wires one by one as long as fewer lines cross.
static void sift_wires(const PictureWire **order, int count) {
    bool has_changed = true;
    for (int round = 0; has_changed && round < 10; round++) {
        has_changed = false;
        for (int i = 0; i < count; i++) {
            int best;
            if (find_better(order, count, i, &best) == 0) continue;
            const PictureWire *wire = order[i];
            if (best > i) memmove(&order[i], &order[i + 1], (size_t)(best - i) * sizeof *order);
            else memmove(&order[best + 1], &order[best], (size_t)(i - best) * sizeof *order);
            order[best] = wire;
            has_changed = true;
        }
    }
}

void picture_column_track(Picture *picture, PictureColumn *column) {
    const PictureWire **order =
        arena_allocate_zeroed(&picture->arena, (size_t)(column->wire_count + 1) * sizeof *order);
    if (order == NULL) return;
    int count = 0;
    for (int i = 0; i < column->wire_count; i++) {
        column->wires[i].track = -1;
        if (!is_straight(&column->wires[i])) order[count++] = &column->wires[i];
    }
    sort_wires(order, count);
    sift_wires(order, count);
    for (int i = 0; i < count; i++) {
        int track = 0;
        for (int j = 0; j < i; j++) {
            bool is_apart = overlap(order[i], order[j]) || must_precede(order[j], order[i]);
            if (is_apart && order[j]->track >= track) track = order[j]->track + 1;
        }
        column->wires[order[i] - column->wires].track = track;
        if (track >= column->track_count) column->track_count = track + 1;
    }
}
