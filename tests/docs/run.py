# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
"""Runs a program and compares what it prints with a file, if the file exists: run.py PROGRAM [OUTPUT]."""
import difflib
import pathlib
import subprocess
import sys

program, expected_file = sys.argv[1], pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
if not pathlib.Path(program).exists():
    sys.exit(f"{program} was not built")
run = subprocess.run([program], stdout=subprocess.PIPE, text=True, errors="replace")
if run.returncode != 0:
    sys.exit(f"{run.stdout}\n{program} ended with {run.returncode}")
if expected_file is not None and expected_file.exists():
    clean = lambda text: [line.rstrip() for line in text.strip("\n").splitlines()]
    expected, printed = clean(expected_file.read_text()), clean(run.stdout)
    if expected != printed:
        sys.exit("\n".join(difflib.unified_diff(expected, printed, str(expected_file), "printed", lineterm="")))
