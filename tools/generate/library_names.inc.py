#!/usr/bin/python3.11
"""Writes the names of the library's modules, as sys.stdlib_module_names has them."""

import sys

with open(sys.argv[1], "w", encoding="utf-8") as file:
    for name in sorted(sys.stdlib_module_names):
        file.write(f'"{name}",\n')
