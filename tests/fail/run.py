# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
"""Compiles wrong programs and checks what the compilers say.

A program's first line is `// error: REGEX`, which must match the first line with "error:" that the compiler prints;
with -DFIXED the same file must compile without a word. A line `// flags: ...` adds options. More than one regex, for
compilers that cannot agree, is written `// error g++: REGEX` and `// error clang++: REGEX`. Less than a page may stand before it.

clang prints at most 32 letters of a string in a template argument, so support/diagnostics.hpp hands it a sentence in
lines, fixed_string<N>{"..."}, fixed_string<M>{"..."}, broken at blanks: they are joined by blanks before matching.
"""
import argparse
import concurrent.futures
import itertools
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
INCLUDE = HERE.parents[1] / "include"
PAGE = 40 * 80


def compile(compiler, options, file, extra=()):
    command = [compiler, "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", f"-I{INCLUDE}", *options, *extra, str(file)]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    return run.returncode, run.stdout


def precompile(compiler, options, folder):
    """Options that let a program start from the umbrella header, compiled once."""
    umbrella = INCLUDE / "gradsmith" / "gradsmith.hpp"
    if not umbrella.exists():
        return []
    header = pathlib.Path(folder, "umbrella.hpp")
    header.write_text("#include <gradsmith/gradsmith.hpp>\n")
    clang = "clang" in compiler
    output = str(header) + (".pch" if clang else ".gch")
    run = subprocess.run([compiler, "-std=c++20", f"-I{INCLUDE}", *options, "-x", "c++-header", str(header), "-o", output])
    if run.returncode != 0:
        return []
    return ["-include-pch", output] if clang else ["-include", str(header)]


def expected(text, compiler):
    kind = "clang++" if "clang" in compiler else "g++"
    found = re.search(rf"^// error(?: {re.escape(kind)})?: *(.+)$", text, re.M)
    return found[1].strip() if found else None


def message(output):
    """What follows the first "error:", clang's lines of a sentence joined."""
    first = next((line for line in output.splitlines() if "error:" in line), "")
    return re.sub(r'"\}, gradsmith::fixed_string<\d+>\{"', " ", first.partition("error:")[2].strip())


def before(output):
    """How many letters a person reads before the first error, but for the list of headers."""
    lines = itertools.takewhile(lambda line: "error:" not in line, output.splitlines())
    return sum(len(line) for line in lines if not re.match(r"In file included from| +from ", line))


def judge(compiler, options, umbrella, file):
    """None if the program fails as it says and its repaired twin compiles, else what went wrong."""
    text = file.read_text()
    regex = expected(text, compiler)
    if regex is None:
        return "no line `// error: REGEX`"
    flags = re.search(r"^// flags: *(.+)$", text, re.M)
    options = [*options, *(flags[1].split() if flags else umbrella)]
    code, output = compile(compiler, options, file)
    if code == 0:
        return "compiles, but should not"
    if not re.search(regex, message(output)):
        return f"the first error is\n    {message(output)}\n  and does not match\n    {regex}"
    if before(output) > PAGE:
        return f"{before(output)} letters stand before the first error, more than the {PAGE} of a page"
    code, output = compile(compiler, options, file, ["-DFIXED"])
    if code != 0 or output.strip():
        return "with -DFIXED:\n" + "\n".join(output.splitlines()[:12])
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=pathlib.Path, help="default: every program of this folder")
    parser.add_argument("--compiler", action="append", help="may be repeated; default: g++ and clang++-19 where found")
    parser.add_argument("--options", default="-march=native", help="options of every compilation")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    files = arguments.files or sorted(HERE.rglob("*.cpp"))
    compilers = arguments.compiler or [each for each in ("g++", "clang++-19") if shutil.which(each)]
    options = arguments.options.split()

    failures = []
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        work = []
        for number, compiler in enumerate(compilers):
            own = pathlib.Path(folder, str(number))
            own.mkdir()
            umbrella = precompile(compiler, options, own)
            work += [(pool.submit(judge, compiler, options, umbrella, file), file, compiler) for file in files]
        for result, file, compiler in work:
            why = result.result()
            name = file.relative_to(HERE) if file.is_relative_to(HERE) else file
            print(f"{'ok    ' if why is None else 'FAILED'}  {pathlib.Path(compiler).name:12} {name}", flush=True)
            if why is not None:
                failures.append(f"{name} ({compiler}): {why}")
    print("\n".join(["", *failures, f"{len(work)} wrong programs, {len(failures)} failures"]))
    sys.exit(bool(failures) or not work)


if __name__ == "__main__":
    main()
