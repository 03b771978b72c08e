#!/usr/bin/env python3
"""Makes engine/text/data/{en,nl,de}.lexicon and signs.lexicon from free lexicons; what they are like: engine/text/lexicon.h.

Usage: text_lexicons.py LEXICONS OUT, where LEXICONS holds
  en_vader_lexicon.txt       cjhutto/vaderSentiment, MIT
  nl_pattern_sentiment.xml   clips/pattern, PDDL
  de_germanLex.txt           University of Zurich, version 1.1, Apache-2.0
  emoji_polarity.tsv         words/emoji-emotion, MIT
Our own lists stand beside them as *.own.lexicon and signs.lexicon.head; they are written by hand and win.
"""
import collections
import pathlib
import re
import sys


def lines_of(kind, values, digits=1):
    groups = collections.defaultdict(list)
    for word, value in sorted(values.items()):
        if round(value, digits) and not re.search(r"[,:#\n]", word):
            groups[round(value, digits)].append(word)
    return "".join(f"{kind} {value:g}: {', '.join(words)}\n" for value, words in sorted(groups.items()))


def head(language, version, source, licence):
    return f"language: {language}\nversion: {version}\nsource: {source}\nlicence: {licence}\n"


def english(text):
    words = {}
    for line in text.splitlines():
        word, value = line.split("\t")[:2]
        if re.fullmatch(r"[a-z][a-z' -]*[a-z]", word):
            words[word] = float(value)
    return head("en", "3.3.2", "https://github.com/cjhutto/vaderSentiment", "MIT (c) 2016 C.J. Hutto") + lines_of("words", words)


def dutch(text):
    senses = collections.defaultdict(list)
    for form, polarity in re.findall(r'<word form="([^"]+)"[^>]*? polarity="([^"]+)"', text):
        senses[form.lower()].append(float(polarity))
    words = {word: 3.2 * sum(values) / len(values) for word, values in senses.items()}
    return head("nl", "1.2", "https://github.com/clips/pattern", "PDDL") + lines_of(
        "words", {word: value for word, value in words.items() if abs(value) >= .4})


def german(text):
    words, weights = {}, {}
    for line in text.splitlines():
        found = re.fullmatch(r"(\S+) (NEG|POS|INT)=([0-9]+(?:\.[0-9]+)?) (\S+)", line.strip())
        if not found:
            continue
        word, kind, value, _ = found.groups()
        if kind == "INT":
            weights[word.lower()] = float(value)
        else:
            words[word.lower()] = (2.4 if kind == "POS" else -2.4) * float(value)
    return head("de", "1.1", "germanLex, https://github.com/opener-project/VU-sentiment-lexicon",
                "Apache-2.0 (c) 2010 University of Zurich") + lines_of("words", words) + lines_of("intensifiers", weights)


def signs(text, own):
    values = {line.split("\t")[0]: .6 * float(line.split("\t")[2]) for line in text.splitlines()[1:]}
    first, rest = own.split("\nwords", 1)
    return first + "\n" + lines_of("words", values) + "words" + rest


def main(source, out):
    source, out = pathlib.Path(source), pathlib.Path(out)
    read = lambda name: (source / name).read_text(encoding="utf-8")
    (out / "en.lexicon").write_text(english(read("en_vader_lexicon.txt")), encoding="utf-8")
    (out / "nl.lexicon").write_text(dutch(read("nl_pattern_sentiment.xml")), encoding="utf-8")
    (out / "de.lexicon").write_text(german(read("de_germanLex.txt")), encoding="utf-8")
    (out / "signs.lexicon").write_text(
        signs(read("emoji_polarity.tsv"), (out / "signs.lexicon.head").read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
