# Characters one by one.
def run(n):
    text = "abcdefghijklmnopqrstuvwxyz" * 4
    s = 0
    for i in range(n):
        for c in text:
            if c == "e" or c in "xyz":
                s += ord(c)
        s += ord(text[i % 100])
    return s


print(run(60_000))
