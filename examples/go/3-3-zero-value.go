// Note 3: the slot is there, with a zero value, before anything is assigned.
package main // added

import "fmt" // added

func main() { // added
	var var1 int
	fmt.Println(var1, &var1 != nil) // added
	var var2 string                 // added
	var var3 *int                   // added
	var var4 []int                  // added
	fmt.Printf("%q %v %v\n", var2, var3, var4 == nil) // added
} // added
