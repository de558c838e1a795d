# Reading and storing list items.
def run(n):
    items = list(range(1024))
    s = 0
    for i in range(n):
        k = i & 1023
        s = s + items[k]
        items[k] = items[1023 - k]
    return s + sum(items)


print(run(3_500_000))
