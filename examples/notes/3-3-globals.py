# Note 3: the global namespace is a dict, and writing into it makes a name.
globals()["var1"] = 1
print(var1)
