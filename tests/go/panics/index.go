package main

import "fmt"

func main() {
	fmt.Println("start")
	a := []int{1, 2, 3}
	i := 5
	fmt.Println(a[i])
}
