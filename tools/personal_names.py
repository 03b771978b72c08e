#!/usr/bin/env python3
"""Makes engine/text/data/personal.names: first names, surnames and places of Faker 0.9.3 (MIT; Debian: python3-fake-factory),
with a mark on those that are ordinary words too.

Usage: personal_names.py FAKER_FOLDER COMMON_TEXT... > personal.names
FAKER_FOLDER holds providers/person and providers/address. COMMON_TEXT: any files of ordinary text or word lists (*.gz too),
whose words in small letters mark a name as one that means something else as well.
"""
import collections
import glob
import gzip
import pathlib
import re
import sys

PERSON = ["en_US", "en_GB", "nl_NL", "de_DE", "de_AT", "ru_RU", "zh_CN", "hr_HR", "hu_HU", "fi_FI", "fr_FR", "es_ES", "it_IT",
          "pl_PL", "pt_PT", "pt_BR", "sv_SE", "no_NO", "dk_DK", "cs_CZ", "sl_SI", "uk_UA", "tr_TR", "ro_RO", "et_EE", "lv_LV"]
PLACES = ["cities", "city_names", "real_city_names", "districts", "states", "provinces", "regions", "cantons", "counties"]
WORD = re.compile(r"^[^\W\d_]+(?:[ '’.-]+[^\W\d_]+){0,3}$")


def constants(path):
    """All tuples, lists and dictionaries of the classes in a file."""
    source = re.sub(r"^from \.\..*$|^from __future__.*$|^# coding.*$", "", path.read_text(encoding="utf-8"), flags=re.M)
    scope = {"BaseProvider": object, "AddressProvider": object, "PersonProvider": object, "Provider": object,
             "OrderedDict": collections.OrderedDict, "PersonDeProvider": object}
    try:
        exec(source, scope)  # noqa: S102: files of a Debian package, read at development time only.
    except Exception as error:  # noqa: BLE001
        print(path, error, file=sys.stderr)
        return {}
    provider = scope["Provider"]
    return {name: getattr(provider, name) for name in dir(provider) if not name.startswith("__")}


def strings(value):
    for each in value if isinstance(value, (tuple, list, dict, set)) else []:
        if isinstance(each, str):
            yield each
        elif isinstance(each, (tuple, list)):
            yield from (part for part in each if isinstance(part, str))


def common_words(files):
    """Words that are written small more often than with a capital."""
    small, capital = collections.Counter(), collections.Counter()
    for file in files:
        opener = gzip.open if file.endswith(".gz") else open
        with opener(file, "rt", encoding="utf-8", errors="replace") as stream:
            for word in re.findall(r"(?<![^\W_'’.@-])[^\W\d_]+", stream.read()):
                (small if word.islower() else capital)[word.lower()] += 1
    return {word for word, count in small.items() if count > capital[word]}


def clean(found, common, taken=frozenset()):
    names = {name.strip() for name in found}
    names = {name for name in names if WORD.match(name) and 1 < len(name) <= 30 and not (name.isupper() and len(name) < 4) and name.lower() not in taken}
    by_lower = {}
    for name in sorted(names):
        by_lower.setdefault(name.lower(), name)
    return [name + ("?" if name.lower() in common else "") for name in sorted(by_lower.values())]


def main(folder, *texts):
    common = common_words(texts)
    providers = pathlib.Path(folder) / "providers"
    first, last, places = set(), set(), set()
    for locale in PERSON:
        person = providers / "person" / locale / "__init__.py"
        if person.exists():
            for name, value in constants(person).items():
                if locale == "zh_CN" and name in ("first_names", "last_names"):
                    continue  # Single characters: the Chinese rules have their own lists.
                if name.startswith("first_name"):
                    first.update(strings(value))
                elif re.match(r"last_|middle_name", name):
                    last.update(strings(value))
    for path in sorted(glob.glob(str(providers / "address" / "*" / "__init__.py"))):
        locale = pathlib.Path(path).parent.name
        if locale in ("en", "ja_JP", "ko_KR", "zh_TW", "th_TH", "ka_GE", "fa_IR", "ne_NP", "hi_IN"):
            continue
        for name, value in constants(pathlib.Path(path)).items():
            if name in PLACES:
                places.update(strings(value))
    print("# First names, surnames and places of Faker 0.9.3; by tools/personal_names.py. A ? marks an ordinary word.")
    print("# Copyright (c) 2012 Daniele Faraglia; MIT: LICENCES.md")
    for title, found in (("first", first), ("surname", last), ("place", places)):
        print(f"[{title}]")
        print("\n".join(clean(found, common)))


if __name__ == "__main__":
    main(*sys.argv[1:])
