package main

import "fmt"

type Op func(int, int) int

func (o Op) apply(a, b int) int { return o(a, b) }
func variadic(prefix string, xs ...int) (total int) {
	for _, x := range xs {
		total += x
	}
	fmt.Print(prefix, len(xs), " ")
	return
}
func multi() (int, string, error) { return 1, "a", nil }
func take(n int, s string, err error) string { return fmt.Sprint(n, s, err) }
func compose(fs ...func(int) int) func(int) int {
	return func(x int) int {
		for _, f := range fs {
			x = f(x)
		}
		return x
	}
}

func main() {
	fmt.Println(Op(func(a, b int) int { return a*b + 1 }).apply(3, 4))
	fmt.Println(variadic("a"), variadic("b", 1, 2, 3), variadic("c", []int{4, 5}...))
	fmt.Println(take(multi()))
	fmt.Println(compose(func(x int) int { return x + 1 }, func(x int) int { return x * x })(4))
	var fact func(int) int
	fact = func(n int) int {
		if n <= 1 {
			return 1
		}
		return n * fact(n-1)
	}
	fmt.Println(fact(20))
	x := 1
	inc := func() { x++ }
	inc()
	inc()
	p := &x
	*p *= 10
	fmt.Println(x, *p)
	acc := map[string]func(float64) float64{"double": func(f float64) float64 { return 2 * f }}
	fmt.Println(acc["double"](1.25), acc["none"] == nil)
	s := []int{3, 1, 2}
	func(s []int) { s[0] = 100; s = append(s, 1) }(s)
	arr := [3]int{1, 2, 3}
	func(a [3]int) { a[0] = 100 }(arr)
	fmt.Println(s, arr)
	fmt.Println(func() int { return 7 }())
}
