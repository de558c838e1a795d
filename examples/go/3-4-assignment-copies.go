// Note 3: assignment copies the bits; a change of one slot is not seen in the other.
package main // added

import "fmt" // added

func main() { // added
	var1 := 999        // added
	var2 := var1       // added
	var2 = 1           // added
	fmt.Println(var1, var2) // added
	array1 := [3]int{1, 2, 3} // added
	array2 := array1          // added
	array2[0] = 9             // added
	fmt.Println(array1, array2) // added
} // added
