# Wrong idea: a slice or copy() copies everything.
# It predicts: the original keeps [[1], 2].
original = [[1], 2]
by_slice = original[:]
by_copy = original.copy()
by_slice[0].append(9)
by_copy[1] = 5
print("predicted:", [[1], 2])
print("happened: ", original)
