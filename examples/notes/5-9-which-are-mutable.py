# Note 5: the table of types, each tried.
for immutable in (1, 1.5, "text", (1, 2)):  # added
    try:  # added
        immutable[0] = 9  # added
    except TypeError as error:  # added
        print(error)  # added
numbers, table, members, data = [1], {"a": 1}, {1}, bytearray(b"a")  # added
numbers[0], table["a"], data[0] = 9, 9, 57  # added
members.add(9)  # added
print(numbers, table, members, data)  # added
