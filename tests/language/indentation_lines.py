# Lines: joined by brackets and backslashes, several statements, comments.
total = (1 +
         2      # a comment
         + 3)
other = 1 + \
    2
if total: x = 1; y = 2
print(total, other, x, y)
if True:
	tab = 1
	print(tab)
def f(
    a,
    b = [
        1,
    ],
): return a, b
print(f(
    1
))
while x: x -= 1; print("body")
# comment at the end
