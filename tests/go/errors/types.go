package main

func two() (int, string) { return 1, "" }

func main() {
	var a int = "x"
	var b uint8 = 300
	a = 1.5
	c, d := two(), 1
	a, b = two()
	e := nil
	var s []int
	_ = s == s
	_ = a + "x"
	a()
	_ = *a
	_ = &1
	break
}
