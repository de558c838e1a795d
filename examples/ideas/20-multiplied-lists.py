# Wrong idea: `[[]] * 3` makes three lists.
# It predicts: only the first row changes.
rows = [[]] * 3
rows[0].append(1)
print("predicted:", [[1], [], []])
print("happened: ", rows)
