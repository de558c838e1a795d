# Note 2: the same operator binds the name again; the old object is unchanged.
x = 10     # x → int(10)
old = x  # added
x = 20     # x → int(20); old object unchanged
print(old, x)  # added
