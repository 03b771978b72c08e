#!/usr/bin/env python3
"""The rules of tidy.py and check_layers.py catch what they are for: each is given a planted fault."""
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import check_layers  # noqa: E402
import tidy  # noqa: E402

PLANTED = [
    ("engine/metrics/x.cc", "std::cout << 1;\n", "print in cli/"),
    ("engine/metrics/x.cc", "std::regex r;\n", "std::regex"),
    ("engine/base/x.h", "// What it is.\n#pragma once\nusing namespace std;\n", "name what you use"),
    ("engine/base/x.h", "#pragma once\n", "begin with a comment"),
    ("engine/base/x.h", "// What it is.\n", "#pragma once is missing"),
    ("engine/api/x.cc", "// TO" "DO later\n", "finish it"),
    ("engine/api/x.cc", "int x = std::stoi(y);\n", "parse_number"),
    ("engine/api/x.cc", "\n" * 701, "701 lines"),
    ("docs/x.md", "# One\n# Two\n", "2 titles"),
    ("web/src/x.tsx", "node.innerHTML = y\n", "content security policy"),
]
CLEAN = [("engine/base/x.h", "// What it is.\n#pragma once\n"), ("docs/x.md", "# One\n```\n# a comment\n```\n")]


def layers_of(files):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        return check_layers.check(root)


def main():
    failed = 0
    for name, text, expected in PLANTED:
        if not any(expected in fault for fault in tidy.check_text(name, text)):
            print(f"not caught: {expected!r} in {name}")
            failed += 1
    for name, text in CLEAN:
        for fault in tidy.check_text(name, text):
            print(f"wrongly caught: {fault}")
            failed += 1
    layers = {"engine/layers.txt": "base : :\nevent : base :\n", "engine/base/a.h": "// A.\n"}
    cases = [
        ({"engine/base/a.cc": '#include "event/b.h"\n', "engine/event/b.h": ""}, "base may not include event/b.h"),
        ({"engine/base/a.cc": "#include <boost/beast.hpp>\n"}, "base may not include <boost/beast.hpp>"),
        ({"engine/layers.txt": "base : event :\nevent : base :\n"}, "declared before event"),
        ({"engine/base/a.cc": '#include "a.h"\n'}, "may not include a.h"),
        ({"engine/event/b.cc": '#include "base/a.h"\n#include <vector>\n'}, None),
    ]
    for files, expected in cases:
        faults = layers_of({**layers, **files})
        if (expected is None and faults) or (expected and not any(expected in fault for fault in faults)):
            print(f"expected {expected!r}, got {faults}")
            failed += 1
    print("the rules catch what they are for" if not failed else f"{failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
