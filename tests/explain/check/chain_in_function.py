def split(numbers):
    odd = even = []
    for number in numbers:
        if number % 2:
            odd.append(number)
        else:
            even.append(number)
    return odd, even
print(split([1, 2, 3]))
# finds: chained-assignment@5
