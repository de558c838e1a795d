rows = [[1, 2], [3, 4]]
kept = rows[:]
rows[0][0] = 100
print(kept)
# finds: shallow-copy@3
