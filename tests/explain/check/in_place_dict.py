defaults = {"a": 1}
current = defaults
for key in "xy":
    current |= {key: 2}
print(defaults)
# finds: in-place-of-shared@4
