package main

import "fmt"

type E struct{ n int }

func (e E) Error() string { return fmt.Sprint("custom ", e.n) }

func main() {
	defer fmt.Println("deferred")
	panic(E{4})
}
