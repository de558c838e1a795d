words = ["a", "b"]
for word in words:
    if len(words) < 5:
        words.insert(0, word * 2)
print(words)
# finds: changed-while-iterated@4
