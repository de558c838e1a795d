# The target of an augmented assignment is evaluated once.
def index():
    print("index")
    return 1
items = [1, 2, 3]
items[index()] += 10
print(items)
class Box:
    def __getattr__(self, name):
        print("get", name)
        return 1
    def __setattr__(self, name, value):
        print("set", name, value)
    def __getitem__(self, key):
        print("item", key)
        return [key]
    def __setitem__(self, key, value):
        print("store", key, value)
box = Box()
box.size += 2
box["k"] += ["more"]
box[1:2] += [0]
