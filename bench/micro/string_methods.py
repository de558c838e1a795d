# Searching, splitting, replacing, comparing text.
def run(n):
    line = "the quick brown fox jumps over the lazy dog"
    s = 0
    for i in range(n):
        words = line.split()
        s += len(words) + line.find("lazy") + line.count("o")
        s += len(line.replace("quick", "slow")) + line.startswith("the")
        s += len("-".join(words).upper()) + (words[0] == "the")
    return s


print(run(300_000))
