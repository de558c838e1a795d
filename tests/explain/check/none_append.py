found = []
for letter in "ab":
    found = found.append(letter)
    print(found)
    found = []
# finds: none-bound@3
