def increase(number):
    number += 1

count = 5
increase(count)
print(count)
# finds: parameter-rebound@2
