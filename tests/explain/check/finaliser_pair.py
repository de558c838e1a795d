import gc
class Node:
    def __init__(self, name): self.name, self.other = name, None
    def __del__(self): print("gone", self.name)

gc.disable()
def work():
    one, other = Node("a"), Node("b")
    one.other, other.other = other, one
    print("worked")

work()
del work
gc.collect()
# finds: cycle-with-finaliser@10
