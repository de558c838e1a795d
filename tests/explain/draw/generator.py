# A generator's names live while it waits.
def count(start):
    step = 2.5
    while True:
        yield start
        start += step


counting = count(10)
next(counting)
next(counting)
print(next(counting))
