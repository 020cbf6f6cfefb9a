# SPDX-FileCopyrightText: The gradsmith authors
# SPDX-License-Identifier: BSL-1.0
"""Compiles and runs what to_cpp prints: cpp.py WRITER FOLDER. WRITER fills FOLDER with NAME.hpp and NAME.txt (see cpp.hpp).

Each is compiled as C++17 by g++ and by clang++, with all warnings as errors, and its numbers must be those of NAME.txt to 4 units
in the last place.
"""
import pathlib
import re
import shutil
import subprocess
import sys

MOST_UNITS = 4
OPTIONS = "-std=c++17 -O1 -ffp-contract=off -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror".split()
CLANGS = ["clang++", *(f"clang++-{version}" for version in range(22, 13, -1))]
CHECK = """
#include <cstdint>
#include <cstdio>
#include <cstring>

static std::int64_t ordered(double x) {
  std::int64_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits < 0 ? INT64_MIN - bits : bits;
}
static int worse = 0;
static void check(char const* name, double is, double wanted) {
  long long const units = static_cast<long long>(ordered(is) - ordered(wanted));
  if (units >= -MOST && units <= MOST) return;
  std::printf("  %s is %.17g, not %.17g: %lld units in the last place\\n", name, is, wanted, units);
  worse = 1;
}
""".replace("MOST", str(MOST_UNITS))


def caller(code, data):
    """A main that calls `evaluate` of the printed code with the data, and checks what it gives."""
    names = re.findall(r"(\w+)(?=[,)])", re.search(r"inline void evaluate\((.*?)\) \{", code, re.S)[1] + ")")
    known, results = {}, []
    for line in data.splitlines():
        kind, *words = line.split()
        if kind == "extent":
            known[f"extent_{words[0]}"] = words[1]
        elif kind == "number":
            known[words[0]] = words[1]
        elif kind == "array":
            known[words[0]] = words[1:]
        else:
            results.append((kind, words))
    lines, arguments, checks = [], [], []
    for name in names[:len(names) - len(results)]:
        data = known[name] if name in known else known[re.sub(r"_\d+$", "", name)]    # double_2, as double is taken
        if isinstance(data, list):
            lines.append(f"static double const {name}_data[] = {{{', '.join(data)}}};")
            arguments.append(f"{name}_data")
        else:
            arguments.append(data)
    for name, (kind, numbers) in zip(names[len(names) - len(results):], results):
        lines.append(f"static double {name}_data" + (f"[{len(numbers)}];" if kind == "results" else ";"))
        arguments.append(f"{name}_data")
        for k, number in enumerate(numbers):
            entry = f"{name}_data[{k}]" if kind == "results" else f"{name}_data"
            checks.append(f'  check("{entry}", {entry}, {number});')
    return "\n".join([code, CHECK, *lines, "int main() {", f"  evaluate({', '.join(arguments)});", *checks, "  return worse;", "}", ""])


def main():
    writer, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    subprocess.run([writer, folder], check=True)
    clang = next((name for name in CLANGS if shutil.which(name)), None)
    if not shutil.which("g++") or clang is None:
        sys.exit("what to_cpp prints is to be compiled by g++ and by clang++; install both (Debian: g++ clang)")
    codes, failed = sorted(folder.glob("*.hpp")), 0
    for path in codes:
        source = path.with_suffix(".cpp")
        source.write_text(caller(path.read_text(), path.with_suffix(".txt").read_text()))
        for compiler in ("g++", clang):
            program = path.with_suffix(f".{compiler}")
            built = subprocess.run([compiler, *OPTIONS, source, "-o", program], capture_output=True, text=True)
            ran = subprocess.run([program], capture_output=True, text=True) if built.returncode == 0 else built
            if ran.returncode != 0:
                failed += 1
                print(f"{path.stem}, {compiler}:\n{ran.stdout}{ran.stderr}")
    print(f"{len(codes)} losses, each by g++ and {clang}: {2 * len(codes) - failed} good, {failed} bad")
    sys.exit(failed != 0 or not codes)


main()
