# Note 5: "Performance: slightly slower (mutable ops) / faster (no need to copy)".
# Growing an immutable object makes a new one each time; a list grows in place.
t, l, seen_t, seen_l = (), [], [], []  # added
for i in range(5):  # added
    t += (i,)  # added
    l += [i]  # added
    seen_t.append(t)  # added
    seen_l.append(l)  # added
print(len({id(x) for x in seen_t}), "tuples,", len({id(x) for x in seen_l}), "list")  # added
