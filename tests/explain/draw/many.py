# More slots than a box shows, in a box that many names share.
row = list(range(300, 330))
one = two = three = row
table = {"row": row, "none": None, 3: (row, one)}
pairs = {frozenset({1}): "frozen"}
print(len(two), table[3][1] is three, len(pairs))
