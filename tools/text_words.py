#!/usr/bin/env python3
"""Makes engine/text/data/XX.words, the words that make no topic; what they are like: engine/text/word_list.h.

Usage: text_words.py STOPWORDS_ISO_JSON[.gz] OUT
STOPWORDS_ISO_JSON is stopwords-iso.json of https://github.com/stopwords-iso/stopwords-iso, MIT. What we add, keep out and how
endings fold stands in OUT/words.own, written by hand.
"""
import gzip
import json
import pathlib
import re
import sys

LANGUAGES = "cs da de el en es fi fr he hu hy it ja ko nl pl pt ru sv th tr uk vi zh".split()


def own_parts(text):
    parts, language = {}, ""
    for line in text.splitlines():
        line = line.split("#")[0].strip()
        if not line:
            continue
        kind, rest = (part.strip() for part in line.split(":", 1))
        if kind == "language":
            language = rest
        elif kind in ("letters", "fold"):
            parts.setdefault((language, "folds"), []).append(f"{kind}: {rest}\n")
        else:
            parts.setdefault((language, kind), set()).update(word.strip() for word in rest.split(","))
    return parts


def main(source, out):
    data = pathlib.Path(source).read_bytes()
    lists = json.loads(gzip.decompress(data) if source.endswith(".gz") else data)
    own = own_parts((pathlib.Path(out) / "words.own").read_text())
    for language in LANGUAGES:
        words = {word.lower().replace("’", "'") for word in lists[language]} | own.get((language, "add"), set())
        words = {word for word in words if re.fullmatch(r"[\w']+", word) and not word.isdigit()}
        words -= own.get((language, "keep"), set())
        (pathlib.Path(out) / f"{language}.words").write_text(
            f"language: {language}\nversion: 1\nsource: https://github.com/stopwords-iso/stopwords-iso, and our own\n"
            "licence: MIT (c) 2020 Gene Diaz; ours as the program\n"
            + "".join(own.get((language, "folds"), [])) + "stop: " + ", ".join(sorted(words)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
