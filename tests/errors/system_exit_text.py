# SystemExit with text prints it to standard error and ends with 1.
import sys
print("before")
try:
    sys.exit("first")
except SystemExit as error:
    print(error.code)
sys.exit("the reason")
