#!/usr/bin/env python3
"""Turns the words of letters into one C++ file: engine/act/words/LANGUAGE.json, and what letters show of the pages'.

Usage: embed_words.py OUT_CC SOURCE_FOLDER
"""
import json
import pathlib
import re
import sys

LANGUAGES = ["en", "nl", "de", "ru", "zh"]  # English first: what others lack is said in it.
OF_PAGES = re.compile(r"measure\.[a-z_]+\.title|column\.[a-z0-9_]+|period\.(\d+[dm]|all)|value\.absent|[a-z_]+\.definition#[0-9a-f]{8}")


def words_of(source, language):
    words = {}
    for file in sorted((source / "web/src/locales" / language).glob("*.json")):
        texts = json.loads(file.read_text(encoding="utf-8"))
        words |= {key: text for key, text in texts.items() if isinstance(text, str) and OF_PAGES.fullmatch(key)}
    words |= json.loads((source / "engine/act/words" / f"{language}.json").read_text(encoding="utf-8"))
    return sorted(words.items(), key=lambda each: each[0].encode())


def main(out_cc, source):
    parts = ['// Made by tools/embed_words.py.\n#include <array>\n\n#include "act/words.h"\n\nnamespace sojourn {\nnamespace {\n']
    for language in LANGUAGES:
        rows = "".join(f'    {{R"w({key})w", R"w({text})w"}},\n' for key, text in words_of(pathlib.Path(source), language))
        parts.append(f"\nconstexpr WordText k_{language}[] = {{\n{rows}}};\n")
    lists = "".join(f'    {{"{language}", k_{language}}},\n' for language in LANGUAGES)
    parts.append("\n}  // namespace\n\nstd::span<const WordList> word_lists() {\n"
                 f"  static const std::array<WordList, {len(LANGUAGES)}> kLists{{{{\n{lists}  }}}};\n  return kLists;\n}}\n"
                 "\n}  // namespace sojourn\n")
    pathlib.Path(out_cc).write_text("".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
