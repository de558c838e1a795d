groups = dict.fromkeys("ab", [])
for letter, number in (("a", 1), ("b", 2)):
    groups[letter].append(number)
print(groups)
# finds: fromkeys-value@3
