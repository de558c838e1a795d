# repr is the shortest text that reads back; float() reads.
for text in r"""
0.1
1e16
1e15
123456789012345680.0
1e-4
1e-5
1e22
1e23
5e-324
1.7976931348623157e308
2.0 ** -44
9007199254740993.0
1.0
100.0
-1.5
1e100
12345.678
0.00001234
3.14159
1/3
2/3
1e1
0.3
4.35
2.5e-8
float("inf")
float("-inf")
float("nan")
float("-nan")
float("Infinity")
float("INF")
float("+nan")
float(" 1.5\n")
float("1e5")
float("1_000.5")
float(".5")
float("5.")
float("1E-5")
float("-0")
float(b"2.5")
float("１２")
float("")
float("x")
float("1__0")
float("1e")
float("0x10")
float("1.5.2")
float(None)
float(1j)
float([])
float("1e400")
float("-1e400")
float("1e-400")
float("0." + "0" * 400 + "1")
float()
float(5)
float(True)
float(2 ** 60)
float("179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880")
(0.1).hex()
(-1.5).hex()
(0.0).hex()
float("inf").hex()
(5e-324).hex()
float.fromhex("0x1.8p1")
float.fromhex("-0x.1p-3")
float.fromhex("1.8")
float.fromhex("inf")
float.fromhex("0x1p-1074")
float.fromhex("x")
float.fromhex("0x1p5000")
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
