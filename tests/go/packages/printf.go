package main

import (
	"errors"
	"fmt"
)

type P struct {
	X int
	Y string
}
type S string

func (s S) String() string { return "S(" + string(s) + ")" }

type G struct{ a int }

func (g G) GoString() string { return "G!" }

func main() {
	fmt.Printf("%d|%5d|%-5d|%05d|%+d|% d|%x|%X|%#x|%o|%#o|%b|%c|%q|%U|%#U\n", 42, 42, 42, 42, 42, 42, 255, 255, 255, 8, 8, 5, 'A', 'A', '⌘', '⌘')
	fmt.Printf("%s|%10s|%-10s|%.2s|%q|%x|%X|% x|%#q\n", "go", "go", "go", "golang", "a\"b\n", "hi", "hi", "hi", "raw")
	fmt.Printf("%v|%+v|%#v|%T\n", P{1, "a"}, P{1, "a"}, P{1, "a"}, P{1, "a"})
	fmt.Printf("%v|%+v|%#v|%T|%p\n", &P{1, "a"}, []P{{2, "b"}}, []P{{2, "b"}}, &P{}, nil)
	fmt.Printf("%v %v %v %v %v\n", []int{1, 2}, [2]bool{true}, map[string]int{"z": 1, "a": 2}, struct{}{}, []string{"a b", "c"})
	fmt.Printf("%#v %#v %#v %#v %#v\n", []int{1}, [2]bool{true}, map[string]int{"a": 2}, "s", []interface{}{1, "a", nil})
	fmt.Printf("%t|%v|%8.3f|%-8.2f|%+.1e|%g|%6.2f%%\n", true, false, 3.14159, 2.5, 12345.678, 1e6, 99.5)
	fmt.Printf("%v %s %d\n", S("x"), S("y"), []S{"z"})
	fmt.Printf("%d %s %!|%z %d\n", "str", 5, 1)
	fmt.Printf("%d %d\n", 1)
	fmt.Printf("%d\n", 1, 2)
	fmt.Printf("%[2]d %[1]d %*d|%-*d|%.*f\n", 1, 2, 5, 42, 4, 7, 2, 3.14159)
	fmt.Printf("%v %v %v\n", error(nil), errors.New("e"), G{1})
	fmt.Printf("%#v %v %+v\n", G{1}, &[]int{1}, &map[string]int{"a": 1})
	fmt.Printf("%08.3f|%+08d|%x|%X|% X|%#x\n", -3.14159, 42, []byte("abc"), "abc", []byte{1, 2}, []byte{1, 2})
	fmt.Printf("%5t|%-7v|%3c|%-3c|\n", true, nil, 'x', 'y')
	fmt.Printf("%6.2v|%v|%v|%.3v\n", 3.14159, 1+2i, float32(2.5), "abcdef")
	fmt.Print("a", 1, 2, "b", "c", 3.5, nil, '\n', "\n")
	fmt.Println(fmt.Sprint(), fmt.Sprint("a", "b"), fmt.Sprint(1, 2), fmt.Sprintln("x", 1) == "x 1\n")
	var ip *int
	var e error
	fmt.Println(ip, e, []interface{}{nil, 1}, map[int]*int{1: nil})
	fmt.Printf("%x %X %x\n", -255, "hello", 3.5)
	fmt.Printf("%q %q %+q\n", []string{"a", "b"}, 'x', "é")
}
