# An interpreter for a small stack machine, running a program of its own.
PUSH, ADD, SUB, MUL, LESS, JUMP, JUMP_IF_NOT, LOAD, STORE, MOD, OUT, HALT = range(12)


def assemble(source):
    names = {name: value for name, value in globals().items() if isinstance(value, int)}
    code, labels, fixes = [], {}, []
    for line in source.split("\n"):
        words = line.split()
        if not words:
            continue
        if words[0].endswith(":"):
            labels[words[0][:-1]] = len(code)
            continue
        code.append(names[words[0]])
        for word in words[1:]:
            if word.lstrip("-").isdigit():
                code.append(int(word))
            else:
                fixes.append((len(code), word))
                code.append(0)
    for place, label in fixes:
        code[place] = labels[label]
    return code


def execute(code):
    stack, memory, out = [], [0] * 16, []
    pc = steps = 0
    while True:
        op = code[pc]
        steps += 1
        if op == PUSH:
            stack.append(code[pc + 1])
            pc += 2
        elif op == LOAD:
            stack.append(memory[code[pc + 1]])
            pc += 2
        elif op == STORE:
            memory[code[pc + 1]] = stack.pop()
            pc += 2
        elif op == ADD:
            right = stack.pop()
            stack[-1] += right
            pc += 1
        elif op == SUB:
            right = stack.pop()
            stack[-1] -= right
            pc += 1
        elif op == MUL:
            right = stack.pop()
            stack[-1] *= right
            pc += 1
        elif op == MOD:
            right = stack.pop()
            stack[-1] %= right
            pc += 1
        elif op == LESS:
            right = stack.pop()
            stack[-1] = stack[-1] < right
            pc += 1
        elif op == JUMP:
            pc = code[pc + 1]
        elif op == JUMP_IF_NOT:
            pc = pc + 2 if stack.pop() else code[pc + 1]
        elif op == OUT:
            out.append(stack.pop())
            pc += 1
        else:
            return steps, out


PROGRAM = """
loop:
LOAD 0
PUSH 150000
LESS
JUMP_IF_NOT end
LOAD 1
PUSH 31
MUL
LOAD 0
ADD
PUSH 1000003
MOD
STORE 1
LOAD 0
PUSH 1
ADD
STORE 0
JUMP loop
end:
LOAD 1
OUT
HALT
"""

print(*execute(assemble(PROGRAM)))
