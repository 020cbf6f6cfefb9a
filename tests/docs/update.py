# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
"""Writes what the programs of the pages print into the pages, and the pictures that they draw into docs/pictures:
update.py SOURCE_TREE PROGRAM_FOLDER FILE.md...

After a change that is meant to change them: build the target docs, run this, read the difference, commit it.
PROGRAM_FOLDER is where the build has doc_README_1 and the others: build/gcc/tests/docs.
"""
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True      # no __pycache__ in the source tree
from extract import blocks  # noqa: E402
from run import same_picture  # noqa: E402


def run(program, pictures):
    """What the program prints; pictures that changed by more than rounding are copied."""
    with tempfile.TemporaryDirectory() as folder:
        printed = subprocess.run([program], stdout=subprocess.PIPE, text=True, check=True, cwd=folder).stdout
        for path in pathlib.Path(folder).iterdir():
            old = pictures / path.name
            if not old.exists() or not same_picture(old.read_text(), path.read_text()):
                pictures.mkdir(exist_ok=True)
                old.write_text(path.read_text())
    return printed


def main():
    tree, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    for path in (pathlib.Path(name).resolve() for name in sys.argv[3:]):
        lines, number, last, shift = path.read_text().splitlines(), 0, None, 0
        for info, content, start, adjacent in list(blocks(path.read_text())):
            if last and adjacent and info in ("text", "output"):
                printed = run(folder / last, tree / "docs" / "pictures")
                new, first = [line.rstrip() for line in printed.strip("\n").splitlines()], start - 1 + shift
                old = content.count("\n") if content != "\n" else 0     # an empty block
                lines[first:first + old] = new
                shift += len(new) - old
            last = None
            if info == "cpp":
                number += 1
                last = "doc_" + "_".join(path.relative_to(tree).with_suffix("").parts) + f"_{number}"
        path.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
