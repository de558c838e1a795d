# Text: making, splitting, counting, sorting and joining words.
SYLLABLES = "ka lo mi ne ru sha to vi zen ba".split()


def make_text(n):
    x, words = 42, []
    for _ in range(n):
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF
        words.append("".join(SYLLABLES[(x >> k) % 10] for k in range(4, 4 + x % 3 * 4 + 4, 4)))
    lines = [" ".join(words[i:i + 12]) for i in range(0, n, 12)]
    return ".\n".join(lines)


def count(text):
    counts = {}
    for line in text.splitlines():
        for word in line.lower().strip(".").split():
            counts[word] = counts.get(word, 0) + 1
    return counts


def encode(text, shift):
    return "".join(chr((ord(c) - 97 + shift) % 26 + 97) if c.isalpha() else c for c in text)


def run(n):
    text = make_text(n)
    counts = count(text)
    top = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:5]
    title = " ".join(word.capitalize() for word in text.split()[:2000])
    secret = encode(text[:60_000], 3)
    palindromes = sum(1 for word in counts if word == word[::-1])
    table = "\n".join(f"{word:<10}|{n:>6}|{n / len(counts):8.3f}" for word, n in top)
    same = encode(secret, -3) == text[:60_000]
    return f"{len(text)} {len(counts)} {palindromes} {len(title)} {same}\n{table}"


print(run(400_000))
