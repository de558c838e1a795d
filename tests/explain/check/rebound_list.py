def clear(items):
    items = []

basket = ["apple"]
clear(basket)
print(basket)
# finds: parameter-rebound@2
