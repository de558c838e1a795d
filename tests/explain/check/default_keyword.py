def words(text, *, found=set()):
    return collect(text, found)


def collect(text, found):
    found.update(text.split())
    return sorted(found)

print(words("one two"))
print(words("three"))
# finds: mutable-default@6
