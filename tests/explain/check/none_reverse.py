letters = list("abc")
try:
    backwards = letters.reverse()
    for letter in backwards:
        print(letter)
except TypeError as error:
    print(error)
# finds: none-bound@3
