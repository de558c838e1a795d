package unsafe
