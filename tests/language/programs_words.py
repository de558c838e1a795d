# Programs: counting, grouping and laying out words.
text = """the quick brown fox jumps over the lazy dog
the dog sleeps and the fox runs away over the hill"""
counts = {}
for word in text.split():
    counts[word] = counts.get(word, 0) + 1
for word, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:5]:
    print(f"{word:<8}|{n:>3}|{'*' * n}")
groups = {}
for word in counts: groups.setdefault(len(word), []).append(word)
print({k: sorted(v) for k, v in sorted(groups.items())})
def wrap(words, width):
    line = ""
    for word in words:
        if len(line) + len(word) + 1 > width:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line
for line in wrap(text.split(), 24): print(line.center(26, "."))
def rot13(s): return "".join(chr((ord(c) - 97 + 13) % 26 + 97) if c.isalpha() else c for c in s)
print(rot13("hello world"), rot13(rot13("hello world")))
print("".join(reversed("stressed")), "level" == "level"[::-1], " ".join(w.capitalize() for w in text.split()[:4]))
