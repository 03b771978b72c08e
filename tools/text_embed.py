#!/usr/bin/env python3
"""Puts the models and lexicons of engine/text/data into the binary, as they are: one assembler file and one C++ file.

Usage: text_embed.py OUT_S OUT_CC FILE...
"""
import hashlib
import pathlib
import sys


def checksum(files):
    """64 bits that change when a file does, or its name."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return int.from_bytes(digest.digest()[:8], "little")


def main(out_assembler, out_cc, *files):
    files = sorted(pathlib.Path(file).resolve() for file in files)
    pathlib.Path(out_assembler).write_text(
        ".section .rodata\n" + "".join(f'.global sojourn_text_{index}\n.balign 64\nsojourn_text_{index}:\n.incbin "{file}"\n'
                                       for index, file in enumerate(files))
        + '.section .note.GNU-stack,"",@progbits\n')
    pathlib.Path(out_cc).write_text(
        '// Made by tools/text_embed.py from engine/text/data.\n#include "text/built_in.h"\n\n'
        + "".join(f'extern "C" const char sojourn_text_{index}[];\n' for index in range(len(files)))
        + "\nnamespace sojourn {\n\nstd::string_view built_in_file(std::string_view name) {\n"
        + "".join(f'  if (name == "{file.name}") return {{sojourn_text_{index}, {file.stat().st_size}}};\n'
                  for index, file in enumerate(files))
        + "  return {};\n}\n\n"
        + f"uint64_t built_in_checksum() {{ return {checksum(files)}ULL; }}\n\n}}  // namespace sojourn\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
