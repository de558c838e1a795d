// The output and the memory of compressing libraries.

#include "modules/compression.h"

#include <string.h>

#include "memory/buffer.h"
#include "objects/bytes.h"

// --- output ---

// Kilobytes of each step.
static const int64_t output_steps[] = {
    32, 64, 256, 1 << 10, 4 << 10, 8 << 10, 16 << 10, 16 << 10, 32 << 10, 32 << 10, 32 << 10,
    32 << 10, 64 << 10, 64 << 10, 128 << 10, 128 << 10, 256 << 10,
};

static int64_t next_step(const Output *output) {
    if (output->steps == 0 && output->first != 0) return output->first;
    int last = ARRAY_COUNT(output_steps) - 1;
    int64_t step = output_steps[output->steps < last ? output->steps : last] << 10;
    int64_t rest = output->max - output->capacity;
    return output->max >= 0 && rest < step ? rest : step;
}

bool output_grow(Output *output, uint8_t **room, int64_t *room_bytes) {
    int64_t step = next_step(output), old = output->capacity;
    uint8_t *data = buffer_resize(output->vm, output->data, (size_t)old, (size_t)(old + step));
    if (data == NULL) return false;
    output->data = data;
    output->capacity = old + step;
    output->steps++;
    *room = data + old;
    *room_bytes = step;
    return true;
}

void output_drop(Output *output) {
    buffer_drop(output->vm, output->data, (size_t)output->capacity);
    output->data = NULL;
    output->capacity = 0;
}

Object *output_finish(Output *output, int64_t unused) {
    Object *bytes = bytes_new_apart(output->vm, output->data, output->capacity - unused);
    output_drop(output);
    return bytes;
}

// --- input ---

static bool input_reserve(Vm *vm, CompressionInput *input, int64_t bytes) {
    if (bytes <= input->capacity) return true;
    uint8_t *data = buffer_resize(vm, input->data, (size_t)input->capacity, (size_t)bytes);
    if (data == NULL) return false;
    input->data = data;
    input->capacity = bytes;
    return true;
}

const uint8_t *compression_input_join(Vm *vm, CompressionInput *input, const uint8_t *data,
                                      int64_t *bytes) {
    static const uint8_t nothing = 0;
    if (input->bytes == 0) return *bytes == 0 ? &nothing : data;
    if (!input_reserve(vm, input, input->bytes + *bytes)) return NULL;
    if (*bytes > 0) memcpy(input->data + input->bytes, data, (size_t)*bytes);
    input->bytes += *bytes;
    *bytes = input->bytes;
    return input->data;
}

bool compression_input_keep(Vm *vm, CompressionInput *input, const uint8_t *next,
                            int64_t bytes) {
    input->bytes = 0;
    if (bytes == 0) return true;
    if (!input_reserve(vm, input, bytes)) return false;   // nothing moves that is kept already
    memmove(input->data, next, (size_t)bytes);
    input->bytes = bytes;
    return true;
}

void compression_input_drop(Vm *vm, CompressionInput *input) {
    buffer_drop(vm, input->data, (size_t)input->capacity);
    *input = (CompressionInput){0};
}
