# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
"""Runs a program and compares what it prints with a file, if the file exists: run.py PROGRAM [OUTPUT [PICTURES]].

With PICTURES, a folder: the program runs in an empty folder, and each file that it writes there is compared with the
one of the same name in PICTURES, up to half a pixel.
"""
import difflib
import pathlib
import re
import subprocess
import sys
import tempfile

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def compare_output(expected_file, printed):
    clean = lambda text: [line.rstrip() for line in text.strip("\n").splitlines()]
    expected, printed = clean(expected_file.read_text()), clean(printed)
    if expected != printed:
        sys.exit("\n".join(difflib.unified_diff(expected, printed, str(expected_file), "printed", lineterm="")))


def same_picture(one, other):
    """The same text around the numbers, and the numbers within half a pixel of each other."""
    if NUMBER.split(one) != NUMBER.split(other):
        return False
    return all(abs(float(a) - float(b)) <= 0.5 for a, b in zip(NUMBER.findall(one), NUMBER.findall(other)))


def compare_pictures(made, pictures):
    for path in sorted(path for path in made.iterdir()):
        expected = pictures / path.name
        if not expected.exists():
            sys.exit(f"the program writes {path.name}, but there is no {expected}; tests/docs/update.py puts it there")
        old, new = expected.read_text(), path.read_text()
        if not same_picture(old, new):
            difference = difflib.unified_diff(old.splitlines(), new.splitlines(), str(expected), "written", lineterm="")
            sys.exit("\n".join(line[:300] for line in difference))


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    expected_file = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    pictures = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None
    if not program.exists():
        sys.exit(f"{program} was not built")
    with tempfile.TemporaryDirectory() as folder:
        where = folder if pictures else None
        run = subprocess.run([program], stdout=subprocess.PIPE, text=True, errors="replace", cwd=where)
        if run.returncode != 0:
            sys.exit(f"{run.stdout}\n{program} ended with {run.returncode}")
        if expected_file is not None and expected_file.exists():
            compare_output(expected_file, run.stdout)
        if pictures:
            compare_pictures(pathlib.Path(folder), pictures)


if __name__ == "__main__":
    main()
