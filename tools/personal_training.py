#!/usr/bin/env python3
"""Makes texts with marked personal data, for `sojourn text train-personal`: the sentences of tools/personal_training.tsv with names,
places and addresses put in; and lines of ordinary text, in which nothing is marked.

Usage: personal_training.py NAMES... [--plain FILE]... > training.json
NAMES: engine/text/data/personal.names and personal.own.names. --plain: a CSV (*.gz too) whose first column is text without personal
data, or lines of which the third part, at tabs, is (*.txt.gz); lines with a name or place of the lists in them are left out. The same
input makes the same output.
"""
import csv
import gzip
import json
import pathlib
import random
import re
import sys

TIMES = 14  # Of each sentence with personal data.
PLAIN = 4000  # Of each file of ordinary text.
STREETS = ["Street", "St", "Road", "Rd", "Avenue", "Ave", "Lane", "Drive", "Court", "Way", "Boulevard", "Square", "Terrace", "Crescent",
           "Close", "Gardens", "Place", "Parkway"]
ROOMS = ["Apt.", "Suite", "Unit", "Flat", "Apartment"]
STATES = ["AL", "AZ", "CA", "CO", "FL", "GA", "IL", "MA", "MI", "NJ", "NY", "OH", "OR", "PA", "QC", "TX", "VA", "WA", "NSW", "ON"]
COMPANY = ["Inc", "Ltd", "Group", "Corporation", "Bank", "Insurance", "Airlines", "Telecom", "Solutions", "Systems", "Media", "Energy",
           "Foods", "Partners", "Holdings", "LLC", "Consulting", "Technologies", "Logistics", "Health"]
BRANDS = ["Blue", "Green", "Nova", "Prime", "Alpha", "North", "Global", "Bright", "Quick", "Smart", "Data", "Open", "Next", "Urban", "Solar",
          "Pixel", "Cloud", "Metro", "Delta", "Swift"]


def read_lists(files):
    lists, title = {}, ""
    for file in files:
        for line in pathlib.Path(file).read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                title = line[1:-1]
            elif line and not line.startswith("#"):
                lists.setdefault(title, []).append(line)
    return lists


class Maker:
    def __init__(self, lists):
        self.random = random.Random(7)
        latin = re.compile(r"^[A-ZÀ-Ž][\w'’ .-]+$")
        self.first = [n.rstrip("?") for n in lists["first"] if latin.match(n) and not re.search("[а-яА-Я]", n)]
        self.last = [n.rstrip("?") for n in lists["surname"] if latin.match(n) and not re.search("[а-яА-Я]", n)]
        self.place = [n.rstrip("?") for n in lists["place"] if latin.match(n) and not re.search("[а-яА-Я]", n)]

    def one(self, names):
        """Mostly a name of the list; else one that no list knows, of two halves."""
        name = self.random.choice(names)
        if self.random.random() < 0.65:
            return name
        other = self.random.choice(names)
        return name[: max(2, len(name) // 2)] + other[len(other) // 2:].lower()

    def person(self):
        first, last = self.one(self.first), self.one(self.last)
        return self.random.choice([first, last, f"{first} {last}", f"{first} {last}", f"{first} {last}",
                                   f"{first} {self.random.choice('ABCDEFGHJKLMNPRSTW')}. {last}",
                                   f"{first} {self.random.choice('ABCDEFGHJKLMNPRSTW')} {last}"])

    def place_name(self):
        name = self.one(self.place)
        return name.upper() if self.random.random() < 0.15 else name

    def organisation(self):
        last = [self.one(self.last) for _ in range(3)]
        brand = self.random.choice(BRANDS) + self.random.choice([*BRANDS, "tech", "soft", "ly", "lab", "net", "mart", "ware"]).lower()
        return self.random.choice([f"{last[0]}-{last[1]}", f"{last[0]}, {last[1]} and {last[2]}", f"{last[0]} {self.random.choice(COMPANY)}",
                                   brand, f"{brand} {self.random.choice(COMPANY)}", f"{self.random.choice(BRANDS)} {self.random.choice(COMPANY)}",
                                   f"{self.random.choice(BRANDS)} {self.random.choice(BRANDS)} {self.random.choice(COMPANY)}", last[0]])

    def address(self):
        pick = self.random.choice
        number = str(self.random.randint(1, 9999))
        street = pick([f"{self.one(self.last)} {pick(STREETS)}", f"{self.one(self.first)} {pick(STREETS)}",
                       f"{self.one(self.place)}{pick(['straat', 'weg', 'katu', 'vej', 'gatan', 'straße'])}", f"Rua {self.one(self.last)}",
                       f"Via {self.one(self.last)}", f"{self.one(self.last)} {pick(['utca', 'ulica', 'tér'])}"])
        text = pick([f"{number} {street}", f"{street} {number}", f"{number} {street} {self.random.randint(1, 200)}"])
        if self.random.random() < 0.35:
            text += f"{pick([' ', ', ', chr(10)])}{pick(ROOMS)} {self.random.randint(1, 999)}"
        if self.random.random() < 0.5:
            gap = pick([", ", "\n", " "])
            text += gap + pick([f"{self.place_name()}, {pick(STATES)} {self.random.randint(10000, 99999)}",
                                f"{self.place_name()}, {self.place_name()} {self.random.randint(1000, 99999)}",
                                f"{self.random.randint(10000, 99999)} {self.place_name()}", self.place_name()])
        return text

    def fill(self, template):
        made = {"P": ("PERSON", self.person), "F": ("PERSON", lambda: self.one(self.first)), "L": ("PERSON", lambda: self.one(self.last)),
                "C": ("GPE", self.place_name), "O": ("ORGANIZATION", self.organisation), "A": ("STREET_ADDRESS", self.address)}
        text, spans, at = "", [], 0
        for slot in re.finditer(r"\{([PFLCOA])\}", template):
            text += template[at:slot.start()]
            kind, make = made[slot.group(1)]
            value = make()
            spans.append({"entity_type": kind, "start_position": len(text), "end_position": len(text) + len(value)})
            text, at = text + value, slot.end()
        text += template[at:]
        if self.random.random() < 0.12 and len(text.lower()) == len(text):
            text = text.lower()
        return {"full_text": text, "spans": spans}


def plain_lines(file, known):
    opener = gzip.open if file.endswith(".gz") else open
    with opener(file, "rt", encoding="utf-8", newline="") as stream:
        tabs = ".txt" in file
        for row in csv.reader(stream, delimiter="\t" if tabs else ",", quoting=csv.QUOTE_NONE if tabs else csv.QUOTE_MINIMAL):
            row = row[2:] if tabs else row
            words = re.findall(r"[^\W\d_]+", row[0]) if row else []
            if len(words) > 2 and not any(word in known or word.capitalize() in known for word in words[1:]):
                yield row[0]


def main(*arguments):
    arguments = list(arguments)
    plain = []
    while "--plain" in arguments:
        at = arguments.index("--plain")
        plain.append(arguments[at + 1])
        del arguments[at:at + 2]
    files = arguments
    lists = read_lists(files)
    maker = Maker(lists)
    sentences = (pathlib.Path(__file__).parent / "personal_training.tsv").read_text(encoding="utf-8").splitlines()
    texts = []
    for line in sentences:
        if line and not line.startswith("#"):
            template = line.replace("\\n", "\n")
            texts += [maker.fill(template) for _ in range(TIMES if "{" in template else 2)]
    known = {name for title in ("first", "place") for name in lists[title] if not name.endswith("?")}
    for file in plain:
        lines = sorted(set(plain_lines(file, known)))
        texts += [{"full_text": line, "spans": []} for line in maker.random.sample(lines, min(PLAIN, len(lines)))]
    json.dump(texts, sys.stdout, ensure_ascii=False, indent=0)


if __name__ == "__main__":
    main(*sys.argv[1:])
