# Note 4: a new value for the name, then a new element for the list.
x = [1, 2, 3, 4, 5]
first = x  # added
x = [1, 2, 3] #reassignment to a new value
x[2] = 4 #reassignment and mutates the list
print(first, x)  # added
