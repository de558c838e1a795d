#include "base/stack.h"

#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#define switch_begin(save, to) __sanitizer_start_switch_fiber((save), (to)->memory, (to)->bytes)
#define switch_end(fake, memory, bytes) __sanitizer_finish_switch_fiber((fake), (memory), (bytes))
#else
#define switch_begin(save, to) ((void)(save), (void)(to))
#define switch_end(fake, memory, bytes) ((void)(fake), (void)(memory), (void)(bytes))
#endif

// stack_switch.S: saves the registers that a call keeps, leaves the stack pointer in
// *save, goes on at `pointer`; gives the `from` of the switch that came back.
Stack *stack_switch_registers(void **save, void *pointer, Stack *from);
// Where a prepared frame begins.
void stack_entry(void);
// Called by it, on the new stack.
NO_RETURN void stack_enter(Stack *stack, Stack *from);

// Learns where the stack that we came from lies, the host's own above all.
static void stack_arrive(const Stack *stack, Stack *from) {
    const void *memory = from->memory;
    size_t bytes = from->bytes;
    switch_end(stack->fake_frames, &memory, &bytes);
    if (from->memory == NULL) {
        from->memory = memory;
        from->bytes = bytes;
    }
}

void stack_enter(Stack *stack, Stack *from) {
    stack_arrive(stack, from);
    stack->function(stack->argument);
    CHECK(!"a stack's function must not return");
    __builtin_unreachable();
}

// What stack_switch.S pops, lowest address first.
#if defined(__x86_64__)
enum { FRAME_WORDS = 8, FRAME_STACK = 4, FRAME_ENTRY = 7 };
// Words: control words of SSE and x87, r15, r14, r13, r12, rbx, rbp, return address.
static const uint64_t frame_control = UINT64_C(0x0000037f00001f80);
#elif defined(__aarch64__)
enum { FRAME_WORDS = 20, FRAME_STACK = 8, FRAME_ENTRY = 19 };
// Words: d8-d15, x19-x28, x29, x30.
static const uint64_t frame_control = 0;
#else
#error "no stack switch for this processor"
#endif

void stack_start(Stack *stack, char *memory, size_t bytes, StackFunction *function,
                 void *argument) {
    uintptr_t top = ((uintptr_t)memory + bytes) & ~(uintptr_t)15;
    uint64_t *frame = (uint64_t *)top - FRAME_WORDS;
    memset(frame, 0, FRAME_WORDS * sizeof(*frame));
    frame[0] = frame_control;
    frame[FRAME_STACK] = (uintptr_t)stack;
    frame[FRAME_ENTRY] = (uintptr_t)stack_entry;
    *stack = (Stack){frame, memory, bytes, function, argument, NULL};
}

void stack_switch(Stack *from, Stack *to) {
    switch_begin(&from->fake_frames, to);
    Stack *left = stack_switch_registers(&from->pointer, to->pointer, from);
    stack_arrive(from, left);
}

void stack_switch_last(Stack *from, Stack *to) {
    switch_begin(NULL, to);
    (void)stack_switch_registers(&from->pointer, to->pointer, from);
    __builtin_unreachable();
}
