list = [1, 2]
try: print(list("ab"))
except TypeError as error: print(error)
# finds: hidden-builtin@2
