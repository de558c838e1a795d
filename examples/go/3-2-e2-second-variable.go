// Note 3, e2.go: two slots, two addresses; the bits are copied.
package main // added

import "fmt" // added

func main() { // added
	var var1 int
	var var2 int
	var1 = 999
	fmt.Println(var1, &var1)
	var2 = var1
	fmt.Println(var2, &var2)
} // added
