class Dog:
    tricks = []
    def teach(self, trick):
        self.tricks.append(trick)

rex, fido = Dog(), Dog()
rex.teach("sit")
print(fido.tricks)
# finds: class-attribute@4
