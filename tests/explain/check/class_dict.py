class Base:
    options = {}

class Part(Base):
    def __init__(self, name):
        self.name = name

one, two = Part("a"), Part("b")
one.options["colour"] = "red"
print(two.options)
# finds: class-attribute@9
