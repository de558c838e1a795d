// The verifier: code words come from the library's compiler, but a program can hand in
// any, and nothing behind it checks again. It accepts what CPython's accepts.

#include "modules/sre.h"

typedef struct Words {
    const uint32_t *at, *end;
} Words;

static bool verify_part(Vm *vm, const uint32_t *at, const uint32_t *end, int64_t groups);
static bool verify_jumping_part(Vm *vm, const uint32_t *at, const uint32_t *end, int64_t groups,
                                bool *jumps);

static bool take(Words *words, uint32_t *word) {
    if (words->at >= words->end) return false;
    *word = *words->at++;
    return true;
}

// A skip, counted from its own word on; `adjust` words of what it skips come before it.
static bool take_skip(Words *words, uint32_t adjust, int64_t *skip) {
    int64_t room = words->end - words->at;
    if (room <= 0) return false;
    *skip = (int64_t)*words->at - (int64_t)adjust;
    words->at++;
    return *skip >= 0 && *skip <= room;
}

static bool step(Words *words, int64_t count) {
    if (count < 0 || count > words->end - words->at) return false;
    words->at += count;
    return true;
}

static bool verify_big_set(Words *words) {
    uint32_t count;
    if (!take(words, &count)) return false;
    const uint8_t *blocks = (const uint8_t *)words->at;
    if (!step(words, 64)) return false;
    for (int i = 0; i < 256; i++)
        if (blocks[i] >= count) return false;
    return step(words, (int64_t)count * 8);
}

static bool verify_set(const uint32_t *at, const uint32_t *end) {
    Words words = {at, end};
    uint32_t code, argument;
    while (words.at < words.end) {
        (void)take(&words, &code);
        bool is_fine = false;
        switch (code) {
        case SRE_NEGATE: is_fine = true; break;
        case SRE_LITERAL: is_fine = step(&words, 1); break;
        case SRE_RANGE: case SRE_RANGE_UNI_IGNORE: is_fine = step(&words, 2); break;
        case SRE_CHARSET: is_fine = step(&words, 8); break;
        case SRE_BIGCHARSET: is_fine = verify_big_set(&words); break;
        case SRE_CATEGORY:
            is_fine = take(&words, &argument) && argument < SRE_CATEGORY_COUNT;
            break;
        }
        if (!is_fine) return false;
    }
    return true;
}

static bool verify_in(Words *words) {
    int64_t skip;
    if (!take_skip(words, 0, &skip) || skip < 2) return false;
    const uint32_t *end = words->at + skip - 2;
    if (!verify_set(words->at, end) || *end != SRE_FAILURE) return false;
    words->at = end + 1;
    return true;
}

static bool verify_prefix(Words *words) {
    uint32_t length, skip;
    if (!take(words, &length) || !take(words, &skip)) return false;
    if (!step(words, length)) return false;
    const uint32_t *overlap = words->at;
    if (!step(words, length)) return false;
    for (uint32_t i = 0; i < length; i++)
        if (overlap[i] >= length) return false;
    return true;
}

static bool verify_info(Words *words) {
    int64_t skip;
    uint32_t flags, least, most;
    if (!take_skip(words, 0, &skip) || skip < 1) return false;
    Words info = {words->at, words->at + skip - 1};
    words->at = info.end;
    if (!take(&info, &flags) || !take(&info, &least) || !take(&info, &most)) return false;
    if (flags & ~(uint32_t)(SRE_INFO_PREFIX | SRE_INFO_LITERAL | SRE_INFO_CHARSET)) return false;
    if ((flags & SRE_INFO_PREFIX) && (flags & SRE_INFO_CHARSET)) return false;
    if ((flags & SRE_INFO_LITERAL) && !(flags & SRE_INFO_PREFIX)) return false;
    if ((flags & SRE_INFO_PREFIX) && !verify_prefix(&info)) return false;
    if (flags & SRE_INFO_CHARSET) {
        if (!verify_set(info.at, info.end - 1) || info.end[-1] != SRE_FAILURE) return false;
        info.at = info.end;
    }
    return info.at == info.end;
}

// Each part ends with a jump to where the branch ends.
static bool verify_branch(Vm *vm, Words *words, int64_t groups) {
    const uint32_t *target = NULL;
    for (;;) {
        int64_t skip, jump;
        if (!take_skip(words, 0, &skip)) return false;
        if (skip == 0) break;
        if (skip < 3) return false;
        const uint32_t *end = words->at + skip - 3;
        if (!verify_part(vm, words->at, end, groups)) return false;
        words->at = end + 1;
        if (*end != SRE_JUMP || !take_skip(words, 0, &jump) || jump < 1) return false;
        const uint32_t *to = words->at + jump - 1;
        if (target != NULL && to != target) return false;
        target = to;
    }
    return words->at == target;
}

static bool verify_repeat(Vm *vm, Words *words, uint32_t code, int64_t groups) {
    int64_t skip;
    uint32_t least, most, close;
    bool is_of_one = code != SRE_REPEAT && code != SRE_POSSESSIVE_REPEAT;
    if (!take_skip(words, 0, &skip)) return false;
    const uint32_t *end = words->at + skip - (is_of_one ? 2 : 1);
    if (!take(words, &least) || !take(words, &most)) return false;
    if (least > most || end < words->at) return false;
    if (!verify_part(vm, words->at, end, groups)) return false;
    words->at = end;
    if (!take(words, &close)) return false;
    if (code == SRE_REPEAT) return close == SRE_MAX_UNTIL || close == SRE_MIN_UNTIL;
    return close == SRE_SUCCESS;
}

static bool verify_atomic(Vm *vm, Words *words, int64_t groups) {
    int64_t skip;
    if (!take_skip(words, 0, &skip) || skip < 2) return false;
    const uint32_t *end = words->at + skip - 2;
    if (!verify_part(vm, words->at, end, groups) || *end != SRE_SUCCESS) return false;
    words->at = end + 1;
    return true;
}

static bool verify_group(Words *words, int64_t groups) {
    uint32_t group;
    return take(words, &group) && group < groups;
}

// A first part that ends with a jump is followed by an alternative.
static bool verify_group_test(Vm *vm, Words *words, int64_t groups) {
    int64_t skip, rest;
    bool jumps;
    if (!verify_group(words, groups) || !take_skip(words, 1, &skip)) return false;
    const uint32_t *at = words->at, *end = at - 1 + skip;
    if (end < at || !verify_jumping_part(vm, at, end, groups, &jumps)) return false;
    words->at = end;
    if (!jumps) return true;
    words->at = end - 1;
    if (!take_skip(words, 0, &rest) || rest < 1) return false;
    at = words->at;
    words->at = at + rest - 1;
    return verify_part(vm, at, words->at, groups);
}

static bool verify_assert(Vm *vm, Words *words, int64_t groups) {
    int64_t skip;
    uint32_t back;
    if (!take_skip(words, 0, &skip)) return false;
    const uint32_t *end = words->at + skip - 2;
    if (!take(words, &back) || end < words->at) return false;
    if (!verify_part(vm, words->at, end, groups) || *end != SRE_SUCCESS) return false;
    words->at = end + 1;
    return true;
}

static bool verify_one(Vm *vm, Words *words, uint32_t code, int64_t groups) {
    uint32_t argument;
    switch (code) {
    case SRE_MARK: return take(words, &argument) && argument <= 2 * groups + 1;
    case SRE_LITERAL: case SRE_LITERAL_IGNORE: case SRE_LITERAL_LOC_IGNORE:
    case SRE_LITERAL_UNI_IGNORE: case SRE_NOT_LITERAL: case SRE_NOT_LITERAL_IGNORE:
    case SRE_NOT_LITERAL_LOC_IGNORE: case SRE_NOT_LITERAL_UNI_IGNORE: return step(words, 1);
    case SRE_SUCCESS: case SRE_FAILURE: case SRE_ANY: case SRE_ANY_ALL: return true;
    case SRE_AT: return take(words, &argument) && argument < SRE_AT_COUNT;
    case SRE_IN: case SRE_IN_IGNORE: case SRE_IN_LOC_IGNORE:
    case SRE_IN_UNI_IGNORE: return verify_in(words);
    case SRE_INFO: return verify_info(words);
    case SRE_BRANCH: return verify_branch(vm, words, groups);
    case SRE_REPEAT_ONE: case SRE_MIN_REPEAT_ONE: case SRE_POSSESSIVE_REPEAT_ONE:
    case SRE_REPEAT: case SRE_POSSESSIVE_REPEAT: return verify_repeat(vm, words, code, groups);
    case SRE_ATOMIC_GROUP: return verify_atomic(vm, words, groups);
    case SRE_GROUPREF: case SRE_GROUPREF_IGNORE: case SRE_GROUPREF_LOC_IGNORE:
    case SRE_GROUPREF_UNI_IGNORE: return verify_group(words, groups);
    case SRE_GROUPREF_EXISTS: return verify_group_test(vm, words, groups);
    case SRE_ASSERT: case SRE_ASSERT_NOT: return verify_assert(vm, words, groups);
    }
    return false;
}

bool sre_is_deep(Vm *vm) {
    return (char *)__builtin_frame_address(0) < runtime_of(vm)->c_stack_limit;
}

static bool verify_jumping_part(Vm *vm, const uint32_t *at, const uint32_t *end, int64_t groups,
                                bool *jumps) {
    Words words = {at, end};
    uint32_t code;
    *jumps = false;
    if (at > end || sre_is_deep(vm)) return false;
    while (take(&words, &code)) {
        *jumps = code == SRE_JUMP;
        if (*jumps) return words.at + 1 == end;
        if (!verify_one(vm, &words, code, groups)) return false;
    }
    return true;
}

static bool verify_part(Vm *vm, const uint32_t *at, const uint32_t *end, int64_t groups) {
    bool jumps;
    return verify_jumping_part(vm, at, end, groups, &jumps) && !jumps;
}

bool sre_verify(Vm *vm, const uint32_t *words, int64_t count, int64_t groups) {
    if (groups < 0 || groups > SRE_GROUPS_MAX || count < 1) return false;
    if (words[count - 1] != SRE_SUCCESS) return false;
    return verify_part(vm, words, words + count - 1, groups);
}
