class Basket:
    def __init__(self, items=[]): self.items = items
    def add(self, item):
        self.items.append(item)

one, two = Basket(), Basket()
one.add("pear")
three = Basket()
print(two.items, three.items)
# finds: mutable-default@4
