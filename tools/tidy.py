#!/usr/bin/env python3
"""Repository rules that a machine can see: banned words with their replacement, sizes, titles, what must be there."""
import pathlib
import re
import subprocess
import sys

# (pattern, files it applies to, files it does not, what to do instead)
BANS = [
    (r"\bstd::cout\b|\bstd::cerr\b", r"^engine/", r"^engine/cli/|_benchmark\.cc$", "print in cli/ only; elsewhere return a value"),
    (r"\bstd::regex\b", r"^(engine|apps)/", r"^$", "std::regex is slow and can overflow the stack; parse by hand"),
    (r"^\s*using namespace\b", r"\.(h|cc)$", r"^$", "name what you use"),
    (r"\b(FIXME|TODO|XXX|HACK|nocommit)\b", r"^(engine|apps|web/src|bench|tests|dev)", r"^$", "finish it, or say in the docs that it is not there"),
    (r"\bsystem_clock\b|\btime\(nullptr\)|\bgettimeofday\b", r"^engine/", r"^engine/base/|_test\.cc$", "ask sojourn::now() of base/time.h"),
    (r"\bstd::random_device\b|\brand\(\)", r"^engine/", r"^engine/base/", "take a seed, so that results repeat"),
    (r"\bstd::stoi\b|\bstd::stod\b|\batoi\(|\batof\(", r"^engine/", r"^$", "parse_number or parse_integer of base/decimal.h"),
    (r"dangerouslySetInnerHTML|\.innerHTML\b", r"^web/src/", r"^$", "the content security policy forbids it"),
]
LINES_MAX = 700
BLOB_BYTES_MAX = 256 * 1024
BLOBS_ALLOWED = re.compile(r"^(samples/|engine/text/data/|tests/golden/|docs/pictures/)|package-lock\.json$")


def tracked(root):
    out = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=root, check=True,
                         capture_output=True)
    return [name for name in out.stdout.decode().split("\0") if name and (root / name).is_file()]


def check_text(name, text):
    faults = []
    for pattern, applies, except_for, instead in BANS:
        if not re.search(applies, name) or re.search(except_for, name):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if re.search(pattern, line):
                faults.append(f"{name}:{number}: {line.strip()[:60]!r}: {instead}")
    if re.search(r"^(engine|apps|web/src|bench)/.*\.(cc|h|ts|tsx)$", name):
        lines = text.count("\n")
        if lines > LINES_MAX:
            faults.append(f"{name}: {lines} lines; more than {LINES_MAX} hides two purposes in one file")
    if name.endswith(".h") and name.startswith("engine/"):
        if not text.startswith("//"):
            faults.append(f"{name}: begin with a comment that says what it is")
        if "#pragma once" not in text:
            faults.append(f"{name}: #pragma once is missing")
    if name.endswith(".md"):
        outside = re.sub(r"```.*?```", "", text, flags=re.S)
        titles = re.findall(r"^# .+", outside, flags=re.M)
        if len(titles) != 1:
            faults.append(f"{name}: {len(titles)} titles ('# ...'); a page has one")
    return faults


def check(root):
    faults = []
    for name in tracked(root):
        path = root / name
        size = path.stat().st_size
        if size > BLOB_BYTES_MAX and not BLOBS_ALLOWED.search(name):
            faults.append(f"{name}: {size} bytes; large files do not belong in the repository")
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if name != "tools/tidy.py" and name != "tools/tidy_test.py":
            faults += check_text(name, text)
    for folder in sorted((root / "engine").iterdir()):
        if folder.is_dir() and any(folder.glob("*.cc")) and not (folder / "README.md").exists():
            faults.append(f"engine/{folder.name}: README.md is missing")
    return faults


if __name__ == "__main__":
    found = check(pathlib.Path(__file__).resolve().parent.parent)
    print("\n".join(found) if found else "the repository rules hold")
    sys.exit(1 if found else 0)
