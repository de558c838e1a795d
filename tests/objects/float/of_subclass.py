# float() asks a class of floats for its __float__; C functions take the value as it is.
import math
import warnings

warnings.simplefilter('ignore')


class Other(float):
    def __float__(self):
        return 42.0


class Itself(float):
    def __float__(self):
        return self


class Wrong(float):
    def __float__(self):
        return 42


print(float(Other(1)), math.sqrt(Other(4.0)), complex(Other(1)), type(float(Itself(2))))
try:
    float(Wrong(1))
except TypeError as error:
    print(error)
for text in ('0xffffffffffffffffp960', '-0Xffffffffffffffffp960', '0xffffffffffffffffp959',
             '0x' + 'f' * 256, '0x' + 'f' * 257, '0x1.fffffffffffff7p1023', '0x1p-1074',
             '0xffffffffffffffffp-1138', '0x1' + '0' * 300):
    try:
        print(float.fromhex(text))
    except OverflowError as error:
        print(error)
text = 'abcde'
print(['%s' % text is text, '%.5s' % text is text, '%5s' % text is text, '%6s' % text is text,
       '%.4s' % text is text, text.replace('b', 'b') is text])
