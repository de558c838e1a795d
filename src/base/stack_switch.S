// stack_switch_registers(save, pointer, from) and stack_entry: see stack.c.
//
// All that the calling convention lets a caller expect unchanged goes onto the
// stack that is left; the frame's layout is the one that stack_start lays out.

#if defined(__x86_64__)

        .text
        .globl  stack_switch_registers
        .hidden stack_switch_registers
        .type   stack_switch_registers, @function
        .p2align 4
stack_switch_registers:
        .cfi_startproc
        pushq   %rbp
        pushq   %rbx
        pushq   %r12
        pushq   %r13
        pushq   %r14
        pushq   %r15
        subq    $8, %rsp
        stmxcsr (%rsp)
        fnstcw  4(%rsp)
        movq    %rsp, (%rdi)
        movq    %rsi, %rsp
        ldmxcsr (%rsp)
        fldcw   4(%rsp)
        addq    $8, %rsp
        popq    %r15
        popq    %r14
        popq    %r13
        popq    %r12
        popq    %rbx
        popq    %rbp
        movq    %rdx, %rax
        ret
        .cfi_endproc
        .size   stack_switch_registers, .-stack_switch_registers

        .globl  stack_entry
        .hidden stack_entry
        .type   stack_entry, @function
        .p2align 4
stack_entry:
        .cfi_startproc
        .cfi_undefined rip
        movq    %r12, %rdi
        movq    %rax, %rsi
        call    stack_enter
        ud2
        .cfi_endproc
        .size   stack_entry, .-stack_entry

#elif defined(__aarch64__)

        .text
        .globl  stack_switch_registers
        .hidden stack_switch_registers
        .type   stack_switch_registers, %function
        .p2align 4
stack_switch_registers:
        .cfi_startproc
        sub     sp, sp, #160
        stp     d8, d9, [sp]
        stp     d10, d11, [sp, #16]
        stp     d12, d13, [sp, #32]
        stp     d14, d15, [sp, #48]
        stp     x19, x20, [sp, #64]
        stp     x21, x22, [sp, #80]
        stp     x23, x24, [sp, #96]
        stp     x25, x26, [sp, #112]
        stp     x27, x28, [sp, #128]
        stp     x29, x30, [sp, #144]
        mov     x9, sp
        str     x9, [x0]
        mov     sp, x1
        ldp     d8, d9, [sp]
        ldp     d10, d11, [sp, #16]
        ldp     d12, d13, [sp, #32]
        ldp     d14, d15, [sp, #48]
        ldp     x19, x20, [sp, #64]
        ldp     x21, x22, [sp, #80]
        ldp     x23, x24, [sp, #96]
        ldp     x25, x26, [sp, #112]
        ldp     x27, x28, [sp, #128]
        ldp     x29, x30, [sp, #144]
        add     sp, sp, #160
        mov     x0, x2
        ret
        .cfi_endproc
        .size   stack_switch_registers, .-stack_switch_registers

        .globl  stack_entry
        .hidden stack_entry
        .type   stack_entry, %function
        .p2align 4
stack_entry:
        .cfi_startproc
        .cfi_undefined x30
        mov     x1, x0
        mov     x0, x19
        bl      stack_enter
        brk     #1
        .cfi_endproc
        .size   stack_entry, .-stack_entry

#endif

        .section .note.GNU-stack,"",%progbits
