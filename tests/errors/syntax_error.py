# A program that can't be compiled says where.
print("never")
if True:
    x = (1 +
print("end")
