# Dictionaries: grouping, joining and summing rows, as a small database does.
CITIES = ["oslo", "rome", "lima", "cairo", "delhi"]


def rows(n):
    x = 7
    for i in range(n):
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF
        yield {"id": i, "city": CITIES[x % 5], "kind": "abc"[x % 3], "amount": x % 1000}


def group(table, *names):
    groups = {}
    for row in table:
        key = tuple(row[name] for name in names)
        groups.setdefault(key, []).append(row)
    return groups


def join(left, right, name):
    index = {}
    for row in right:
        index[row[name]] = row
    return [{**row, **index[row[name]]} for row in left if row[name] in index]


def run(n):
    table = list(rows(n))
    sums = {key: sum(row["amount"] for row in group_rows)
            for key, group_rows in group(table, "city", "kind").items()}
    people = [{"city": city, "people": 1000 * i} for i, city in enumerate(CITIES[:4])]
    joined = join(table, people, "city")
    seen, twice = set(), 0
    for row in joined:
        key = row["city"], row["amount"]
        twice += key in seen
        seen.add(key)
    best = sorted(table, key=lambda row: (-row["amount"], row["id"]))[:3]
    return sums, len(joined), twice, [row["id"] for row in best]


sums, *rest = run(200_000)
for key in sorted(sums):
    print(*key, sums[key])
print(*rest)
