def merge(one, other):
    # other wins
    result = dict(one)
    merged = result.update(other)
    return merged
print(merge({"a": 1}, {"b": 2}))
# finds: none-bound@4
