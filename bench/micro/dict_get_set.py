# Dictionaries with str and int keys.
def run(n):
    words = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"]
    counts = dict.fromkeys(words, 0)
    table = {}
    for i in range(n):
        word = words[i & 7]
        counts[word] = counts[word] + 1
        table[i & 4095] = i
        if i in table:
            table[i] += 1
    return sum(counts.values()) + sum(table.values())


print(run(1_000_000))
