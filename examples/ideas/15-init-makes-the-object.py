# Wrong idea: __init__ makes the object.
# It predicts: without __init__ there is no object, and __init__ returns it.
class Point:
    def __init__(self):
        self.x = 1
bare = Point.__new__(Point)
print("predicted:", "no object, or one with x")
print("happened: ", type(bare).__name__, hasattr(bare, "x"), bare.__init__(), bare.x)
