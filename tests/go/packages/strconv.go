package main

import (
	"fmt"
	"strconv"
)

func main() {
	for _, s := range []string{"12", "-7", "abc", "", "9223372036854775808", "0x1f", "1_000"} {
		n, err := strconv.Atoi(s)
		fmt.Println(n, err)
	}
	fmt.Println(strconv.ParseInt("ff", 16, 64))
	fmt.Println(strconv.ParseInt("0b101", 0, 8))
	fmt.Println(strconv.ParseInt("300", 10, 8))
	fmt.Println(strconv.ParseUint("18446744073709551615", 10, 64))
	fmt.Println(strconv.ParseFloat("3.25e2", 64))
	fmt.Println(strconv.ParseFloat("x", 64))
	fmt.Println(strconv.ParseFloat("1e400", 64))
	fmt.Println(strconv.ParseBool("true"))
	fmt.Println(strconv.ParseBool("maybe"))
	fmt.Println(strconv.Itoa(-45), strconv.FormatInt(255, 2), strconv.FormatFloat(1.5, 'f', 3, 64), strconv.FormatFloat(1e21, 'g', -1, 64))
	fmt.Println(strconv.Quote("hi\n\"x\" é \x01"), strconv.QuoteToASCII("é"), strconv.QuoteRune('☺'))
	fmt.Println(strconv.Unquote(`"a\tb"`))
	fmt.Println(strconv.Unquote(`bad`))
	fmt.Println(string(strconv.AppendInt([]byte("n="), 5, 10)))
}
