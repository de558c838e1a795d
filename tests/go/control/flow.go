package main

import "fmt"

func classify(n int) string {
	switch {
	case n < 0:
		return "negative"
	case n == 0:
		return "zero"
	case n < 10:
		fallthrough
	case n < 100:
		return "small"
	}
	return "large"
}

func main() {
outer:
	for i := 0; i < 3; i++ {
		for j := 0; ; j++ {
			switch {
			case j == 2:
				continue outer
			case i == 2:
				break outer
			}
			fmt.Print(i, j, " ")
		}
	}
	fmt.Println()
	for _, n := range []int{-5, 0, 5, 50, 500} {
		fmt.Print(classify(n), " ")
	}
	fmt.Println()
	i := 0
loop:
	if i < 3 {
		fmt.Print("goto", i, " ")
		i++
		goto loop
	}
	fmt.Println()
	switch x := i * 2; x {
	case 1, 2, 3:
		fmt.Println("low")
	case 6:
		fmt.Println("six")
	default:
		fmt.Println("default")
	}
	funcs := []func() int{}
	for i := 0; i < 3; i++ {
		j := i
		funcs = append(funcs, func() int { j *= 10; return i + j })
	}
	for _, f := range funcs {
		fmt.Print(f(), f(), " ")
	}
	fmt.Println()
	a, b, c := 1, 2, 3
	a, b, c = c, a, b
	arr := []int{0, 1, 2}
	k := 0
	k, arr[k] = 2, 9
	fmt.Println(a, b, c, arr, k)
	for i := range [3]struct{}{} {
		fmt.Print(i)
	}
	for range "ab" {
		fmt.Print("x")
	}
	fmt.Println()
	var x interface{} = 5
	switch y := x.(type) {
	case int:
		fmt.Println(y + 1)
	}
	fib := func() func() int {
		a, b := 0, 1
		return func() int { a, b = b, a+b; return a }
	}()
	for i := 0; i < 10; i++ {
		fmt.Print(fib(), " ")
	}
	fmt.Println()
}
