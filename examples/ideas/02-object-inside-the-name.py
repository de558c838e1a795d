# Wrong idea: the object sits inside the name, as in a box.
# It predicts: a bigger object needs a bigger box, and one object can't be in two.
import sys
small, big = [], list(range(1000))
boxes = [small, big]
empty = sys.getsizeof([None, None])
print("predicted:", "the boxes grow with what is in them")
print("happened: ", sys.getsizeof(boxes) == empty, boxes[1] is big)
