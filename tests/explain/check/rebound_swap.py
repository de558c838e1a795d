def swap(one, other):
    one, other = other, one

left, right = "l", "r"
swap(left, right)
print(left, right)
# finds: parameter-rebound@2,parameter-rebound@2
