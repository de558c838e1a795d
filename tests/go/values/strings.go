package main

import (
	"fmt"
	"strings"
)

func main() {
	s := "héllo, 世界"
	fmt.Println(len(s), []rune(s)[1], string([]rune(s)[7:]), s[1:3], []byte(s)[:4])
	for i, r := range s {
		fmt.Print(i, ":", string(r), " ")
	}
	fmt.Println()
	for i, r := range "a\xffb\xc0" {
		fmt.Print(i, " ", r, ";")
	}
	fmt.Println()
	fmt.Println(s < "hf", s == "h"+"éllo, 世界", "abc" > "abd", strings.ToUpper(s), strings.Repeat("ab", 3))
	fmt.Println(strings.Split("a,b,,c", ","), len(strings.Split("", ",")), strings.Fields("  a b  c "), strings.Index("chicken", "ken"))
	fmt.Println(strings.TrimSpace("\t x \n"), strings.Trim("xxhixx", "x"), strings.TrimLeft("aab", "a"), strings.Replace("oink oink oink", "k", "ky", 2))
	fmt.Println(strings.HasPrefix("golang", "go"), strings.Contains("seafood", "foo"), strings.Count("cheese", "e"), strings.Title("hello world"), strings.EqualFold("Go", "GO"))
	fmt.Println(strings.Map(func(r rune) rune {
		if r == 'a' {
			return 'A'
		}
		return r
	}, "banana"), strings.Join([]string{"x", "y"}, "-"), strings.LastIndex("go gopher", "go"))
	var b strings.Builder
	for i := 0; i < 3; i++ {
		fmt.Fprintf(&b, "%d...", i)
	}
	b.WriteString("done")
	fmt.Println(b.String(), b.Len())
	r := strings.NewReplacer("<", "&lt;", ">", "&gt;")
	fmt.Println(r.Replace("<b>hi</b>"))
	before, after, ok := strings.Cut("key=value", "=")
	fmt.Println(before, after, ok, string(rune(65)), string([]byte{104, 105}))
}
