package main

import "fmt"

func grow() {
	var s []int
	last := -1
	for i := 0; i < 2000; i++ {
		s = append(s, i)
		if cap(s) != last {
			last = cap(s)
			fmt.Print(last, " ")
		}
	}
	fmt.Println()
	var b []byte
	for i := 0; i < 600; i += 7 {
		b = append(b, make([]byte, 7)...)
		fmt.Print(cap(b), " ")
	}
	fmt.Println()
	type three struct{ a, b, c int64 }
	var t []three
	for i := 0; i < 40; i++ {
		t = append(t, three{})
		fmt.Print(cap(t), " ")
	}
	fmt.Println()
}

func main() {
	a := [5]int{1, 2, 3, 4, 5}
	s := a[1:4]
	t := s[1:2:3]
	fmt.Println(s, len(s), cap(s), t, len(t), cap(t))
	t = append(t, 100)
	t = append(t, 200)
	t[0] = -1
	fmt.Println(a, s, t)
	s = append(s[:1], s[2:]...)
	fmt.Println(s, a)
	grow()
	m := make([][]string, 3)
	for i := range m {
		m[i] = make([]string, 2)
		m[i][i%2] = fmt.Sprint(i)
	}
	fmt.Println(m, copy(s, []int{9, 9, 9}), s, a)
	var nilSlice []int
	fmt.Println(nilSlice == nil, len(nilSlice), append(nilSlice, nilSlice...) == nil, []int{} == nil)
	x := []int{5: 1, 2, 1: 7}
	fmt.Println(x, len(x))
	for i, v := range x {
		if v != 0 {
			fmt.Print(i, "=", v, " ")
		}
	}
	fmt.Println()
	defer func() { fmt.Println(recover()) }()
	fmt.Println(x[2:1+len(nilSlice)])
}
