// Pictures as PNG, by rsvg-convert where that is installed.

#ifndef CLI_PNG_H
#define CLI_PNG_H

#include <stdio.h>

// Converts the SVG in a file, from its beginning, and writes the PNG to another one. 0: that
// could not be done, and has been said.
int png_write(FILE *svg, FILE *png);

#endif
