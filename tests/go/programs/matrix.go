package main

import "fmt"

type Matrix [3][3]float64

func (m Matrix) Mul(o Matrix) (r Matrix) {
	for i := range m {
		for j := range o[0] {
			for k := range o {
				r[i][j] += m[i][k] * o[k][j]
			}
		}
	}
	return
}
func (m *Matrix) Transpose() {
	for i := 0; i < 3; i++ {
		for j := i + 1; j < 3; j++ {
			m[i][j], m[j][i] = m[j][i], m[i][j]
		}
	}
}

func main() {
	id := Matrix{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}
	a := Matrix{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}
	b := a
	b.Transpose()
	fmt.Println(a.Mul(id) == a, a.Mul(b), b)
	grid := [4][4]rune{}
	for i := range grid {
		for j := range grid[i] {
			grid[i][j] = '.'
		}
	}
	x, y := 1, 2
	grid[y][x] = '#'
	for _, row := range grid {
		fmt.Println(string(row[:]))
	}
	var cube [2][3][4]int
	n := 0
	for i := range cube {
		for j := range cube[i] {
			for k := range cube[i][j] {
				cube[i][j][k] = n
				n++
			}
		}
	}
	fmt.Println(cube[1][2][3], cube, len(cube[0]))
}
