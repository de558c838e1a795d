# global names the module's variable, wherever it stands.
count = 0
def bump():
    global count, made
    count += 1
    made = "here"
bump(); bump()
print(count, made)
def outer():
    count = 100
    def inner():
        global count
        count = -1
    inner()
    return count
print(outer(), count)
class C:
    global from_class
    from_class = 5
    def method(self):
        return count
print(from_class, C().method(), hasattr(C, "from_class"))
def unset():
    print(count)
    count = 1
try:
    unset()
except UnboundLocalError as error:
    print(error)
