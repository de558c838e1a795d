// Where boxes stand: columns by distance from the frames, lines from top to bottom.
//
// A box stands one column right of the farthest that refers to it; references that lead
// back, in a cycle, don't count. Within a column boxes follow the lines that come in.

#include "explain/draw_parts.h"

#include <string.h>

// --- columns ---

// Leaves numbers in the order in which the walk leaves boxes; a reference leads back
// when its target is left later than its source.
static void walk(Picture *picture, int index, int *last) {
    PictureBox *box = &picture->boxes[index];
    if (box->finish != 0) return;
    box->finish = -1;
    for (int i = 0; i < box->row_count; i++)
        if (box->rows[i].target >= 0) walk(picture, box->rows[i].target, last);
    box->finish = ++*last;
}

static void assign_columns(Picture *picture) {
    int last = 0, *order = arena_allocate_zeroed(&picture->arena,
                                                 (size_t)(picture->count + 1) * sizeof(int));
    if (order == NULL) return;
    for (int i = 0; i < picture->count; i++) walk(picture, i, &last);
    for (int i = 0; i < picture->count; i++) {
        order[picture->boxes[i].finish] = i;
        picture->boxes[i].column = picture->boxes[i].kind == PICTURE_FRAME ? 0 : 1;
    }
    picture->column_count = picture->count > picture->frame_count ? 2 : 1;
    for (int at = last; at > 0; at--) {
        PictureBox *box = &picture->boxes[order[at]];
        if (box->column >= picture->column_count) picture->column_count = box->column + 1;
        for (int i = 0; i < box->row_count; i++) {
            if (box->rows[i].target < 0) continue;
            PictureBox *target = &picture->boxes[box->rows[i].target];
            if (target->finish < box->finish && target->column <= box->column)
                target->column = box->column + 1;
        }
    }
}

// --- a column's nodes ---

// The line of the middle one of the pins that come in from the left; no two share a line.
static int middle_line(const PictureWire *wire) {
    int count = 0;
    for (int i = 0; i < wire->pin_count; i++) count += wire->pins[i].side == PIN_FROM;
    for (int i = 0; i < wire->pin_count; i++) {
        if (wire->pins[i].side != PIN_FROM) continue;
        int above = 0;
        for (int j = 0; j < wire->pin_count; j++)
            above += wire->pins[j].side == PIN_FROM && wire->pins[j].y < wire->pins[i].y;
        if (above == (count - 1) / 2) return wire->pins[i].y;
    }
    return 0;
}

static bool comes_before(const PictureNode *one, const PictureNode *other) {
    return one->y != other->y ? one->y < other->y : one->box < other->box;
}

// All that stands in a column, each with the line that it wishes for, in order.
static void collect_nodes(Picture *picture, int index) {
    PictureColumn *column = &picture->columns[index];
    column->nodes = arena_allocate_zeroed(&picture->arena,
                                          (size_t)picture->count * sizeof(PictureNode));
    if (column->nodes == NULL) return;
    for (int i = 0; i < picture->count; i++) {
        const PictureBox *box = &picture->boxes[i];
        PictureNode node = {i, box->column != index, 0};
        if (index > 0 && box->kind != PICTURE_FREED) {
            const PictureWire *wire = picture_find_wire(picture, index - 1, i);
            if (box->column < index || wire == NULL) continue;
            node.y = middle_line(wire);
        } else if (box->column != index) {
            continue;
        }
        if (box->kind == PICTURE_FREED) node.y = 1 << 20;
        int at = column->node_count++;
        for (; at > 0 && comes_before(&node, &column->nodes[at - 1]); at--)
            column->nodes[at] = column->nodes[at - 1];
        column->nodes[at] = node;
        if (!node.is_passing && box->width > column->width) column->width = box->width;
    }
}

// Whether a node may be entered at a line: no two wires of the channel before may each
// have to stand right of the other.
static bool line_is_free(const Picture *picture, int index, int box, int y) {
    const PictureColumn *before = &picture->columns[index - 1];
    const PictureWire *own = picture_find_wire(picture, index - 1, box);
    for (int i = 0; i < before->wire_count; i++) {
        const PictureWire *wire = &before->wires[i];
        if (wire == own) continue;
        for (int j = 0; j < wire->pin_count; j++) {
            const PicturePin *pin = &wire->pins[j];
            bool is_left = pin->side == PIN_FROM || pin->side == PIN_BACK;
            if (is_left && pin->y == y && picture_wire_is_before(before, own, wire)) return false;
        }
    }
    return true;
}

static void place_nodes(Picture *picture, int index) {
    PictureColumn *column = &picture->columns[index];
    int next = 0;
    bool after_box = false;
    for (int i = 0; i < column->node_count; i++) {
        PictureNode *node = &column->nodes[i];
        PictureBox *box = &picture->boxes[node->box];
        bool is_freed = box->kind == PICTURE_FREED;
        if (after_box && !node->is_passing) next++;
        if (index == 0 || is_freed || node->y < next) node->y = next;
        while (index > 0 && !is_freed && !line_is_free(picture, index, node->box, node->y))
            node->y++;
        next = node->y + (node->is_passing ? 1 : box->height);
        after_box = !node->is_passing;
        if (!node->is_passing) box->y = node->y;
        if (next > picture->height) picture->height = next;
        if (index == 0 || is_freed) continue;
        PictureWire *wire = picture_wire(picture, index - 1, node->box);
        int entered = node->is_passing ? -1 : node->box;
        if (wire != NULL)
            picture_wire_add(picture, wire, (PicturePin){PIN_INTO, node->y, entered, false});
    }
}

// --- pins on the left of a channel ---

static void add_rows(Picture *picture, int index, int number) {
    const PictureBox *box = &picture->boxes[number];
    for (int i = 0; i < box->row_count; i++) {
        const PictureRow *row = &box->rows[i];
        if (row->target < 0) continue;
        PictureWire *wire = picture_wire(picture, index, row->target);
        if (wire == NULL) return;
        picture_wire_add(picture, wire,
                         (PicturePin){PIN_FROM, box->y + 1 + i, number, row->is_changed});
    }
}

// Whether arrows lead back to a box: from its own column, or from columns right of it.
static void find_back(const Picture *picture, int target, bool *is_near, bool *is_far) {
    int column = picture->boxes[target].column;
    for (int i = picture->frame_count; i < picture->count; i++) {
        const PictureBox *box = &picture->boxes[i];
        for (int j = 0; j < box->row_count; j++) {
            if (box->rows[j].target != target) continue;
            *is_near |= box->column == column;
            *is_far |= box->column > column;
        }
    }
}

static void start_channel(Picture *picture, int index) {
    PictureColumn *column = &picture->columns[index];
    for (int i = 0; i < column->node_count; i++) {
        const PictureNode *node = &column->nodes[i];
        if (!node->is_passing) {
            add_rows(picture, index, node->box);
            bool is_near = false, is_far = false;
            if (index > 0) find_back(picture, node->box, &is_near, &is_far);
            if (!is_near && !is_far) continue;
            PictureWire *wire = picture_wire(picture, index, node->box);
            if (wire == NULL) return;
            picture_wire_add(picture, wire, (PicturePin){PIN_BACK, node->y, node->box, false});
            continue;
        }
        PictureWire *wire = picture_wire(picture, index, node->box);
        if (wire == NULL) return;
        picture_wire_add(picture, wire, (PicturePin){PIN_FROM, node->y, -1, false});
    }
}

// Arrows that lead back to another column meet on a lane of their own below the boxes.
static void add_lanes(Picture *picture) {
    for (int i = picture->frame_count; i < picture->count; i++) {
        bool is_near = false, is_far = false;
        find_back(picture, i, &is_near, &is_far);
        if (!is_far) continue;
        int y = picture->height + picture->lane_count++;
        for (int c = picture->boxes[i].column; c < picture->column_count; c++) {
            PictureWire *wire = picture_find_wire(picture, c, i);
            if (wire != NULL)
                picture_wire_add(picture, wire, (PicturePin){PIN_LANE, y, -1, false});
        }
    }
}

bool picture_place(Picture *picture) {
    assign_columns(picture);
    picture->columns = arena_allocate_zeroed(&picture->arena, (size_t)picture->column_count *
                                                              sizeof(PictureColumn));
    for (int i = 0; i < picture->column_count && !picture->arena.is_failed; i++) {
        collect_nodes(picture, i);
        if (picture->arena.is_failed) break;
        place_nodes(picture, i);
        start_channel(picture, i);
    }
    if (!picture->arena.is_failed) add_lanes(picture);
    for (int i = 0; i < picture->column_count && !picture->arena.is_failed; i++)
        picture_column_track(picture, &picture->columns[i]);
    return !picture->arena.is_failed;
}
