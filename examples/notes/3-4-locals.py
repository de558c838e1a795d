# Note 3 calls locals() a read-only snapshot. It is an ordinary dict: it can be
# written, the names do not follow, and the next call fills it again.
def function():  # added
    var1 = 1
    view = locals()  # added
    view["var1"] = 2  # added
    print(var1, view["var1"])  # added
    print(locals() is view, view["var1"])  # added
# added
function()  # added
