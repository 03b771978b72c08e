#!/usr/bin/env python3
"""Turns web/dist into one assembler file and one C++ file, so that the boards live in the binary, compressed.

Usage: embed_web.py DIST OUT_S OUT_CC. Without a dist, one page says how to build the boards.
"""
import gzip
import hashlib
import pathlib
import sys

TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
         ".svg": "image/svg+xml", ".json": "application/json", ".png": "image/png", ".ico": "image/x-icon",
         ".webmanifest": "application/manifest+json", ".txt": "text/plain; charset=utf-8"}
MISSING = (b"<!doctype html><title>Sojourn</title><p>The boards are not in this build. "
           b"Run <code>./dev build</code>, which builds web/dist first.")


def main(dist, out_assembler, out_cc):
    dist = pathlib.Path(dist)
    files = [(str(path.relative_to(dist)), path.read_bytes()) for path in sorted(dist.rglob("*"))
             if path.is_file() and not path.name.startswith(".")] if dist.is_dir() else []
    if not any(name == "index.html" for name, _ in files):
        files = [("index.html", MISSING)]
    folder = pathlib.Path(out_assembler).parent
    assembler, rows = ['.section .rodata\n'], []
    for index, (name, data) in enumerate(files):
        packed = gzip.compress(data, 9, mtime=0)
        blob = folder / f"asset_{index}.gz"
        blob.write_bytes(packed)
        assembler.append(f'.global sojourn_asset_{index}\nsojourn_asset_{index}:\n.incbin "{blob}"\n')
        kind = TYPES.get(pathlib.Path(name).suffix, "application/octet-stream")
        etag = hashlib.sha256(data).hexdigest()[:16]
        immutable = "true" if name.startswith("assets/") else "false"
        rows.append((index, len(packed), f'    {{"/{name}", "{kind}", "\\"{etag}\\"", '
                     f'{{sojourn_asset_{index}, {len(packed)}}}, {immutable}}},\n'))
    assembler.append('.section .note.GNU-stack,"",@progbits\n')
    pathlib.Path(out_assembler).write_text("".join(assembler))
    pathlib.Path(out_cc).write_text(
        '// Made by tools/embed_web.py from web/dist.\n#include "api/web_assets.h"\n\n#include <array>\n\n'
        + "".join(f'extern "C" const char sojourn_asset_{index}[];\n' for index, _, _ in rows)
        + "\nnamespace sojourn {\n\nstd::span<const WebAsset> web_assets() {\n"
        + f"  static const std::array<WebAsset, {len(rows)}> kAssets{{{{\n" + "".join(row for _, _, row in rows)
        + "  }};\n  return kAssets;\n}\n\n}  // namespace sojourn\n")


if __name__ == "__main__":
    main(*sys.argv[1:4])
