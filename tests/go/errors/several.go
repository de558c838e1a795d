package main

import (
	"fmt"
	"os"
)

type T struct{ a int }

func (t T) M() {}

type I interface {
	M()
	N()
}

func f(a int, b string) (int, error) {
	var unused int
	x := "s" + 1
	return x
}

func g() int {
}

func main() {
	y := f(1)
	var i I = T{}
	undefined1.Foo()
	fmt.Printl("x")
	for {
		break
	}
	var t T
	t.b = 3
	t.m()
	if 1 {
	}
}
