#!/usr/bin/env python3
"""Makes the text that the language identifier is trained on, from Debian alone, and says how to train on it.

Usage: text_language.py OUT_TSV [--stop-words stopwords-iso.json.gz] [--work FOLDER]

Each line of OUT_TSV is a language, a tab, and some words. They come from
  - the descriptions of Debian's packages in 20 languages, as `apt-get update` fetches them (at most 8,000 sentences each),
  - the handbooks of LibreOffice (MPL-2.0) in languages with few descriptions (as many),
  - word lists and spelling dictionaries of Debian (12,000 lines of 1 to 6 random words each),
  - stop words of https://github.com/stopwords-iso/stopwords-iso (MIT), if given: with them the identifier knows how people talk, not only how programs are described,
  - what customers write, our own: text_everyday.tsv.
Some lines come a second time without accents, as people type them on telephones.
apt keeps its lists in FOLDER, so that the machine's own are left alone. Then:
  sojourn text train-language OUT_TSV --out engine/text/data/language.model
The same input makes the same file, byte for byte.
"""
import argparse
import gzip
import html
import json
import pathlib
import random
import re
import subprocess
import unicodedata

SENTENCES, WORD_LINES, STOP_LINES, EVERYDAY_TIMES = 8000, 12000, 4000, 30
PLAIN_SHARE = .15  # Of lines with accents.
HANDBOOKS = ["nl", "sv", "fi", "hu", "tr", "vi"]
# language: translation files of Debian, packages with words
LANGUAGES = {
    "en": (["en"], ["wamerican"]), "nl": (["nl"], ["wdutch"]), "de": (["de"], ["wngerman"]), "ru": (["ru"], ["hunspell-ru"]),
    "zh": (["zh_CN"], []), "fr": (["fr"], ["wfrench"]), "es": (["es"], ["wspanish"]), "it": (["it"], ["witalian"]),
    "pt": (["pt", "pt_BR"], ["wportuguese", "wbrazilian"]), "pl": (["pl"], ["wpolish"]), "cs": (["cs"], ["hunspell-cs"]),
    "da": (["da"], ["wdanish"]), "sv": (["sv"], ["wswedish"]), "fi": (["fi"], []), "hu": (["hu"], ["hunspell-hu"]),
    "ja": (["ja"], []), "ko": (["ko"], []), "uk": (["uk"], ["wukrainian"]), "tr": (["tr"], ["hunspell-tr"]),
    "vi": (["vi"], ["hunspell-vi"]),
}


def run_apt(work, *words, cwd=None):
    for folder in ("lists/partial", "cache/archives/partial", "parts", "debs"):
        (work / folder).mkdir(parents=True, exist_ok=True)
    codes = "".join(f'"{code}";' for files, _ in LANGUAGES.values() for code in files)
    (work / "sources.list").write_text(
        "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian bookworm main\n")
    (work / "apt.conf").write_text(
        f'Dir::State "{work}";\nDir::State::lists "{work}/lists";\nDir::Cache "{work}/cache";\n'
        f'Dir::State::status "/var/lib/dpkg/status";\nDir::Etc::sourcelist "{work}/sources.list";\n'
        f'Dir::Etc::sourceparts "/dev/null";\nDir::Etc::parts "{work}/parts";\nAcquire::Languages {{{codes}}};\n'
        'APT::Sandbox::User "root";\n')
    subprocess.run(["apt-get", "-q", *words], env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "APT_CONFIG": str(work / "apt.conf")},
                   cwd=cwd, check=True, stdout=subprocess.DEVNULL)


def descriptions(work, code):
    """The sentences of a translation file, in its order, each once."""
    name = f"*_i18n_Translation-{code.replace('_', '%5f')}"
    found = sorted((work / "lists").glob(name))
    lines = []
    for path in found:
        paragraph = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("Description-") and ":" in line and not line.startswith("Description-md5"):
                lines.append(line.split(":", 1)[1])
            elif line.startswith(" ") and not line.startswith("  ") and line.strip() not in (".", ""):
                paragraph.append(line.strip())
                continue
            lines += re.split(r"(?<=[.!?。！？])\s*", " ".join(paragraph))
            paragraph = []
    return list(dict.fromkeys(line.strip() for line in lines if len(line.strip()) >= 12))


def unpacked(work, package):
    """The folder of a package's files."""
    out = work / "words" / package
    if not out.exists():
        out.parent.mkdir(parents=True, exist_ok=True)
        for path in (work / "debs").glob(f"{package}_*.deb"):
            subprocess.run(["dpkg-deb", "-x", path, out], check=True)
    return out


def handbook(work, language):
    """The sentences of LibreOffice's handbook, each once; those that nobody has translated are left out."""
    lines = []
    for path in sorted(unpacked(work, f"libreoffice-help-{language}").rglob("*.html")):
        for paragraph in re.findall(r"<p\b[^>]*>(.*?)</p>", path.read_text(encoding="utf-8", errors="ignore"), re.S):
            text = " ".join(html.unescape(re.sub(r"<[^>]*>", "", paragraph)).split())
            lines += re.split(r"(?<=[.!?])\s+", text)
    english = re.compile(r"\b(the|and|this|that|with|you|from|are|will|click|choose|select|file)\b", re.I)
    return [line for line in dict.fromkeys(lines) if len(line.split()) >= 4 and not english.search(line) and
            (language == "nl" or not line.isascii())]


def without_accents(text):
    """As it is typed where no accents are at hand."""
    text = text.translate(str.maketrans({"đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "æ": "ae", "ß": "ss", "ı": "i", "ё": "е"}))
    marks = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", text))
    return text if re.search("[а-яіїєґ]", text, re.I) else unicodedata.normalize("NFC", marks)


def dictionary_words(path):
    """The words of a hunspell dictionary, each with at most five of its forms, so that no ending is left out."""
    affixes = path.with_suffix(".aff").read_bytes()
    encoding = re.search(r"^SET\s+(\S+)", affixes.decode("latin-1"), re.M).group(1)
    affixes = affixes.decode(encoding, errors="ignore")
    rules = {}
    if not re.search(r"^(FLAG|AF)\s", affixes, re.M):  # One letter a flag.
        for flag, strip, add, fits in re.findall(r"^SFX\s+(\S)\s+(\S+)\s+([^\s/]+)(?:/\S*)?\s+(\S+)", affixes, re.M):
            rules.setdefault(flag, []).append(("" if strip == "0" else strip, "" if add == "0" else add, re.compile(fits + "$")))
    chance, words = random.Random(path.name), []
    for line in path.read_text(encoding=encoding, errors="ignore").splitlines()[1:]:
        word, _, flags = line.split("\t")[0].partition("/")
        forms = [word[:len(word) - len(strip)] + add for flag in flags for strip, add, fits in rules.get(flag, ())
                 if word.endswith(strip) and fits.search(word)]
        words += [word] + chance.sample(forms, min(5, len(forms)))
    return words


def words_of(work, package):
    """The words of a word list or a dictionary."""
    out = unpacked(work, package)
    words = []
    for path in sorted(out.rglob("*")):
        if path.is_symlink() or not path.is_file():
            continue
        if path.suffix == ".dic" and "hunspell" in str(path):
            words += dictionary_words(path)
        elif "usr/share/dict" in str(path):
            words += path.read_text(encoding="utf-8", errors="ignore").splitlines()
    return [word for word in words if word and not re.search(r"[0-9'/]", word)]


def own_entries(language):
    path = pathlib.Path(__file__).resolve().parent.parent / "engine/text/data" / f"{language}.own.lexicon"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    lists = [line.split(":", 1)[1].split(",") for line in lines if re.match(r"(words|needed|negations|intensifiers|but)\b", line)]
    return [entry.strip() for entries in lists for entry in entries]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--stop-words")
    parser.add_argument("--work", default="/tmp/sojourn-language")
    options = parser.parse_args()
    work = pathlib.Path(options.work).resolve()
    run_apt(work, "update")
    run_apt(work, "download", *[package for _, packages in LANGUAGES.values() for package in packages],
            *[f"libreoffice-help-{language}" for language in HANDBOOKS], cwd=work / "debs")
    stop = json.load(gzip.open(options.stop_words)) if options.stop_words else {}
    everyday = [line.split("\t") for line in
                pathlib.Path(__file__).with_name("text_everyday.tsv").read_text(encoding="utf-8").splitlines()]
    with open(options.out, "w", encoding="utf-8") as out:
        for language, (files, packages) in LANGUAGES.items():
            chance = random.Random(language)
            sentences = [line for code in files for line in descriptions(work, code)]
            chance.shuffle(sentences)
            lines = sentences[:SENTENCES]
            handbooks = handbook(work, language) if language in HANDBOOKS else []
            chance.shuffle(handbooks)
            lines += handbooks[:SENTENCES]
            words = sorted({word for package in packages for word in words_of(work, package)} or
                           {word for line in handbooks for word in re.findall(r"[^\W\d_]{2,}", line)})
            lines += [" ".join(chance.choices(words, k=chance.randint(1, 6))) for _ in range(WORD_LINES if words else 0)]
            common = sorted(word for word in stop.get(language, []) if not re.search(r"[0-9]", word))
            lines += [" ".join(chance.choice(words if words and chance.random() < .5 else common)
                               for _ in range(chance.randint(1, 6))) for _ in range(STOP_LINES if common else 0)]
            lines += [line for code, line in everyday if code == language] * EVERYDAY_TIMES
            lines += own_entries(language) * 2
            lines += [plain for line in lines if (plain := without_accents(line)) != line and chance.random() < PLAIN_SHARE]
            out.writelines(f"{language}\t{' '.join(line.split())}\n" for line in lines)
            print(f"{language}: {len(sentences)} and {len(handbooks)} sentences, {len(words)} words, {len(common)} stop words, {len(lines)} lines")


if __name__ == "__main__":
    main()
