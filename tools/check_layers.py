#!/usr/bin/env python3
"""Checks who includes whom in engine/, and which foreign headers, against engine/layers.txt.

A folder may only be declared below folders that are declared already, so a cycle cannot be written down.
"""
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
# Foreign headers that tests, fuzzers and benchmarks may include anywhere.
TEST_HEADERS = ("gtest/", "gmock/", "benchmark/")


def read_layers(path):
    """{folder: (allowed folders, foreign prefixes)} in the order of the file, and the faults of the file itself."""
    layers, faults = {}, []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        line = line.split("#", 1)[0].strip()
        if not line:
            continue
        folder, allowed, foreign = (part.split() for part in line.split(":"))
        for other in allowed:
            if other not in layers:
                faults.append(f"{path}:{number}: {folder[0]} is declared before {other}, which it may include")
        layers[folder[0]] = (set(allowed), tuple(foreign))
    return layers, faults


def is_standard(header):
    """Headers of the C++ and C libraries and of the system have no folder but these, or no dot at all."""
    return "." not in header or re.match(r"^(sys|netinet|arpa|linux)/|^[a-z]*mmintrin\.h$|^(unistd|fcntl|signal|poll|spawn|pthread|immintrin|"
                                         r"errno|string|stdint|stdlib|time|cpuid|dirent|termios)\.h$", header)


def check(root):
    layers, faults = read_layers(root / "engine" / "layers.txt")
    for path in sorted((root / "engine").rglob("*")):
        if path.suffix not in (".h", ".cc"):
            continue
        relative = path.relative_to(root / "engine")
        folder = relative.parts[0]
        if folder not in layers:
            faults.append(f"{path}: engine/{folder} is not in engine/layers.txt")
            continue
        allowed, foreign = layers[folder]
        is_test = re.search(r"_(test|fuzz|benchmark|fixture)\.(cc|h)$", path.name)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            kind, header = match.groups()
            where = f"engine/{relative}:{number}"
            if kind == '"':
                other = header.split("/")[0]
                if other != folder and other not in allowed:
                    faults.append(f"{where}: {folder} may not include {header}")
                elif not (root / "engine" / header).exists():
                    faults.append(f"{where}: there is no {header}; write the path from engine/")
            elif not is_standard(header):
                if any(header.startswith(prefix) for prefix in foreign):
                    continue
                if is_test and header.startswith(TEST_HEADERS):
                    continue
                faults.append(f"{where}: {folder} may not include <{header}>")
    return faults


if __name__ == "__main__":
    found = check(pathlib.Path(__file__).resolve().parent.parent)
    print("\n".join(found) if found else "engine/layers.txt holds")
    sys.exit(1 if found else 0)
