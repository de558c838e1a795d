package main

import "fmt"

func main() {
	fmt.Println("before")
	c := make(chan int)
	c <- 1
}
