package main

import "fmt"

func place(n, row int, cols, d1, d2 []bool, count *int) {
	if row == n {
		*count++
		return
	}
	for c := 0; c < n; c++ {
		if cols[c] || d1[row+c] || d2[row-c+n] {
			continue
		}
		cols[c], d1[row+c], d2[row-c+n] = true, true, true
		place(n, row+1, cols, d1, d2, count)
		cols[c], d1[row+c], d2[row-c+n] = false, false, false
	}
}

func main() {
	for n := 4; n <= 8; n++ {
		count := 0
		place(n, 0, make([]bool, n), make([]bool, 2*n), make([]bool, 2*n+1), &count)
		fmt.Println(n, count)
	}
}
