# Bytes that are written through a view are the owner's.
import io

owner = bytearray(b"abcdef")
view = memoryview(owner)
view[0] = ord("X")
print(owner)
view[1:3] = b"YZ"
print(owner)
view[::2][1] = ord("-")
print(owner)
print(io.BytesIO(b"123").readinto(view[3:]), owner)
print(io.BytesIO(b"qw").readinto(owner), owner)
view.cast("H")[2] = 0x4241
print(owner)
try:
    view[1:3] = b"too long"
except ValueError as error:
    print(error, owner)
view.release()
try:
    view[0] = 1
except ValueError as error:
    print(error, owner)
