// Note 3, e1.go: the slot keeps its address, its bits change.
package main // added

import "fmt" // added

func main() { // added
	var var1 int
	var1 = 1
	fmt.Println(var1, &var1)
	var1 = 2
	fmt.Println(var1, &var1)
} // added
