# Concatenation, join, formatting.
def run(n):
    size = 0
    for i in range(n):
        text = "item " + str(i) + ";"
        text = f"{text}{i & 7}-{i}"
        parts = [text, "x", "y"]
        size += len("".join(parts)) + len("%s=%d" % ("k", i))
    return size


print(run(600_000))
