#!/usr/bin/env python3
"""Topics of a plain NMF (scikit-learn) and those of `sojourn text topics --format json`, judged alike: NPMI in windows of ten
words of the texts in lower case, and diversity. For docs/guides/topics.md; needs python3-sklearn.

Usage: topic_reference.py FILE.csv[.gz] COLUMN TOPICS [OURS.json]
"""
import csv
import gzip
import itertools
import json
import math
import re
import sys

WINDOW = 10
WORD = r"[a-z][a-z']+"


def read_texts(path, column):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        texts = (re.sub(r"\s+", " ", row[column]).strip().lower() for row in csv.DictReader(file))
        return list(dict.fromkeys(text for text in texts if text))


def npmi(topics, texts):
    known = {word for topic in topics for word in topic}
    windows, alone, together = 0, {}, {}
    for text in texts:
        for start in range(max(1, len(text) - WINDOW + 1)):
            here = sorted(set(text[start:start + WINDOW]) & known)
            windows += 1
            for index, first in enumerate(here):
                alone[first] = alone.get(first, 0) + 1
                for second in here[index + 1:]:
                    together[first, second] = together.get((first, second), 0) + 1
    means = []
    for topic in topics:
        values = []
        for first, second in itertools.combinations(sorted(topic), 2):
            count = together.get((first, second), 0)
            values.append(-1 if count == 0 else 1 if count == windows else
                          math.log(count * windows / (alone[first] * alone[second])) / -math.log(count / windows))
        means.append(sum(values) / len(values))
    return sum(means) / len(means)


def report(name, topics, texts):
    topics = [topic for topic in topics if len(topic) > 1]
    different = {word for topic in topics for word in topic}
    print(f"{name}: {len(topics)} topics, NPMI {npmi(topics, texts):.3f}, "
          f"diversity {len(different) / sum(map(len, topics)):.3f}")


def main(path, column, topics, ours=None):
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer
    texts = read_texts(path, column)
    words = [re.findall(WORD, text) for text in texts]
    terms = TfidfVectorizer(sublinear_tf=True, min_df=3, max_df=.5, stop_words="english", token_pattern=WORD)
    rows = terms.fit_transform(texts)
    names = terms.get_feature_names_out()
    found = NMF(int(topics), init="nndsvd", max_iter=400).fit(rows).components_
    report("reference", [[names[i] for i in row.argsort()[::-1][:10]] for row in found], words)
    if ours:
        report("sojourn", [[word["text"].lower() for word in topic["words"]] for topic in json.load(open(ours))["topics"]], words)


if __name__ == "__main__":
    main(*sys.argv[1:])
