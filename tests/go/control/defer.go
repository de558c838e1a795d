package main

import "fmt"

func named() (x int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered %v", r)
			x *= 2
		}
	}()
	x = 21
	panic("boom")
}

func order() {
	for i := 0; i < 3; i++ {
		defer fmt.Print(i, " ")
	}
	defer func() { fmt.Print("closure ") }()
}

func nested() (s string) {
	defer func() { s += fmt.Sprint(" outer ", recover()) }()
	defer func() {
		defer func() { s += fmt.Sprint("inner ", recover()) }()
		panic("second")
	}()
	panic("first")
}

func helper() interface{} { return recover() }
func indirect() {
	defer func() {
		fmt.Println("helper", helper(), recover())
	}()
	panic("p")
}

type T struct{ n int }

func (t T) show()   { fmt.Print("T", t.n, " ") }
func (t *T) ptr()   { fmt.Print("P", t.n, " ") }

func main() {
	fmt.Println(named())
	order()
	fmt.Println()
	fmt.Println(nested())
	indirect()
	func() {
		t := T{1}
		defer t.show()
		defer t.ptr()
		t.n = 2
	}()
	fmt.Println()
	fmt.Println(func() (n int) {
		defer func() { n++ }()
		return 41
	}())
	m := map[string]int{"a": 1}
	func() {
		defer delete(m, "a")
		fmt.Print(len(m))
	}()
}
