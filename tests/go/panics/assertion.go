package main

type I interface{ M() }

func main() {
	var x interface{} = 3
	_ = x.(I)
}
