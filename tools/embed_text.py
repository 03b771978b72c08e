#!/usr/bin/env python3
"""Turns the built-in boards, engine/boards/homes/*.toml, into one C++ file, so that they live in the binary.

Usage: embed_text.py OUT_CC FILE...
"""
import pathlib
import sys


def main(out_cc, *files):
    rows = "".join(f'    {{"{pathlib.Path(file).stem}", R"toml({pathlib.Path(file).read_text(encoding="utf-8")})toml"}},\n'
                   for file in sorted(files))
    pathlib.Path(out_cc).write_text(
        '// Made by tools/embed_text.py from engine/boards/homes.\n#include <array>\n\n#include "boards/homes.h"\n\n'
        "namespace sojourn {\n\nstd::span<const HomeText> home_texts() {\n"
        f"  static constexpr std::array<HomeText, {len(files)}> kTexts{{{{\n{rows}  }}}};\n"
        "  return kTexts;\n}\n\n}  // namespace sojourn\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
