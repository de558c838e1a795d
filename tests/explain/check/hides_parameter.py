str = "text"
def show(value):
    try:
        return str(value)
    except TypeError as error:
        return error
print(show(1))
# finds: hidden-builtin@4
