powers = [lambda x: x ** n for n in (1, 2, 3)]
print(powers[0](2), powers[1](2), powers[2](2))
# finds: late-closure@1
