# input reads lines from standard input.
print(repr(input()))
print(repr(input("prompt> ")))
print(repr(input()))
try:
    input()
except EOFError as error:
    print(error)
