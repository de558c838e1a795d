# Note 4: list.sort mutates a list, sorted(list) does not.
numbers = [3, 1, 2]  # added
other = sorted(numbers)  # added
print(numbers, other, other is numbers)  # added
print(numbers.sort(), numbers)  # added
